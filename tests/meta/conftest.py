"""Migrated databases to look at."""

from tests.support.every_server import migrated_url, server

__all__ = ["migrated_url", "server"]
