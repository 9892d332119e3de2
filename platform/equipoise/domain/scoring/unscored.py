"""Unscored: a KPI that is only watched."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unscored:
    """The value is tracked; there is no score, and the KPI takes no part in roll-ups and their coverage."""

    def attainment(self, value: Decimal, target: Decimal | None) -> None:
        return None

    def score(self, value: Decimal, target: Decimal | None = None) -> None:
        return None
