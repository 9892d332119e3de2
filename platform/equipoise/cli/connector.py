"""`equipoise connector`"""

import asyncio
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out, problem, progress
from equipoise.cli.running import operator, read_settings, ready_installation, required_tenant, with_engine
from equipoise.connections.execute import execute_run
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import Connection, ConnectionRun, RunRowError, RunState
from equipoise.connections.queries import first_row_errors
from equipoise.connections.run import run_connection
from equipoise.db.session import ReadSession, reading, writing
from equipoise.domain.errors import NotFound
from equipoise.settings import Settings

commands = typer.Typer(help="Connectors of this installation, and what they read.", no_args_is_help=True)

Tenant = Annotated[str, typer.Option(help="Slug of the organisation.")]
ConnectionName = Annotated[str, typer.Option(help="Name of the connection.")]

_SHOWN = 20


@commands.command("list")
def list_all() -> None:
    """List the connectors that are installed, and the plugins that could not be loaded (exit code 1 if any)."""
    found = asyncio.run(ConnectorHost(read_settings()).specifications())
    table = Table("key", "title", "version")
    for each in sorted(found.connectors.values(), key=lambda each: each.key):
        table.add_row(each.key, Text(each.title), each.version)
    out.print(table)
    for plugin in found.unusable:
        problem(f"{plugin.plugin} ({plugin.distribution}): {plugin.message}", code="PLUGIN_FAILED")
    if found.unusable:
        raise typer.Exit(1)


@commands.command("run")
def run(tenant: Tenant, connection: ConnectionName) -> None:
    """Read a connection now, in this process. Exit code 1 if the run fails; bad rows alone do not fail it."""
    installation = ready_installation()

    async def work(engine: AsyncEngine) -> tuple[ConnectionRun, list[RunRowError]]:
        tenant_id = await required_tenant(engine, tenant)
        run_id = await _request(engine, installation.settings, tenant_id, connection)
        with progress() as bar:
            task = bar.add_task("Starting", total=None)

            def tell(doing: str, done: int, of: int | None) -> None:
                bar.update(task, description=doing, completed=done, total=of)

            ended = await execute_run(engine, installation.settings, tenant_id, run_id, tell=tell)
        async with reading(engine, tenant_id) as session:
            errors = await first_row_errors(session, [run_id], _SHOWN)
        return ended, errors.get(run_id, [])

    ended, errors = with_engine(installation, work)
    out.print(
        f"{ended.state}: {ended.recorded:,} recorded, {ended.unchanged:,} unchanged, {ended.unmapped:,} unmapped, "
        f"{ended.row_errors:,} row errors"
    )
    if errors:
        out.print(_table_of(errors))
    if ended.row_errors > len(errors):
        out.print(f"... and {ended.row_errors - len(errors):,} more")
    if ended.state is RunState.FAILED:
        problem(ended.error_message or "", code=ended.error_code or "")
        raise typer.Exit(1)


@commands.command("runs")
def runs(
    tenant: Tenant,
    connection: ConnectionName,
    last: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = _SHOWN,
) -> None:
    """List the last runs of a connection, newest first."""

    async def work(engine: AsyncEngine) -> list[ConnectionRun]:
        async with reading(engine, await required_tenant(engine, tenant)) as session:
            found = await _by_name(session, connection)
            statement = (
                select(ConnectionRun)
                .where(ConnectionRun.tenant_id == session.tenant_id, ConnectionRun.connection_id == found.id)
                .order_by(ConnectionRun.id.desc())
                .limit(last)
            )
            return list((await session.scalars(statement)).all())

    table = Table("asked for", "state", "recorded", "unchanged", "unmapped", "row errors", "why it failed")
    for each in with_engine(ready_installation(), work):
        counts = (each.recorded, each.unchanged, each.unmapped, each.row_errors)
        why = f"{each.error_code}: {each.error_message}" if each.error_code else ""
        table.add_row(f"{each.requested_at:%Y-%m-%d %H:%M}", each.state, *map(str, counts), Text(why))
    out.print(table)


async def _request(engine: AsyncEngine, settings: Settings, tenant_id: UUID, name: str) -> UUID:
    async with writing(engine, tenant_id) as session:
        connection = await _by_name(session, name)
        # A worker takes over only when this process cannot be at it any more.
        in_hand = timedelta(seconds=2 * settings.run_seconds + 300)
        return (await run_connection(session, await operator(session), connection.id, in_hand=in_hand)).id


async def _by_name(session: ReadSession, name: str) -> Connection:
    statement = select(Connection).where(Connection.tenant_id == session.tenant_id, Connection.name == name)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        names = select(Connection.name).where(Connection.tenant_id == session.tenant_id).order_by(Connection.name)
        there = ", ".join((await session.scalars(names.limit(_SHOWN))).all()) or "none"
        raise NotFound(f"There is no connection {name!r}; there are: {there}.")
    return found


def _table_of(errors: list[RunRowError]) -> Table:
    table = Table("where", "what is wrong", "code")
    for each in errors:
        table.add_row(Text(each.location), Text(each.message), Text(each.code))
    return table
