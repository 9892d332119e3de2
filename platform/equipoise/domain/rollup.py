"""Rolling scores up: KPI to objective to perspective to scorecard to parent.

Weights are relative and always normalised over the children that have a score (reference vectors 4 and 13).
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from equipoise.domain.decimals import ONE, ZERO, as_stored, as_text, clamp, over, parse_decimal, times, total
from equipoise.domain.errors import Refusal
from equipoise.domain.status import Status, status_of_score

LARGEST_WEIGHT: Final = Decimal(1_000_000)


class NegativeWeight(Refusal):
    """A weight below zero."""

    code = "NEGATIVE_WEIGHT"


class WeightTooLarge(Refusal):
    """A weight above one million."""

    code = "WEIGHT_TOO_LARGE"


class RollUp(StrEnum):
    WEIGHTED_AVERAGE = "WEIGHTED_AVERAGE"
    AVERAGE = "AVERAGE"
    MINIMUM = "MINIMUM"
    MAXIMUM = "MAXIMUM"
    SUM = "SUM"


class Coverage(NamedTuple):
    """What a score stands on: "78 from 6 of 9 KPIs".

    The counts are of KPIs, at whatever depth. `scored_weight` is the share (0..1) of the whole weight.
    """

    scored_weight: Decimal
    scored_count: int
    total_count: int


class Child(NamedTuple):
    """What takes part in a roll-up."""

    score: Decimal | None
    weight: Decimal
    coverage: Coverage


class Rolled(NamedTuple):
    """A rolled-up score, as stored, with its status and what it stands on."""

    score: Decimal | None
    status: Status
    coverage: Coverage


NOTHING: Final = Coverage(ZERO, 0, 0)
SCORED_KPI: Final = Coverage(ONE, 1, 1)
KPI_WITHOUT_SCORE: Final = Coverage(ZERO, 0, 1)


def parse_weight(raw: object, field: str = "weight") -> Decimal:
    """A relative weight, 0 to 1,000,000. Raises: NegativeWeight, WeightTooLarge and as parse_decimal."""
    weight = parse_decimal(raw, field)
    if weight < ZERO:
        raise NegativeWeight(f"A weight cannot be negative; {as_text(weight)} is.", field=field)
    if weight > LARGEST_WEIGHT:
        raise WeightTooLarge(f"A weight is at most {LARGEST_WEIGHT:,}; {as_text(weight)} is more.", field=field)
    return weight


def roll_up(children: Sequence[Child], method: RollUp) -> Rolled:
    """The score of a parent from its children, with the coverage it stands on.

    Where every weight that counts is zero, the children count alike. A sum is held within 0..100.
    """
    coverage = _coverage(children)
    scored = [(child.score, child.weight) for child in children if child.score is not None]
    if not scored:
        return Rolled(None, Status.NO_DATA, coverage)
    scores, weights = zip(*scored, strict=True)
    score = as_stored(_ROLLED[method](scores, weights))
    return Rolled(score, status_of_score(score), coverage)


def _coverage(children: Sequence[Child]) -> Coverage:
    if not children:
        return NOTHING
    _, weights, below = zip(*children, strict=True)
    shares, scored_counts, total_counts = zip(*below, strict=True)
    scored_weight = ONE if shares.count(ONE) == len(shares) else as_stored(_weighted_average(shares, weights))
    return Coverage(scored_weight, sum(scored_counts), sum(total_counts))


def _weighted_average(numbers: Sequence[Decimal], weights: Sequence[Decimal]) -> Decimal:
    whole = total(weights)
    return over(total(map(times, weights, numbers)), whole) if whole else _average(numbers, weights)


def _average(numbers: Sequence[Decimal], _: Sequence[Decimal]) -> Decimal:
    return over(total(numbers), Decimal(len(numbers)))


_ROLLED: Final[dict[RollUp, Callable[[Sequence[Decimal], Sequence[Decimal]], Decimal]]] = {
    RollUp.WEIGHTED_AVERAGE: _weighted_average,
    RollUp.AVERAGE: _average,
    RollUp.MINIMUM: lambda scores, _: min(scores),
    RollUp.MAXIMUM: lambda scores, _: max(scores),
    RollUp.SUM: lambda scores, _: clamp(total(scores)),
}
