"""What counts as well formed; a tenant may decide otherwise."""

from dataclasses import dataclass
from decimal import Decimal

from equipoise.domain.errors import Invalid
from equipoise.domain.strategy_map.warning import WarningCode


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends are within it."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise Invalid(f"A range needs 0 <= low <= high, not {self.low} to {self.high}.")

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class MapPolicy:
    """What is well formed, in figures. `blocking` names the rules that the tenant makes a hard stop."""

    objectives_per_perspective: Range = Range(3, 5)
    objectives: Range = Range(15, 25)
    kpis: Range = Range(20, 25)
    least_share: Decimal = Decimal("0.10")
    greatest_share: Decimal = Decimal("0.40")
    customer_names: frozenset[str] = frozenset({"customer", "customers", "clients"})
    blocking: frozenset[WarningCode] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.least_share <= self.greatest_share <= 1:
            raise Invalid(
                f"Shares need 0 <= least <= greatest <= 1, not {self.least_share} to {self.greatest_share}.",
                field="leastShare",
            )

    def is_customer(self, perspective_name: str) -> bool:
        """Whether this is the perspective in which opinions have to stand beside figures."""
        return perspective_name.strip().casefold() in {name.casefold() for name in self.customer_names}
