"""Why a scoring method cannot be used as it was given."""

from decimal import Decimal

from equipoise.domain.decimals import as_text, quoted
from equipoise.domain.errors import Refusal


class EqualEndPoints(Refusal):
    """Two ends of a scale that are the same number leave nothing to measure along."""

    code = "EQUAL_END_POINTS"

    def __init__(self, field: str, other: str, number: Decimal) -> None:
        super().__init__(
            f"'{field}' and '{other}' are both {as_text(number)}; the scale between them needs two different ends.",
            field=field,
        )


class LimitsOutOfOrder(Refusal):
    """A limit on the wrong side of its neighbour."""

    code = "LIMITS_OUT_OF_ORDER"

    def __init__(self, field: str, number: Decimal, other: str, bound: Decimal) -> None:
        super().__init__(
            f"'{field}' ({as_text(number)}) has to be less than '{other}' ({as_text(bound)}).", field=field
        )


class DirectionNotPossible(Refusal):
    """A direction that the scoring method has no meaning for."""

    code = "DIRECTION_NOT_POSSIBLE"


class EmptyChoices(Refusal):
    """A choice without labels."""

    code = "EMPTY_CHOICES"


class DuplicateChoice(Refusal):
    """Two labels that differ only in case or surrounding blanks."""

    code = "DUPLICATE_CHOICE"

    def __init__(self, label: str, field: str) -> None:
        super().__init__(f"The label {quoted(label)} is there more than once.", field=field)


class ScoreOutOfRange(Refusal):
    """A label's score outside 0..100."""

    code = "SCORE_OUT_OF_RANGE"


class UnknownChoice(Refusal):
    """A label that the KPI does not offer."""

    code = "UNKNOWN_CHOICE"
