"""Record values: one or thousands, all or none of them, or each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.audit.record import record
from equipoise.db.session import TenantSession
from equipoise.domain.aggregation import Reading
from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Forbidden, NotFound, Refusal
from equipoise.domain.kpi import ImpossibleState, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.planning_cycle import OutsideCycle
from equipoise.domain.roles import Permission
from equipoise.domain.scorecard import Scored, score_reading
from equipoise.identity.actor import Actor
from equipoise.kpis.entries import Entry, TooManyValues, read_entry
from equipoise.kpis.value_rows import write_values
from equipoise.scores.lock import lock_scorecards
from equipoise.scores.reach import Stretch, reach
from equipoise.scores.recompute import recompute_locked
from equipoise.scores.structure import KpiFacts, Structure, load_structures

MOST_VALUES = 10_000
"""Values of one call."""

HISTORY = timedelta(days=3660)
"""How far before today a value may lie; further back it is a slip of the year, not history."""


class DuplicateValue(Refusal):
    """Two items of one request for the same period of the same KPI."""

    code = "DUPLICATE_VALUE"


class PeriodClosed(Refusal):
    """The period is locked; reopening it is an act of its own."""

    code = "PERIOD_CLOSED"


@dataclass(frozen=True, slots=True)
class ValueItem:
    """One value as it came in. `kpi` is the KPI's id, or its key."""

    kpi: UUID | str
    period_start: date
    value: object = None
    numerator: object = None
    denominator: object = None
    label: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the items; `refusals` name them as `values.3.value`."""

    recorded: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)


async def record_values(
    session: TenantSession,
    actor: Actor,
    items: Sequence[ValueItem],
    *,
    all_or_nothing: bool = True,
    source: str = "api",
    run_id: UUID | None = None,
) -> Recorded:
    """Keep the values, as first or as further revisions, and store the scores that follow from them.

    A value that is the same already changes nothing and is counted as unchanged. With `all_or_nothing`, one
    refused item keeps every other from being recorded; without, the good ones are kept.
    Raises: TooManyValues.
    """
    if len(items) > MOST_VALUES:
        raise TooManyValues(f"At most {MOST_VALUES:,} values at once; these are {len(items):,}.", field="values")
    scorecards = await _scorecards_of(session, items)
    cascade = await lock_scorecards(session, scorecards)
    structures = await load_structures(session, scorecards)

    entries, refusals = _checked(actor, items, structures)
    if refusals and (all_or_nothing or not entries):
        return Recorded(refusals=refusals)

    targets = await _targets(session, entries)
    scored = [_scored(entry, targets.get((entry.kpi.rules.id, entry.period_start))) for entry in entries]
    changed = await write_values(session, actor, entries, scored, source=source, run_id=run_id)
    if changed:
        stretches = _stretches(changed)
        await recompute_locked(session, actor.now, stretches, cascade, structures)
        _note(session, actor, changed, source)
    return Recorded(len(changed), len(entries) - len(changed), refusals)


_SCORECARDS = text("""
    SELECT DISTINCT scorecard_id FROM kpi WHERE tenant_id = :tenant_id AND (id = ANY(:ids) OR key = ANY(:keys))
