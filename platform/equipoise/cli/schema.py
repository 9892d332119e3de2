"""`equipoise schema`"""

from datetime import date
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out
from equipoise.cli.running import ready_installation, with_engine
from equipoise.db.session import reading
from equipoise.field_use.uses import Use, uses
from equipoise.tenants.directory import all_tenants
from equipoise_graphql.field_use.deprecated import deprecated
from equipoise_graphql.schema import schema

commands = typer.Typer(help="The GraphQL schema, and who uses what of it.", no_args_is_help=True)


@commands.callback()
def schema_commands() -> None:
    """The GraphQL schema, and who uses what of it."""


@commands.command("uses")
def list_uses(
    coordinate: Annotated[
        str | None,
        typer.Argument(help="A part of the schema, such as Kpi.position; by default everything that is deprecated."),
    ] = None,
) -> None:
    """List the clients of all organisations that use a part of the API. Ask before you remove it."""
    asked = set(deprecated(schema._schema)) if coordinate is None else {coordinate}

    async def work(engine: AsyncEngine) -> dict[str, list[Use]]:
        found = {}
        for slug, tenant_id in (await all_tenants(engine)).items():
            async with reading(engine, tenant_id) as session:
                found[slug] = await uses(session, date.min, coordinates=asked)
        return found

    table = Table("coordinate", "tenant", "client", "last used on", "requests")
    for slug, used in with_engine(ready_installation(), work).items():
        for use in used:
            table.add_row(use.coordinate, slug, str(use.client_id), str(use.last_used_on), f"{use.times:,}")
    if table.row_count:
        out.print(table)
    elif coordinate is None:
        out.print("Nobody uses anything that is deprecated.")
    else:
        out.print(f"Nobody uses {coordinate}.")
