"""A KPI as a line of a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from equipoise.demo.figures import spoilt_cells
from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.series import Curve, Measured
from equipoise.demo.story import Kpi
from equipoise.demo.values import DemoValue
from equipoise.demo.workbooks.book import Sheet
from equipoise.domain.calendar import Frequency
from equipoise.domain.scoring import Choice

GRAINS = {
    Frequency.WEEKLY: "week",
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.YEARLY: "year",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What the workbook has in the cells of a KPI; `spoilt` cells hold something that is no value."""

    kpi: Kpi
    section: str
    values: Mapping[date, DemoValue]
    spoilt: Mapping[date, str]

    @property
    def places(self) -> int:
        return self.kpi.series.places if isinstance(self.kpi.series, Curve) else 0

    def config(self) -> dict[str, Any]:
        """The measure, in a layout that knows its lines by their label."""
        return {"key": self.kpi.key, "name": self.kpi.name, "unit": self.kpi.unit, "label": self.kpi.name}

    def write(self, sheet: Sheet, row: int, column: int, start: date) -> None:
        """The cell of a period; nothing where there is no value."""
        value, spoilt = self.values.get(start), self.spoilt.get(start)
        if spoilt is not None and spoilt.startswith("#"):
            sheet.error(row, column, spoilt)
        elif spoilt is not None:
            sheet.text(row, column, spoilt)
        elif value is not None and value.label is not None:
            sheet.text(row, column, value.label)
        elif value is not None:
            sheet.number(row, column, value.value, self.places)


def lines_of(demo: DemoOrganisation, workbook: str, edition: int) -> list[Line]:
    """The figures that the workbook itself has, in the order of the scorecards."""
    values = demo.first_values if edition == 1 else demo.values
    return [
        Line(
            kpi,
            next(each.name for each in scorecard.perspectives for mine in each.objectives if kpi in mine.kpis),
            {value.period_start: value for value in values[kpi.key]},
            {spoilt.day(demo.timeline): spoilt.content for spoilt in spoilt_cells(kpi) if spoilt.stands_in(edition)},
        )
        for scorecard, kpi in demo.of_workbook(workbook)
        if not isinstance(kpi.series, Measured)
    ]


def words_of(lines: Sequence[Line]) -> dict[str, str]:
    """The words of judgements and the scores that they stand for, as the connector's configuration has them."""
    words: dict[str, str] = {}
    for line in lines:
        if isinstance(line.kpi.scoring, Choice):
            for label, score in line.kpi.scoring.labels:
                words[label] = _same(words.get(label), score, label)
    return words


def by_frequency(lines: Sequence[Line]) -> dict[Frequency, list[Line]]:
    """Coarse frequencies last; those without a line are left out."""
    groups = {frequency: [line for line in lines if line.kpi.frequency is frequency] for frequency in Frequency}
    return {frequency: group for frequency, group in groups.items() if group}


def _same(known: str | None, score: Decimal, label: str) -> str:
    if known is not None and known != str(score):
        raise ValueError(f"“{label}” stands for two scores in one workbook: {known} and {score}")
    return str(score)
