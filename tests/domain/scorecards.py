"""Small scorecards for tests, and their scores by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from equipoise.domain.aggregation import Reading
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.rollup import Coverage
from equipoise.domain.scorecard import (
    Contribution,
    Figures,
    KnownScore,
    KpiSnapshot,
    ObjectiveSnapshot,
    PerspectiveSnapshot,
    ScorecardSnapshot,
    ScoreRow,
    score_scorecard,
)
from equipoise.domain.scoring import Performance

PERCENT = Performance(Decimal(0), Decimal(100))


def day(text: str) -> date:
    """`2026-03` is the first of the month."""
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


@dataclass
class Card:
    """A scorecard that is put together part by part, and then scored."""

    frequency: Frequency = Frequency.MONTHLY
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar)
    perspectives: list[PerspectiveSnapshot] = field(default_factory=list)
    objectives: list[ObjectiveSnapshot] = field(default_factory=list)
    kpis: list[KpiSnapshot] = field(default_factory=list)
    links: list[Contribution] = field(default_factory=list)
    readings: dict[UUID, dict[date, Reading]] = field(default_factory=dict)
    targets: dict[UUID, dict[date, Decimal]] = field(default_factory=dict)
    contributed: dict[UUID, dict[date, KnownScore]] = field(default_factory=dict)

    def perspective(self, **rules: Any) -> UUID:
        self.perspectives.append(PerspectiveSnapshot(uuid4(), **rules))
        return self.perspectives[-1].id

    def objective(self, perspective: UUID | None = None, **rules: Any) -> UUID:
        self.objectives.append(ObjectiveSnapshot(uuid4(), perspective or self.perspective(), **rules))
        return self.objectives[-1].id

    def kpi(
        self,
        values: Mapping[str, Any],
        targets: Mapping[str, Any] | None = None,
        *,
        objective: UUID | None = None,
        **rules: Any,
    ) -> UUID:
        """A KPI, monthly and in percent unless said otherwise; a value may be a tuple with its ratio's parts."""
        defaults: dict[str, Any] = {"frequency": Frequency.MONTHLY, "scoring": PERCENT}
        self.kpis.append(KpiSnapshot(uuid4(), objective or self.objective(), **defaults | rules))
        kpi = self.kpis[-1].id
        parts = {day(text): value if isinstance(value, tuple) else (value,) for text, value in values.items()}
        self.readings[kpi] = {start: Reading(start, *map(Decimal, figures)) for start, figures in parts.items()}
        self.targets[kpi] = {day(text): Decimal(target) for text, target in (targets or {}).items()}
        return kpi

    def contribution(self, to: UUID, scores: Mapping[str, tuple[int | None, Coverage]], **rules: Any) -> None:
        self.links.append(Contribution(uuid4(), to, **rules))
        self.contributed[self.links[-1].child_objective_id] = {
            day(text): KnownScore(None if score is None else Decimal(score), coverage)
            for text, (score, coverage) in scores.items()
        }

    def snapshot(self) -> ScorecardSnapshot:
        parts = tuple(self.perspectives), tuple(self.objectives), tuple(self.kpis), tuple(self.links)
        return ScorecardSnapshot(UUID(int=0), *parts)

    def rows(self, first: str, last: str | None = None) -> list[ScoreRow]:
        """The scores of the periods from the one that holds `first` to the one that holds `last`."""
        periods = self.calendar.between(day(first), day(last or first), self.frequency)
        figures = Figures(self.readings, self.targets, self.contributed)
        return score_scorecard(self.snapshot(), figures, periods, self.calendar)

    def row(self, subject: UUID, period: str) -> ScoreRow:
        (row,) = [row for row in self.rows(period) if row.subject_id == subject]
        return row

    def total(self, period: str) -> ScoreRow:
        return self.row(UUID(int=0), period)