""")


async def _scorecards_of(session: TenantSession, items: Sequence[ValueItem]) -> list[UUID]:
    ids = {item.kpi for item in items if isinstance(item.kpi, UUID)}
    keys = {item.kpi for item in items if isinstance(item.kpi, str) and "\0" not in item.kpi}
    bound = {"tenant_id": session.tenant_id, "ids": list(ids), "keys": list(keys)}
    return list((await session.scalars(_SCORECARDS, bound)).all())


def _checked(
    actor: Actor, items: Sequence[ValueItem], structures: dict[UUID, Structure]
) -> tuple[list[Entry], list[Refusal]]:
    """What can be recorded, and why the rest cannot."""
    known: dict[UUID | str, tuple[Structure, KpiFacts]] = {}
    for structure in structures.values():
        for kpi_id, facts in structure.kpis.items():
            known[kpi_id] = known[facts.key] = structure, facts
    first_at: dict[tuple[UUID, date], int] = {}
    entries, refusals = [], []
    for place, item in enumerate(items):
        try:
            if item.kpi not in known:
                raise NotFound("There is no KPI with this id or key.", field="kpi")
            structure, facts = known[item.kpi]
            _check_may_record(actor, facts)
            entry = read_entry(item, structure, facts)
            _check_period(actor, structure, entry)
            earlier = first_at.setdefault((facts.rules.id, entry.period_start), place)
            if earlier != place:
                raise DuplicateValue(
                    f"values.{earlier} is for the same KPI and period; send one of them.", field="periodStart"
                )
        except Refusal as refusal:
            refusals.append(refusal.at(f"values.{place}"))
        else:
            entries.append(entry)
    return entries, refusals


def _check_may_record(actor: Actor, kpi: KpiFacts) -> None:
    if not actor.may(Permission.RECORD_VALUES):
        actor.require(Permission.RECORD_OWN_VALUES)
        if actor.person_id not in (kpi.owner_id, kpi.contributor_id):
            raise Forbidden("You may record values only of KPIs that you own or enter.", field="kpi")
    if kpi.state is KpiState.RETIRED:
        raise ImpossibleState("This KPI is retired; restore it before recording values.", field="kpi")


def _check_period(actor: Actor, structure: Structure, entry: Entry) -> None:
    start = entry.period_start
    if start > structure.cycle_end:
        raise OutsideCycle(
            f"{start} lies after the scorecard's cycle, which ends on {structure.cycle_end}.", field="periodStart"
        )
    if start < actor.today - HISTORY:
        raise OutsideCycle(f"{start} is more than ten years ago; check the year.", field="periodStart")
    if structure.closed_through is not None and entry.period_end <= structure.closed_through:
        raise PeriodClosed(
            f"Periods through {structure.closed_through} are closed; reopen them to correct a value.",
            field="periodStart",
        )


_TARGETS = text("""
    SELECT target.kpi_id, target.period_start, target.value
    FROM kpi_target AS target
    JOIN unnest(:ids ::uuid[], :starts ::date[]) AS asked (kpi_id, period_start)
      ON asked.kpi_id = target.kpi_id AND asked.period_start = target.period_start
    WHERE target.tenant_id = :tenant_id
""")


async def _targets(session: TenantSession, entries: Sequence[Entry]) -> dict[tuple[UUID, date], Decimal]:
    bound: dict[str, Any] = {
        "tenant_id": session.tenant_id,
        "ids": [entry.kpi.rules.id for entry in entries],
        "starts": [entry.period_start for entry in entries],
    }
    return {(kpi_id, start): target for kpi_id, start, target in await session.execute(_TARGETS, bound)}


def _scored(entry: Entry, target: Decimal | None) -> tuple[Decimal | None, Scored]:
    reading = Reading(entry.period_start, entry.value, entry.numerator, entry.denominator)
    return target, score_reading(entry.kpi.rules, reading, target)


def _stretches(changed: Sequence[Entry]) -> dict[UUID, Stretch]:
    """Which periods of which scorecards the changed values count in."""
    stretches: dict[UUID, Stretch] = {}
    for entry in changed:
        rules = entry.kpi.rules
        carried = rules.carried_periods if rules.missing_data is MissingData.CARRIED_FORWARD else 0
        card, frequency = entry.structure.snapshot.id, Frequency(entry.structure.frequency)
        touched = reach(entry.structure.calendar, frequency, entry.period_start, rules.frequency, carried)
        stretches[card] = touched.with_(stretches.get(card))
    return stretches


def _note(session: TenantSession, actor: Actor, changed: Sequence[Entry], source: str) -> None:
    """One entry of the audit log per request and KPI; the figures themselves are kept as revisions."""
    by_kpi: dict[UUID, list[Entry]] = {}
    for entry in changed:
        by_kpi.setdefault(entry.kpi.rules.id, []).append(entry)
    for kpi_id, entries in by_kpi.items():
        starts = sorted(entry.period_start for entry in entries)
        after = {"values": len(entries), "first": starts[0], "last": starts[-1], "source": source}
        record(session, actor, "kpi_values.recorded", "kpi", kpi_id, after=after)
