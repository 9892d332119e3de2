"""Choice: a qualitative KPI whose every label carries its score."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from equipoise.domain.decimals import HUNDRED, ZERO, clamp, quoted
from equipoise.domain.fields import TooMany, checked_text
from equipoise.domain.scoring.errors import DuplicateChoice, EmptyChoices, ScoreOutOfRange, UnknownChoice
from equipoise.domain.scoring.scale import require_numbers

MOST_CHOICES: Final = 50
LONGEST_LABEL: Final = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Labels with their scores, in the order in which they are offered.

    The number kept for such a KPI is the score of the label, so that it can be aggregated like any other.
    """

    labels: tuple[tuple[str, Decimal], ...]

    def __post_init__(self) -> None:
        if not self.labels:
            raise EmptyChoices("A choice needs at least one label.", field="labels")
        if len(self.labels) > MOST_CHOICES:
            raise TooMany(f"{len(self.labels)} labels; at most {MOST_CHOICES} can be kept.", field="labels")
        seen: set[str] = set()
        for index, (label, score) in enumerate(self.labels):
            where = f"labels.{index}"
            checked_text(label, f"{where}.label", LONGEST_LABEL)
            if _folded(label) in seen:
                raise DuplicateChoice(label, f"{where}.label")
            seen.add(_folded(label))
            require_numbers(**{f"{where}.score": score})
            if not ZERO <= score <= HUNDRED:
                raise ScoreOutOfRange(f"The score of {quoted(label)} has to lie in 0..100.", field=f"{where}.score")

    def score_of(self, label: str, field: str = "value") -> Decimal:
        """The score of a label, whatever its case and surrounding blanks. Raises: UnknownChoice."""
        wanted = _folded(label) if len(label) <= 2 * LONGEST_LABEL else None
        for offered, score in self.labels:
            if _folded(offered) == wanted:
                return score
        known = ", ".join(quoted(offered) for offered, _ in self.labels[:10])
        more = ", ..." if len(self.labels) > 10 else ""
        raise UnknownChoice(f"{quoted(label)} is none of the labels: {known}{more}.", field=field)

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal:
        return value

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal:
        return clamp(value)


def _folded(label: str) -> str:
    return label.strip().casefold()
