"""Views that a frontend answered from its own cache and tells afterwards."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Invalid, NotFound
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise.kpis.models import Kpi
from equipoise.usage.add import Seen, add_usage

MOST_VIEWS = 1_000
"""Views of one report."""

LATEST_REPORT = timedelta(days=31)
"""How long after a view it may still be reported."""


class View(NamedTuple):
    """The signed-in person looked at a KPI on a day."""

    kpi_id: UUID
    viewed_on: date


async def report_views(session: TenantSession, actor: Actor, views: Sequence[View]) -> int:
    """Count the views for the actor, and say how many counted: all of a person's, none of a service's.

    Raises: Forbidden, TooMany, NotFound, Invalid; with a refusal nothing is counted.
    """
    actor.require(Permission.READ)
    if len(views) > MOST_VIEWS:
        raise TooMany(f"At most {MOST_VIEWS:,} views at once; these are {len(views):,}.", field="views")
    known = await _known(session, {view.kpi_id for view in views})
    for place, view in enumerate(views):
        if view.kpi_id not in known:
            raise NotFound("There is no KPI with this id.", field=f"views.{place}.kpi")
        _check_day(actor.today, view.viewed_on, f"views.{place}.viewedOn")
    if actor.kind is not PersonKind.HUMAN:
        return 0
    await add_usage(
        session, Counter(Seen(view.kpi_id, actor.person_id, view.viewed_on, Signal.REPORT_OPENED) for view in views)
    )
    return len(views)


async def _known(session: TenantSession, kpi_ids: set[UUID]) -> set[UUID]:
    statement = select(Kpi.id).where(Kpi.tenant_id == session.tenant_id, Kpi.id.in_(kpi_ids))
    return set((await session.scalars(statement)).all())


def _check_day(today: date, viewed_on: date, field: str) -> None:
    if not today - LATEST_REPORT <= viewed_on <= today:
        raise Invalid(
            f"{viewed_on} is not one of the last {LATEST_REPORT.days} days up to today, {today} (UTC).", field=field
        )
