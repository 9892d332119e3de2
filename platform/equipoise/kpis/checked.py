"""Which of the values that came in can be recorded, and why the others cannot."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from equipoise.domain.calendar import Frequency
from equipoise.domain.errors import Forbidden, NotFound, Refusal
from equipoise.domain.kpi import ImpossibleState, KpiState
from equipoise.domain.planning_cycle import OutsideCycle
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.kpis.entries import Entry, ValueItem, period_of, read_entry
from equipoise.scores.structure import KpiFacts, Structure

HISTORY = timedelta(days=3660)
"""How far before today a value may lie; further back it is a slip of the year, not history."""


class DuplicateValue(Refusal):
    """Two items of one request for the same period of the same KPI."""

    code = "DUPLICATE_VALUE"


class PeriodClosed(Refusal):
    """The period is locked; reopening it is an act of its own."""

    code = "PERIOD_CLOSED"


def checked(
    actor: Actor, items: Sequence[ValueItem], structures: Mapping[UUID, Structure]
) -> tuple[list[Entry], list[Refusal]]:
    """What can be recorded, and the refusals of the rest, which name their items as `values.3.value`."""
    check = _Check(actor, structures)
    entries, refusals = [], []
    for place, item in enumerate(items):
        try:
            entries.append(check.entry(item, place))
        except Refusal as refusal:
            refusals.append(refusal.at(f"values.{place}"))
    return entries, refusals


class _Check:
    """What has been found right about a KPI or a period is not looked at again."""

    def __init__(self, actor: Actor, structures: Mapping[UUID, Structure]) -> None:
        self._actor = actor
        self._structures = structures.values()
        self._open: dict[UUID | str, tuple[Structure, KpiFacts]] = {}
        """KPIs of which this actor may record values, by how items name them."""
        self._fitting: set[tuple[UUID, Frequency, date]] = set()
        """Periods, of a scorecard's KPIs of one frequency, in which values can be recorded."""
        self._first_at: dict[tuple[UUID, date], int] = {}

    def entry(self, item: ValueItem, place: int) -> Entry:
        found = self._open.get(item.kpi)
        if found is None:
            found = self._open[item.kpi] = self._kpi(item.kpi)
        structure, facts = found
        kpi_id, start = facts.rules.id, item.period_start
        period = structure.snapshot.id, facts.rules.frequency, start
        if period not in self._fitting:
            self._check_period(start, structure, facts)
            self._fitting.add(period)
        entry = read_entry(item, structure, facts)
        earlier = self._first_at.setdefault((kpi_id, start), place)
        if earlier != place:
            raise DuplicateValue(
                f"values.{earlier} is for the same KPI and period; send one of them.", field="periodStart"
            )
        return entry

    def _kpi(self, named: UUID | str) -> tuple[Structure, KpiFacts]:
        for structure in self._structures:
            facts = structure.kpi(named)
            if facts is not None:
                _check_may_record(self._actor, facts)
                return structure, facts
        raise NotFound("There is no KPI with this id or key.", field="kpi")

    def _check_period(self, start: date, structure: Structure, kpi: KpiFacts) -> None:
        period = period_of(start, structure, kpi)
        if start > structure.cycle_end:
            raise OutsideCycle(
                f"{start} lies after the scorecard's cycle, which ends on {structure.cycle_end}.", field="periodStart"
            )
        if start < self._actor.today - HISTORY:
            raise OutsideCycle(f"{start} is more than ten years ago; check the year.", field="periodStart")
        if structure.closed_through is not None and period.end <= structure.closed_through:
            raise PeriodClosed(
                f"Periods through {structure.closed_through} are closed; reopen them to correct a value.",
                field="periodStart",
            )


def _check_may_record(actor: Actor, kpi: KpiFacts) -> None:
    if not actor.may(Permission.RECORD_VALUES):
        actor.require(Permission.RECORD_OWN_VALUES)
        if actor.person_id not in (kpi.owner_id, kpi.contributor_id):
            raise Forbidden("You may record values only of KPIs that you own or enter.", field="kpi")
    if kpi.state is KpiState.RETIRED:
        raise ImpossibleState("This KPI is retired; restore it before recording values.", field="kpi")
