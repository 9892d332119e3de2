"""`equipoise documents`"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.cli.console import out
from equipoise.cli.running import operator, ready_installation, required_tenant, with_engine
from equipoise.db.session import ReadSession, reading, writing
from equipoise.domain.errors import NotFound, Refusal
from equipoise.oauth.models import OAuthClient
from equipoise.trusted_documents.manifest import documents_in
from equipoise.trusted_documents.models import TrustedDocument
from equipoise.trusted_documents.register import MOST_AT_ONCE, CheckedDocument, register_documents
from equipoise_graphql.documents.trusted import checked

commands = typer.Typer(help="Documents that clients may send by their hash.", no_args_is_help=True)

Tenant = Annotated[str, typer.Option(help="Slug of the organisation.")]


@commands.command("register")
def register(
    path: Annotated[
        Path, typer.Argument(help="A folder of .graphql files, one of them, or a manifest in JSON.", show_default=False)
    ],
    tenant: Tenant,
    client: Annotated[
        str | None, typer.Option(help="Name of the application that may send them; by default every client may.")
    ] = None,
) -> None:
    """Register the documents of a frontend: all of them or none. What is registered already stays as it is.

    Manifests are those of Apollo (generate-persisted-query-manifest), Relay and GraphQL Code Generator, with SHA-256.
    """
    texts = documents_in(path)

    async def work(engine: AsyncEngine) -> int:
        tenant_id = await required_tenant(engine, tenant)
        async with writing(engine, tenant_id) as session:
            actor = await operator(session)
            client_id = await _client(session, client) if client else None
            registered = 0
            for start in range(0, len(texts), MOST_AT_ONCE):
                part = texts[start : start + MOST_AT_ONCE]
                done = await register_documents(session, actor, part, _check, client_id=client_id)
                if done.refusals:
                    raise _first(done.refusals, part)
                registered += done.registered
            return registered

    registered = with_engine(ready_installation(), work)
    out.print(f"{registered} registered, {len(texts) - registered} were registered already.")


@commands.command("list")
def list_all(tenant: Tenant) -> None:
    """List the documents that clients may send, with the last day on which one did."""

    async def work(engine: AsyncEngine) -> list[TrustedDocument]:
        tenant_id = await required_tenant(engine, tenant)
        statement = select(TrustedDocument).where(
            TrustedDocument.tenant_id == tenant_id, TrustedDocument.withdrawn_at.is_(None)
        )
        async with reading(engine, tenant_id) as session:
            return list((await session.scalars(statement.order_by(TrustedDocument.id))).all())

    table = Table("id", "operations", "registered", "last used")
    for row in with_engine(ready_installation(), work):
        table.add_row(
            f"sha256:{row.sha256.hex()}", row.name, str(row.registered_at.date()), str(row.last_used_on or "never")
        )
    out.print(table if table.row_count else "There are no trusted documents.")


async def _check(text: str) -> CheckedDocument:
    return checked(text)


async def _client(session: ReadSession, name: str) -> UUID:
    statement = select(OAuthClient.id).where(OAuthClient.tenant_id == session.tenant_id, OAuthClient.name == name)
    found = await session.scalar(statement)
    if found is None:
        raise NotFound(f"There is no application {name!r}.")
    return found


def _first(refusals: list[Refusal], texts: list[str]) -> Refusal:
    """The refusal in words that lead to the document: a manifest has no line numbers."""
    refusal = refusals[0]
    place = int((refusal.field or "documents.0").rpartition(".")[2])
    refusal.message = f"{refusal.message} In: {' '.join(texts[place].split())[:100]}"
    return refusal
