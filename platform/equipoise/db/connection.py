"""Connections that enter a tenant with the message that begins the transaction, which saves a round trip each time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.exc import InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine

_READING = "SET TRANSACTION READ ONLY; "
# What is written is found by key. One plan for all values is as good for each, and finding one for every value anew
# takes longer than carrying it out; one that was found while a table was empty must not scan it later.
_WRITING = "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; "


class TenantConnection(asyncpg.Connection):  # type: ignore[misc]  # the driver ships no types
    """A connection to PostgreSQL. Whose transaction the next one is, is said before it begins; what its end is to
    announce, before it ends."""

    _entering = ""
    _announcing = ""

    def enter(self, tenant_id: UUID, *, writes: bool) -> None:
        """The next transaction is this tenant's."""
        # A UUID and nothing else: SET takes no parameters.
        tenant = UUID(str(tenant_id))
        self._entering = f"{_WRITING if writes else _READING}SET LOCAL app.tenant_id = '{tenant}';"

    def announce(self, channel: str, tenant_id: UUID, position: int) -> None:
        """Have the commit of this transaction tell who listens.

        Never by a function within a statement: on a sharded database that would tell the shard.
        """
        self._announcing = f"NOTIFY {channel}, '{UUID(str(tenant_id))} {int(position)}';"

    async def execute(self, query: str, *args: object, timeout: float | None = None) -> str:  # noqa: ASYNC109 - the driver's
        if self._entering and query.startswith("BEGIN"):
            query, self._entering, self._announcing = f"{query} {self._entering}", "", ""
        elif self._announcing and query.startswith("COMMIT"):
            query, self._announcing = f"{self._announcing} {query}", ""
        status: str = await super().execute(query, *args, timeout=timeout)
        return status


@asynccontextmanager
async def reading_connection(engine: AsyncEngine, tenant_id: UUID) -> AsyncIterator[TenantConnection]:
    """A read-only transaction of the tenant on the driver's own connection: for statements that are hot.

    Raises: InterfaceError, as SQLAlchemy would, where the database is away.
    """
    pooled = await engine.raw_connection()
    connection: Any = pooled.driver_connection
    try:
        connection.enter(tenant_id, writes=False)
        # What is hot runs often and by key: one plan for all values is found once, and is as good for each.
        await connection.execute("BEGIN; SET LOCAL plan_cache_mode = force_generic_plan;")
        yield connection
        await connection.execute("COMMIT;")
    except BaseException as error:
        if connection.is_closed() or not await _rolled_back(connection):
            pooled.invalidate()
        if isinstance(error, asyncpg.PostgresConnectionError | asyncpg.InterfaceError | OSError):
            raise InterfaceError("a read", None, error) from error
        raise
    finally:
        pooled.close()


async def _rolled_back(connection: TenantConnection) -> bool:
    try:
        await connection.execute("ROLLBACK;", timeout=1)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return False
    return True
