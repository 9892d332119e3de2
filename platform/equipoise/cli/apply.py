"""`equipoise apply`"""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out, progress
from equipoise.cli.running import operator, ready_installation, required_tenant, with_engine
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.exchange.apply import apply_document
from equipoise.exchange.read import read_document
from equipoise.exchange.report import Item, Report
from equipoise.exchange.walk import count_entries
from equipoise.exchange.yaml_text import MOST_BYTES


class InputUnusable(Refusal):
    """The file cannot be read."""

    code = "INPUT_UNUSABLE"


def apply(
    file: Annotated[Path, typer.Argument(help="The document, as `equipoise export` writes it.", show_default=False)],
    tenant: Annotated[str, typer.Option(help="Slug of the organisation.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; only say what would be created and changed.")
    ] = False,
) -> None:
    """Make the strategy of an organisation what a document says: all of it or nothing.

    What the document has and the organisation has not is created; what differs is changed; nothing is ever removed, and
    what a line does not mention stays as it is. Everything is known by its name, KPIs by their key and people by their
    e-mail address: something under another name is something new. Values and history are no part of it.
    """
    written = read_document(_read(file))

    async def work(engine: AsyncEngine) -> Report:
        tenant_id = await required_tenant(engine, tenant)
        with progress() as bar:
            task = bar.add_task("Applying", total=count_entries(written.document))
            async with TenantSession(engine, tenant_id) as session, session.begin() as transaction:
                report = await apply_document(session, await operator(session), written, lambda: bar.advance(task))
                if dry_run:
                    await transaction.rollback()
                return report

    _tell(with_engine(ready_installation(), work), dry_run=dry_run)


def _read(file: Path) -> bytes:
    """Raises: InputUnusable."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputUnusable(f"{file} cannot be read: {error.strerror}.") from None


def _tell(report: Report, *, dry_run: bool) -> None:
    """What was created, changed and kept by name, then how much of everything."""
    for word, style, items in (
        ("created", "green", report.created_items()),
        ("changed", "yellow", report.changed_items()),
        ("kept", "dim", report.kept),
    ):
        for item in items:
            out.print(Text(f"{word:8}", style), Text(_named(item)), sep="")
    table = Table("", "created", "changed", "unchanged", "kept")
    for kind, counts in report.counts().items():
        table.add_row(kind, *map(str, counts))
    if table.row_count:
        out.print(table)
    if report.nothing_to_do:
        out.print("Nothing to change: the organisation is as the document says.")
    elif dry_run:
        out.print("Nothing was changed: this was a dry run.")


def _named(item: Item) -> str:
    properties = f" ({', '.join(item.changed)})" if item.changed else ""
    return f"{item.kind}  {item.name}{properties}"
