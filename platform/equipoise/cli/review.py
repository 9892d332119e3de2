"""`equipoise review`"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

import equipoise_graphql.schema  # noqa: F401 - ids get their tags with the types of the API
from equipoise.cli.console import out
from equipoise.cli.running import operator, ready_installation, required_tenant, with_engine
from equipoise.db.lookup import require
from equipoise.db.public_ids import decode, encode
from equipoise.db.session import TenantSession, writing
from equipoise.domain.errors import NotFound
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.reviews.advance import advance_review
from equipoise.reviews.close import close_review
from equipoise.reviews.flags import raise_flags, standing_flags
from equipoise.reviews.models import ReviewCycle, ReviewDecision, ReviewItem
from equipoise.reviews.open import open_review
from equipoise.reviews.schedule import schedule_review
from equipoise.strategy.models import Scorecard

commands = typer.Typer(
    help="Scorecard reviews: which KPIs nobody uses, and what becomes of them.", no_args_is_help=True
)

Tenant = Annotated[str, typer.Option(help="Slug of the organisation.")]
ReviewId = Annotated[str, typer.Argument(help="Id of the review, as `equipoise review list` shows it.")]
T = TypeVar("T")


@commands.command("questions")
def questions(tenant: Tenant) -> None:
    """Look at the use of every KPI again, and list those that the next review will question, with why."""

    async def look(session: TenantSession, actor: Actor) -> list[tuple[str, str, str]]:
        await raise_flags(session, actor)
        flags = await standing_flags(session)
        names = select(Kpi).where(Kpi.tenant_id == session.tenant_id, Kpi.id.in_([flag.kpi_id for flag in flags]))
        kpis = {kpi.id: kpi for kpi in await session.scalars(names)}
        return [(kpis[flag.kpi_id].key, flag.rule, flag.message) for flag in flags]

    table = Table("KPI", "rule", "why")
    for row in _as_operator(tenant, look):
        table.add_row(*row)
    out.print(table if table.row_count else "Every KPI is used.")


@commands.command("list")
def list_all(tenant: Tenant) -> None:
    """List the reviews, newest first."""

    async def look(session: TenantSession, _actor: Actor) -> list[ReviewCycle]:
        cycles = select(ReviewCycle).where(ReviewCycle.tenant_id == session.tenant_id)
        return list((await session.scalars(cycles.order_by(ReviewCycle.id.desc()).limit(100))).all())

    table = Table("id", "name", "state", "opens", "closes")
    for cycle in _as_operator(tenant, look):
        table.add_row(encode(ReviewCycle, cycle.id), cycle.name, cycle.state, str(cycle.opens_on), str(cycle.closes_on))
    out.print(table)


@commands.command("start")
def start(
    tenant: Tenant,
    scorecard: Annotated[str, typer.Option(help="Name of the scorecard.")],
    name: Annotated[str, typer.Option(help="Name of the review, e.g. `Q4 2026`.")],
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it is open.")] = 14,
) -> None:
    """Open a review of a scorecard today: its evidence is frozen, and people can give their opinions."""

    async def act(session: TenantSession, actor: Actor) -> str:
        found = select(Scorecard.id).where(Scorecard.tenant_id == session.tenant_id, Scorecard.name == scorecard)
        scorecard_id = await session.scalar(found.order_by(Scorecard.id).limit(1))
        if scorecard_id is None:
            raise NotFound(f"There is no scorecard {scorecard!r} in {tenant}.", field="scorecard")
        closes_on = actor.today + timedelta(days=days)
        cycle = await schedule_review(
            session, actor, scorecard_id, name=name, opens_on=actor.today, closes_on=closes_on
        )
        await open_review(session, actor, cycle.id)
        return encode(ReviewCycle, cycle.id)

    out.print(_as_operator(tenant, act))


@commands.command("show")
def show(tenant: Tenant, review: ReviewId) -> None:
    """Show the items of a review with their recommendations and decisions."""

    async def look(session: TenantSession, _actor: Actor) -> list[tuple[str, str, str, str]]:
        cycle = await require(session, ReviewCycle, decode(review, ReviewCycle))
        rows = await session.execute(
            select(ReviewItem, Kpi.key, ReviewDecision.outcome)
            .outerjoin(Kpi, (Kpi.tenant_id == ReviewItem.tenant_id) & (Kpi.id == ReviewItem.kpi_id))
            .outerjoin(
                ReviewDecision,
                (ReviewDecision.tenant_id == ReviewItem.tenant_id) & (ReviewDecision.item_id == ReviewItem.id),
            )
            .where(ReviewItem.tenant_id == session.tenant_id, ReviewItem.cycle_id == cycle.id)
            .order_by(ReviewItem.id)
        )
        return [(key or "", item.recommendation, item.message, outcome or "open") for item, key, outcome in rows]

    table = Table("KPI", "recommended", "why", "decided")
    for row in _as_operator(tenant, look):
        table.add_row(*row)
    out.print(table)


@commands.command("advance")
def advance(tenant: Tenant, review: ReviewId) -> None:
    """Take a review to its next stage: collecting, consulting, deciding."""

    async def act(session: TenantSession, actor: Actor) -> str:
        return (await advance_review(session, actor, decode(review, ReviewCycle))).state

    out.print(_as_operator(tenant, act))


@commands.command("close")
def close(tenant: Tenant, review: ReviewId) -> None:
    """Close a review in which everything is decided."""

    async def act(session: TenantSession, actor: Actor) -> str:
        return (await close_review(session, actor, decode(review, ReviewCycle))).state

    out.print(_as_operator(tenant, act))


def _as_operator(tenant: str, act: Callable[[TenantSession, Actor], Awaitable[T]]) -> T:
    async def work(engine: AsyncEngine) -> T:
        async with writing(engine, await required_tenant(engine, tenant)) as session:
            return await act(session, await operator(session))

    return with_engine(ready_installation(), work)
