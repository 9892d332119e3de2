"""`equipoise tenant`"""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out
from equipoise.cli.running import ready_installation, with_engine
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.tenants.create import create_tenant
from equipoise.tenants.directory import all_tenants

commands = typer.Typer(help="Organisations of this installation.", no_args_is_help=True)


@commands.command("create")
def create(
    slug: Annotated[str, typer.Option(help="Short name in addresses: small letters, digits, hyphens.")],
    name: Annotated[str, typer.Option(help="What the organisation calls itself.")],
    owner_email: Annotated[str, typer.Option(help="E-mail address of the first owner.")] = "owner@example.com",
    owner_name: Annotated[str, typer.Option(help="Name of the first owner.")] = "Owner",
    time_zone: Annotated[str, typer.Option(help="Such as Europe/Berlin.")] = "UTC",
    fiscal_first_month: Annotated[int, typer.Option(help="First month of the fiscal year, 1 to 12.")] = 1,
) -> None:
    """Make an organisation with its first unit and its owner."""

    async def work(engine: AsyncEngine) -> None:
        async with writing(engine, new_id()) as session:
            await create_tenant(
                session,
                slug=slug,
                name=name,
                owner_name=owner_name,
                owner_email=owner_email,
                now=datetime.now(UTC),
                time_zone=time_zone,
                fiscal_first_month=fiscal_first_month,
            )

    with_engine(ready_installation(), work)
    out.print(f"{slug} is there. Sign in with: equipoise token create --tenant {slug} --role owner")


@commands.command("list")
def list_all() -> None:
    """List the organisations."""
    table = Table("slug", "id")
    for slug, tenant_id in with_engine(ready_installation(), all_tenants).items():
        table.add_row(slug, str(tenant_id))
    out.print(table)
