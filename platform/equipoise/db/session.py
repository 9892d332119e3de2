"""Sessions that exist for exactly one tenant.

The second wall of tenancy: whoever holds a session can reach one organisation's rows. The first wall is
row-level security in the database, which reads the setting made here; the third is `tenant_id` in every key.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from equipoise.db.changes import Changes
from equipoise.db.model import TenantModel


class ReadSession(AsyncSession):
    """A transaction of one tenant that the database itself keeps from writing."""

    tenant_id: UUID
    writes = False

    def __init__(self, engine: AsyncEngine, tenant_id: UUID) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=self.writes)
        self.tenant_id = UUID(str(tenant_id))
        event.listen(self.sync_session, "after_begin", self._enter_tenant)
        event.listen(self.sync_session, "do_orm_execute", self._name_tenant)

    def _enter_tenant(self, _session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.enter(self.tenant_id, writes=self.writes)

    def _name_tenant(self, state: ORMExecuteState) -> None:
        """Every statement names the tenant as well: on a sharded database that is what routes it."""
        tenant_id = self.tenant_id
        if state.is_select or state.is_update or state.is_delete:
            state.statement = state.statement.options(
                with_loader_criteria(
                    TenantModel,
                    lambda model: model.tenant_id == tenant_id,
                    include_aliases=True,
                    propagate_to_loaders=False,
                )
            )


class TenantSession(ReadSession):
    """A transaction of one tenant that may write. Use cases take it and never commit it.

    A quiet one leaves the change counter alone: it writes what nobody reads through the API, or not at once.
    """

    writes = True

    def __init__(self, engine: AsyncEngine, tenant_id: UUID, *, quiet: bool = False) -> None:
        super().__init__(engine, tenant_id)
        self.changes = Changes(self.tenant_id)
        event.listen(self.sync_session, "before_flush", self._own_new_rows)
        if not quiet:
            self.changes.follow(self.sync_session)

    def _own_new_rows(self, session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            if isinstance(row, TenantModel):
                row.tenant_id = self.tenant_id


@asynccontextmanager
async def reading(engine: AsyncEngine, tenant_id: UUID) -> AsyncIterator[ReadSession]:
    """A read-only transaction, ended on the way out."""
    async with ReadSession(engine, tenant_id) as session:
        yield session


@asynccontextmanager
async def writing(engine: AsyncEngine, tenant_id: UUID, *, quiet: bool = False) -> AsyncIterator[TenantSession]:
    """A transaction that commits on the way out, or rolls back when it ends with an exception."""
    async with TenantSession(engine, tenant_id, quiet=quiet) as session, session.begin():
        yield session


def row_values(row: Any) -> dict[str, Any]:
    """Column values of a mapped row, for the audit log."""
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
