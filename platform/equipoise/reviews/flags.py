"""Question KPIs, and stop questioning them once the reason is gone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, and_, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from equipoise.audit.record import record
from equipoise.db.lookup import require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain.kpi import MEASURED, KpiState
from equipoise.domain.roles import Permission
from equipoise.domain.usage import UNUSED, Finding
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.models import Kpi
from equipoise.reviews.models import KpiFlag
from equipoise.reviews.unused import unused_findings
from equipoise.strategy.models import Scorecard


class Flagging(NamedTuple):
    """What one evaluation changed."""

    raised: int
    cleared: int


async def raise_flags(session: TenantSession, actor: Actor, scorecard_id: UUID | None = None) -> Flagging:
    """Evaluate the rule UNUSED over the measured KPIs of one scorecard, or of all.

    A KPI that is questioned already keeps its flag, with the evidence of today.
    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.DECIDE_REVIEWS)
    if scorecard_id is not None:
        await require(session, Scorecard, scorecard_id, field="scorecard")
    found = await unused_findings(session, actor.today, scorecard_id)
    questioned = {flag.kpi_id for flag in await standing_flags(session, scorecard_id)}
    kpis = await _locked(session, found.keys() | questioned)
    standing = _by_kpi(await standing_flags(session, scorecard_id))

    raised = cleared = 0
    for kpi in kpis:
        finding = found.get(kpi.id) if kpi.state in MEASURED else None
        flag = standing[kpi.id].get(UNUSED)
        if finding is not None and flag is not None:
            flag.message, flag.evidence, kpi.state = finding.message, finding.evidence, KpiState.FLAGGED
        elif finding is not None:
            _raise(session, actor, kpi, finding)
            raised += 1
        elif flag is not None:
            _clear(session, actor, kpi, standing[kpi.id], UNUSED)
            cleared += 1
    await session.flush()
    return Flagging(raised, cleared)


async def clear_flag(session: TenantSession, actor: Actor, kpi: Kpi, rule: str) -> None:
    """Take back what the rule says about a locked KPI; nothing happens where it says nothing."""
    statement = select(KpiFlag).where(
        KpiFlag.tenant_id == session.tenant_id, KpiFlag.kpi_id == kpi.id, KpiFlag.cleared_at.is_(None)
    )
    standing = {flag.rule: flag for flag in await session.scalars(statement)}
    if rule in standing:
        _clear(session, actor, kpi, standing, rule)


async def standing_flags(session: ReadSession, scorecard_id: UUID | None = None) -> Sequence[KpiFlag]:
    """The flags that stand, on the KPIs of one scorecard or of all, in the order in which they were raised."""
    statement = select(KpiFlag).where(KpiFlag.tenant_id == session.tenant_id, KpiFlag.cleared_at.is_(None))
    if scorecard_id is not None:
        of_kpi = and_(Kpi.tenant_id == KpiFlag.tenant_id, Kpi.id == KpiFlag.kpi_id)
        statement = statement.join(Kpi, of_kpi).where(Kpi.scorecard_id == scorecard_id)
    return (await session.scalars(statement.order_by(KpiFlag.id))).all()


def _raise(session: TenantSession, actor: Actor, kpi: Kpi, finding: Finding) -> None:
    before = {"state": kpi.state}
    kpi.state = KpiState.FLAGGED
    session.add(
        KpiFlag(
            kpi_id=kpi.id,
            rule=finding.rule,
            message=finding.message,
            evidence=finding.evidence,
            raised_at=actor.now,
        )
    )
    after = {"state": kpi.state, "rule": finding.rule, "message": finding.message}
    record(session, actor, "kpi.flagged", "kpi", kpi.id, before=before, after=after)
    emit(session, actor, EventKind.KPI_FLAGGED, kpi=kpi.id, scorecard=kpi.scorecard_id)


def _clear(session: TenantSession, actor: Actor, kpi: Kpi, standing: dict[str, KpiFlag], rule: str) -> None:
    before = {"state": kpi.state, "rule": rule}
    standing[rule].cleared_at = actor.now
    if kpi.state is KpiState.FLAGGED and standing.keys() == {rule}:
        kpi.state = KpiState.ACTIVE
    record(session, actor, "kpi.flag_cleared", "kpi", kpi.id, before=before, after={"state": kpi.state})
    emit(session, actor, EventKind.KPI_FLAG_CLEARED, kpi=kpi.id, scorecard=kpi.scorecard_id)


def _by_kpi(flags: Iterable[KpiFlag]) -> defaultdict[UUID, dict[str, KpiFlag]]:
    found: defaultdict[UUID, dict[str, KpiFlag]] = defaultdict(dict)
    for flag in flags:
        found[flag.kpi_id][flag.rule] = flag
    return found


async def _locked(session: TenantSession, kpi_ids: Collection[UUID]) -> Sequence[Kpi]:
    """Two evaluations at once take turns, in the order of the KPIs' ids."""
    statement = (
        select(Kpi)
        .where(Kpi.tenant_id == session.tenant_id, Kpi.id == any_(literal(list(kpi_ids), ARRAY(Uuid()))))
        .order_by(Kpi.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()
