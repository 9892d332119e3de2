"""What is said when a document costs more than may be spent."""

from typing import Any

from equipoise.domain.errors import Refusal


class CostTooHigh(Refusal):
    """The document alone costs more than one may, whenever it is sent."""

    code = "COST_TOO_HIGH"

    def __init__(self, cost: int, most: int, state: dict[str, Any]) -> None:
        super().__init__(
            f"This document costs {cost:,} points; one may cost at most {most:,}. "
            "Ask for smaller pages, or for fewer lists within lists."
        )
        self._facts = {"cost": cost, "mostCost": most}
        self.extension = state

    def details(self) -> dict[str, Any]:
        return self._facts


class RateLimited(Refusal):
    """The client, or its organisation, has spent its points; they come back with time."""

    code = "RATE_LIMITED"

    def __init__(self, spender: str, cost: int, retry_after: int, state: dict[str, Any]) -> None:
        super().__init__(
            f"{spender} has no points left for a document that costs {cost:,}. Try again in {retry_after} s."
        )
        self.retry_after = retry_after
        """Seconds after which the same document fits, if nothing else is sent meanwhile; at least 1."""
        self._facts = {"cost": cost, "retryAfter": retry_after}
        self.extension = state

    def details(self) -> dict[str, Any]:
        return self._facts
