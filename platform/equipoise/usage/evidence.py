"""What the days of use add up to. The database counts: no row per event comes into the process.

The same figures as `equipoise.domain.usage.summarise` and the same verdict as `unused`; a test compares them.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, case, column, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from equipoise.db.session import ReadSession
from equipoise.domain.kpi import MEASURED
from equipoise.domain.usage import COMMENTS, DECISIONS, VIEWS, Evidence, Signal, UsagePolicy
from equipoise.kpis.models import Kpi
from equipoise.usage.models import UsageDay

_weight = case({signal: signal.weight for signal in Signal}, value=UsageDay.signal)
_total_weight = func.coalesce(func.sum(_weight), 0)
_people = func.count(UsageDay.person_id.distinct())


async def evidence_of(
    session: ReadSession, kpi_ids: Collection[UUID], today: date, policy: UsagePolicy
) -> dict[UUID, Evidence]:
    """How each of these KPIs was used, in one statement however many they are. Each id has an entry."""
    if not kpi_ids:
        return {}
    asked = (
        func.unnest(literal(list(kpi_ids), ARRAY(Uuid())))
        .table_valued(column("kpi_id", Uuid()), name="asked")
        .render_derived()
    )
    counted = and_(
        UsageDay.tenant_id == session.tenant_id,
        UsageDay.kpi_id == asked.c.kpi_id,
        _counts(policy),
        UsageDay.day <= today,
    )
    # Apart from the window's figures, so that it is one look at the end of an index and not a walk through the years.
    last = select(func.max(UsageDay.day)).where(counted).correlate(asked).scalar_subquery()
    recent = (
        select(
            _people.label("people"),
            _rows_of(VIEWS).label("views"),
            _rows_of(COMMENTS).label("comments"),
            _rows_of(DECISIONS).label("decisions"),
            _total_weight.label("weight"),
        )
        .where(counted, UsageDay.day >= policy.window_start(today))
        .correlate(asked)
        .lateral("recent")
    )
    statement = select(asked.c.kpi_id, last, *recent.c).select_from(asked.join(recent, true()))
    return {kpi_id: Evidence(*figures) for kpi_id, *figures in await session.execute(statement)}


def unused_condition(tenant_id: UUID, policy: UsagePolicy, today: date) -> ColumnElement[bool]:
    """The measured KPIs that the policy calls unused today, as a condition on `Kpi`.

    The days of grace count from the day on which the KPI became active.
    """
    used = (
        select(UsageDay.kpi_id)
        .where(
            UsageDay.tenant_id == tenant_id,
            UsageDay.day.between(policy.window_start(today), today),
            _counts(policy),
        )
        .group_by(UsageDay.kpi_id)
        .having(_total_weight >= policy.minimum_weight, _people >= policy.minimum_people)
    )
    grace_over = datetime.combine(today - timedelta(days=policy.grace_days - 1), time(), UTC)
    return and_(
        Kpi.state.in_(MEASURED),
        func.coalesce(Kpi.activated_at, Kpi.created_at) < grace_over,
        Kpi.id.not_in(used),
    )


def in_use_since(kpi: Kpi) -> date:
    """The day from which on a KPI's days of grace count."""
    return (kpi.activated_at or kpi.created_at).astimezone(UTC).date()


def _counts(policy: UsagePolicy) -> ColumnElement[bool]:
    return UsageDay.signal.in_([signal for signal in Signal if policy.counts(signal)])


def _rows_of(signals: Collection[Signal]) -> ColumnElement[int]:
    return func.count().filter(UsageDay.signal.in_(sorted(signals)))
