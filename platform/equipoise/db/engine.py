"""The engine: asyncpg connections that always act as the application role."""

import re

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from equipoise.db.connection import TenantConnection
from equipoise.db.json import decode, encode

APPLICATION_ROLE = "equipoise_app"
"""Owns nothing and bypasses nothing; every statement at run time is executed by it."""

_SCHEME = re.compile(r"^postgres(ql)?(\+\w+)?://")


def sqlalchemy_url(url: str) -> str:
    """The same address for SQLAlchemy's asyncpg dialect, which wants its own scheme."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """The same address for psycopg and libpq, letter for letter: they read escapes that SQLAlchemy would not write."""
    return _SCHEME.sub("postgresql://", url, count=1)


def application_engine(
    url: str, *, pool_size: int = 10, max_overflow: int = 0, statement_timeout_ms: int = 30_000
) -> AsyncEngine:
    """Connections for run time.

    The role is part of the connection's start, so that a login that may do more (the single URL of a small
    installation) still runs every statement as the application role, and RESET ROLE leads back to it.
    """
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_pre_ping=False,
        pool_recycle=1800,
        json_serializer=encode,
        json_deserializer=decode,
        connect_args={
            "connection_class": TenantConnection,
            "timeout": 10,
            "server_settings": {
                "role": APPLICATION_ROLE,
                "application_name": "equipoise",
                "jit": "off",
                "timezone": "UTC",
                "statement_timeout": str(statement_timeout_ms),
                "idle_in_transaction_session_timeout": "60000",
            },
        },
    )
