"""Record values: one or thousands, all or none of them, or each on its own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from uuid import UUID

from equipoise.db.session import TenantSession
from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Refusal
from equipoise.domain.scorecard import Scored, score_reading
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.kpis.checked import checked
from equipoise.kpis.entries import Entry, TooManyValues, ValueItem
from equipoise.kpis.value_rows import write_values
from equipoise.scores.cascade import Cascade
from equipoise.scores.find import Found, Wanted, find, load_structures
from equipoise.scores.lock import lock_all_above, lock_scorecards_of
from equipoise.scores.reach import NO_DAYS, Stretch, reach
from equipoise.scores.recompute import recompute_locked, without_gap
from equipoise.scores.remembered import remembered
from equipoise.scores.structure import Structure
from equipoise.scores.task import Due, Task, carried, task_of

MOST_VALUES = 10_000
"""Values of one call."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the items; `refusals` name them as `values.3.value`."""

    recorded: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Examined:
    """The items, held against what is there."""

    entries: list[Entry]
    refusals: list[Refusal]
    tasks: list[Task]
    """One for each scorecard that has an entry."""
    found: Found


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
    ids = {item.kpi for item in items if isinstance(item.kpi, UUID)}
    keys = {item.kpi for item in items if isinstance(item.kpi, str) and "\0" not in item.kpi}
    held = await lock_scorecards_of(session, ids, keys)

    examined = await _examine(session, actor, items, held.named)
    if examined.refusals and (all_or_nothing or not examined.entries):
        return Recorded(refusals=examined.refusals)

    changed = [entry for entry in examined.entries if _differs(entry, examined.found)]
    if changed:
        cascade = await lock_all_above(session, held.named, held.all, examined.found.cascade)
        await _keep(session, actor, changed, examined, cascade, source=source, run_id=run_id)
        _tell(session, actor, changed)
    return Recorded(len(changed), len(examined.entries) - len(changed), examined.refusals)


async def _examine(
    session: TenantSession, actor: Actor, items: Sequence[ValueItem], scorecard_ids: Collection[UUID]
) -> _Examined:
    """Go by the structures as they were last read, and begin again where one has changed since."""
    structures = await _last_read(session, scorecard_ids)
    while True:
        entries, refusals = checked(actor, items, structures)
        tasks = [task_of(structures[card_id], due) for card_id, due in _due(entries).items()]
        found = await find(session, _wanted(scorecard_ids, entries, tasks))
        if found.structures == structures:
            return _Examined(entries, refusals, tasks, found)
        structures = found.structures


async def _last_read(session: TenantSession, scorecard_ids: Collection[UUID]) -> dict[UUID, Structure]:
    known = {card_id: remembered.last(card_id) for card_id in scorecard_ids}
    unknown = await load_structures(session, [card_id for card_id, last in known.items() if last is None])
    return unknown | {card_id: last for card_id, last in known.items() if last is not None}


def _due(entries: Sequence[Entry]) -> dict[UUID, Due]:
    """Which periods of which scorecards the values count in."""
    starts: defaultdict[tuple[UUID, Frequency, int], set[date]] = defaultdict(set)
    kpis: defaultdict[UUID, set[UUID]] = defaultdict(set)
    structures = {}
    for entry in entries:
        card_id, rules = entry.structure.snapshot.id, entry.kpi.rules
        structures[card_id] = entry.structure
        starts[card_id, rules.frequency, carried(rules)].add(entry.reading.period_start)
        kpis[card_id].add(rules.id)
    due: dict[UUID, Due] = {}
    for (card_id, own, carried_periods), days in starts.items():
        calendar, frequency = structures[card_id].calendar, structures[card_id].frequency
        for start in (min(days), max(days)):
            stretch = reach(calendar, frequency, start, own, carried_periods)
            due[card_id] = Due(stretch, frozenset(kpis[card_id])).with_(due.get(card_id))
    return due


def _wanted(scorecard_ids: Collection[UUID], entries: Sequence[Entry], tasks: Sequence[Task]) -> Wanted:
    """The scorecards as they are, the values that are there, and what goes into the scores that can be foreseen."""
    starts = [entry.reading.period_start for entry in entries]
    kpis = {entry.kpi.rules.id for entry in entries}
    stretch = Stretch(min(starts), max(starts)) if starts else NO_DAYS
    wanted = Wanted(scorecards=scorecard_ids, kpis=kpis, stretch=stretch, remarks=True)
    return reduce(Wanted.and_, (task.wanted for task in tasks if not task.structure.counts_missing_as_zero), wanted)


def _differs(entry: Entry, found: Found) -> bool:
    """A note counts as part of the value only where one is given."""
    kpi_id, start = entry.kpi.rules.id, entry.reading.period_start
    if found.readings.get(kpi_id, {}).get(start) != entry.reading:
        return True
    label, note = found.remarks.get((kpi_id, start), (None, None))
    return entry.label != label or entry.note not in (None, note)


async def _keep(
    session: TenantSession,
    actor: Actor,
    changed: Sequence[Entry],
    examined: _Examined,
    cascade: Cascade,
    *,
    source: str,
    run_id: UUID | None,
) -> None:
    """Write the values together with the scores that can be foreseen, and then those that take more to be read."""
    found = examined.found
    for entry in changed:
        found.readings.setdefault(entry.kpi.rules.id, {})[entry.reading.period_start] = entry.reading
    foreseen = {
        task.scorecard_id: task.scores(found)
        for task in examined.tasks
        if task.is_within(found)
        and not task.structure.counts_missing_as_zero
        and not _is_above_others(task, examined.tasks, cascade)
    }
    stored = await write_values(
        session, actor, changed, [_earned(entry, found) for entry in changed], foreseen, source=source, run_id=run_id
    )
    later = {
        task.scorecard_id: Due(without_gap(task.structure, task.stretch, found.spans.get(task.scorecard_id)), None)
        for task in examined.tasks
        if task.scorecard_id not in foreseen
    }
    await recompute_locked(session, actor.now, later, cascade, found.structures, stored=stored)


def _is_above_others(task: Task, tasks: Sequence[Task], cascade: Cascade) -> bool:
    """Whether scores of the other tasks flow into this one's."""
    others = [other.scorecard_id for other in tasks if other is not task]
    return task.scorecard_id in cascade.with_all_above(others)


def _earned(entry: Entry, found: Found) -> tuple[Decimal | None, Scored]:
    """The target of the value's own period, and the score it earns in it."""
    target = found.targets.get(entry.kpi.rules.id, {}).get(entry.reading.period_start)
    return target, score_reading(entry.kpi.rules, entry.reading, target)


def _tell(session: TenantSession, actor: Actor, changed: Sequence[Entry]) -> None:
    """One event for all of a request."""
    starts = [entry.reading.period_start for entry in changed]
    emit(
        session,
        actor,
        EventKind.VALUES_RECORDED,
        kpis={entry.kpi.rules.id for entry in changed},
        scorecards={entry.structure.snapshot.id for entry in changed},
        first=min(starts),
        last=max(starts),
        values=len(changed),
    )
