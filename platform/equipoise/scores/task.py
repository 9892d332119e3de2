"""Which scores of one scorecard are to be worked out, and what it takes."""

from dataclasses import dataclass
from uuid import UUID

from equipoise.domain.calendar import Period
from equipoise.domain.missing import MissingData
from equipoise.domain.scorecard import KpiSnapshot, Part, ScoreRow, part_of, score_part, whole
from equipoise.scores.find import Found, Wanted
from equipoise.scores.reach import Stretch, look_back, periods_of
from equipoise.scores.structure import Structure


@dataclass(frozen=True, slots=True)
class Due:
    """The scores of a scorecard that something has changed for, in a stretch of its periods."""

    stretch: Stretch
    changed: frozenset[UUID] | None
    """KPIs with other values and objectives below with other scores; None: everything."""

    def with_(self, other: "Due | None") -> "Due":
        """What both take."""
        if other is None:
            return self
        everything = self.changed is None or other.changed is None
        changed = None if everything else frozenset().union(self.changed or (), other.changed or ())
        return Due(self.stretch.with_(other.stretch), changed)


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a scorecard, scored in a stretch of its periods."""

    structure: Structure
    part: Part
    stretch: Stretch

    @property
    def scorecard_id(self) -> UUID:
        return self.part.scorecard.id

    @property
    def wanted(self) -> Wanted:
        """What has to be found for it: the figures of what is scored, and the scores of what stands beside."""
        scorecard, standing = self.part.scorecard, self.part.standing
        kpis = [kpi for kpi in scorecard.kpis if kpi.id not in standing]
        sources = {(kpi.frequency, carried(kpi)) for kpi in kpis}
        sources |= {(link.frequency, 0) for link in scorecard.contributions}
        first, last = self.stretch.first, self.stretch.last
        calendar = self.structure.calendar
        return Wanted(
            spans=[scorecard.id],
            kpis=[kpi.id for kpi in kpis],
            subjects=[*standing, *(link.child_objective_id for link in scorecard.contributions)],
            stretch=Stretch(min([first, *(look_back(calendar, first, *source) for source in sources)]), last),
        )

    def is_within(self, found: Found) -> bool:
        """Whether its periods have scores already, so that those beside it stand and none are missing in between."""
        span = found.spans.get(self.scorecard_id)
        if span is None or self.stretch.first < span.first or self._periods[-1].start > span.last:
            return False
        starts = {period.start for period in self._periods}
        return all(starts <= found.known.get(subject, {}).keys() for subject in self.part.standing)

    def scores(self, found: Found) -> list[ScoreRow]:
        return score_part(self.part, found.figures, self._periods, self.structure.calendar)

    @property
    def _periods(self) -> list[Period]:
        return periods_of(self.structure.calendar, self.structure.frequency, self.stretch)


def task_of(structure: Structure, due: Due) -> Task:
    part = whole(structure.snapshot) if due.changed is None else part_of(structure.snapshot, due.changed)
    return Task(structure, part, due.stretch)


def carried(kpi: KpiSnapshot) -> int:
    """Over how many of its own periods a value may be carried."""
    return kpi.carried_periods if kpi.missing_data is MissingData.CARRIED_FORWARD else 0
