"""The `equipoise` command: what operators and scripts do from a shell."""

from equipoise.cli.application import main

__all__ = ["main"]
