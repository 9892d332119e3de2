"""`equipoise demo`, and what `equipoise serve --demo` says."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

import equipoise_graphql.schema  # noqa: F401 - ids get their tags with the types of the API
from equipoise.cli.console import out, progress
from equipoise.cli.demo_tables import print_report
from equipoise.cli.running import opened_engine, operator, read_settings, with_engine
from equipoise.db import migrate
from equipoise.db.public_ids import encode
from equipoise.db.session import writing
from equipoise.demo.load import SLUG, load
from equipoise.demo.report import report
from equipoise.domain.roles import Role
from equipoise.identity.models import PersonKind
from equipoise.identity.shell_person import shell_person
from equipoise.identity.tokens import create_token
from equipoise.installation import Installation, open_installation
from equipoise.settings import Settings
from equipoise.strategy.models import Scorecard
from equipoise.tenants.directory import tenant_id_of


def demo(
    quiet: Annotated[bool, typer.Option("--quiet", help="Load it, and print nothing.")] = False,
) -> None:
    """Load the demo organisation if it is missing, and show its scorecards and what the next review will question."""
    installation = open_installation(read_settings())
    migrate.migrate(installation.owner_url)

    async def work(engine: AsyncEngine) -> None:
        now = datetime.now(UTC)
        await _load(engine, installation.settings, now)
        if not quiet:
            tenant_id = await tenant_id_of(engine, SLUG)
            assert tenant_id is not None, "it was loaded above"
            print_report(out, await report(engine, tenant_id, now))

    with_engine(installation, work)


async def ensure_demo(installation: Installation) -> tuple[str, str]:
    """Load the demo organisation if it is missing; returns a token to try it with and the id of its scorecard."""
    async with opened_engine(installation) as engine:
        await _load(engine, installation.settings, datetime.now(UTC))
        tenant_id = await tenant_id_of(engine, SLUG)
        assert tenant_id is not None, "it was loaded above"
        async with writing(engine, tenant_id) as session:
            actor = await operator(session)
            person = await shell_person(session, actor, Role.ADMIN, PersonKind.HUMAN)
            token = await create_token(
                session, actor, person_id=person.id, name="trying the demo", lifetime=timedelta(days=30)
            )
            first = select(Scorecard.id).where(Scorecard.tenant_id == tenant_id, Scorecard.parent_id.is_(None))
            scorecard = (await session.scalars(first.order_by(Scorecard.id).limit(1))).one()
    return token.secret, encode(Scorecard, scorecard)


def welcome(settings: Settings, token: str, scorecard: str) -> str:
    """Where it is, how to sign in, and a line that answers with data."""
    address = f"http://{settings.host}:{settings.port}"
    query = f'{{ scorecard(id: \\"{scorecard}\\") {{ name perspectives {{ name score {{ value status }} }} }} }}'
    curl = (
        f"curl -s {address}/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer {token}' "
        f"""-d '{{"query":"{query}"}}'"""
    )
    return f"""
Equipoise with the demo organisation

  Address   {address}
  Sign in   open {address}/login and paste this token (an administrator's, valid for 30 days):
            {token}
  Explore   {address}/console (scorecards and strategy maps), {address}/graphql (explorer of the API)
  Try it    {curl}
"""


async def _load(engine: AsyncEngine, settings: Settings, now: datetime) -> None:
    with progress() as bar:
        task = bar.add_task("Loading the demo organisation", total=None)

        def tell(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        await load(engine, settings, now=now, tell=tell)
