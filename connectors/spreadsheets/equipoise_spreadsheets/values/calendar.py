"""The fiscal calendar, as far as the names of its periods go."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Calendar:
    """`named_after`: fiscal year 2026 holds the year's first day, or its last one."""

    first_month: int = 1
    named_after: Literal["first_day", "last_day"] = "first_day"

    def year_start(self, year: int) -> date:
        earlier = self.named_after == "last_day" and self.first_month > 1
        return date(year - earlier, self.first_month, 1)

    def quarter_start(self, year: int, quarter: int) -> date:
        start = self.year_start(year)
        month = start.month - 1 + 3 * (quarter - 1)
        return date(start.year + month // 12, month % 12 + 1, 1)
