"""Cells that somebody spoilt, as it happens: they show what a run reports and what it keeps."""

from dataclasses import dataclass
from datetime import date

from equipoise.demo.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Spoilt:
    """The cell of a KPI in a month. `content` beginning with `#` is the error of a formula."""

    kpi: str
    months_ago: int
    content: str
    mended_as_of_edition: int | None = None

    def day(self, timeline: Timeline) -> date:
        return timeline.month(self.months_ago)

    def stands_in(self, edition: int) -> bool:
        return self.mended_as_of_edition is None or edition < self.mended_as_of_edition


SPOILT = (
    Spoilt("test_ride_conversion", 14, "#DIV/0!"),
    Spoilt("plan_adherence", 7, "see mail"),
    Spoilt("supplier_on_time", 3, "tbc", mended_as_of_edition=2),
    Spoilt("purchase_price_index", 4, "#N/A", mended_as_of_edition=2),
    Spoilt("cargo_absence", 9, "4.8 ?"),
)
"""All in the monthly report of Cargo Bikes."""
