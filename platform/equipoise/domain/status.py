"""Status: the colour of a score, by default thresholds or by rules that a KPI carries itself."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import eq, ge, gt, le, lt
from typing import Final

from equipoise.domain.decimals import EXACT, as_text, minus, over, times
from equipoise.domain.errors import Invalid
from equipoise.domain.fields import Fields, TooMany, checked_text, read_object
from equipoise.domain.scoring.scale import require_numbers

MOST_RULES: Final = 20
LONGEST_LABEL: Final = 100


class Status(StrEnum):
    """NO_DATA is a status of its own, never red and never green."""

    GREEN = "GREEN"
    AMBER = "AMBER"
    RED = "RED"
    NO_DATA = "NO_DATA"


class Operand(StrEnum):
    """The figure that a rule looks at."""

    VALUE = "VALUE"
    SCORE = "SCORE"
    ATTAINMENT = "ATTAINMENT"


class Comparison(StrEnum):
    AT_LEAST = "AT_LEAST"
    ABOVE = "ABOVE"
    EQUAL_TO = "EQUAL_TO"
    BELOW = "BELOW"
    AT_MOST = "AT_MOST"


class BoundKind(StrEnum):
    """Whether a rule's bound is a figure of its own or a factor of the period's target."""

    ABSOLUTE = "ABSOLUTE"
    FACTOR_OF_TARGET = "FACTOR_OF_TARGET"


_COMPARE: Final[dict[Comparison, Callable[[Decimal, Decimal], bool]]] = {
    Comparison.AT_LEAST: ge,
    Comparison.ABOVE: gt,
    Comparison.EQUAL_TO: eq,
    Comparison.BELOW: lt,
    Comparison.AT_MOST: le,
}

# The field writes 66.7 and 33.3 for two thirds and one third: a KPI at its goal is green, at its red flag
# amber (reference vector 3). A colour begins a billionth early, so that rounding in the twelfth place, the
# last that a score keeps, never turns one.
_COLOUR_PLACE: Final = Decimal("1E-9")
GREEN_FROM: Final = minus(over(Decimal(200), Decimal(3)), _COLOUR_PLACE)
AMBER_FROM: Final = minus(over(Decimal(100), Decimal(3)), _COLOUR_PLACE)
_round: Final = EXACT.quantize


def status_of_score(score: Decimal | None) -> Status:
    """Green from two thirds of 100, amber from one third, else red; NO_DATA without a score."""
    if score is None:
        return Status.NO_DATA
    if score >= GREEN_FROM:
        return Status.GREEN
    return Status.AMBER if score >= AMBER_FROM else Status.RED


@dataclass(frozen=True, slots=True)
class StatusRule:
    """One line of a KPI's own rules, such as "value at least 0.9 of the target: amber, Caution"."""

    status: Status
    operand: Operand
    comparison: Comparison
    bound: Decimal
    bound_kind: BoundKind = BoundKind.ABSOLUTE
    label: str | None = None

    def __post_init__(self) -> None:
        _require_colour(self.status, "status")
        require_numbers(bound=self.bound)
        if self.label is not None:
            checked_text(self.label, "label", LONGEST_LABEL)
        if self.bound_kind is BoundKind.FACTOR_OF_TARGET and self.operand is not Operand.VALUE:
            raise Invalid("Only the value can be compared with the target.", field="boundKind")

    def matches(self, figure: Decimal, target: Decimal | None) -> bool | None:
        """Whether the rule applies; None when it needs a target and there is none."""
        if self.operand is not Operand.VALUE:
            return _COMPARE[self.comparison](_round(figure, _COLOUR_PLACE), _round(self.bound, _COLOUR_PLACE))
        if self.bound_kind is BoundKind.ABSOLUTE:
            return _COMPARE[self.comparison](figure, self.bound)
        return None if target is None else _COMPARE[self.comparison](figure, times(self.bound, target))


@dataclass(frozen=True, slots=True)
class StatusRules:
    """Ordered rules, the first match wins; `otherwise` when none matches. Source: reference vector 7."""

    rules: tuple[StatusRule, ...]
    otherwise: Status
    otherwise_label: str | None = None

    def __post_init__(self) -> None:
        _require_colour(self.otherwise, "otherwise")
        if self.otherwise_label is not None:
            checked_text(self.otherwise_label, "otherwiseLabel", LONGEST_LABEL)
        if len(self.rules) > MOST_RULES:
            raise TooMany(f"{len(self.rules)} rules; at most {MOST_RULES} can be kept.", field="rules")

    def judge(
        self, value: Decimal | None, score: Decimal | None, attainment: Decimal | None, target: Decimal | None
    ) -> tuple[Status, str | None]:
        """Status and label.

        A rule that cannot be judged, for want of its figure or of a target, ends in NO_DATA: going on to the
        next would colour what nobody knows.
        """
        if value is None:
            return Status.NO_DATA, None
        figures = {Operand.VALUE: value, Operand.SCORE: score, Operand.ATTAINMENT: attainment}
        for rule in self.rules:
            figure = figures[rule.operand]
            matches = None if figure is None else rule.matches(figure, target)
            if matches is None:
                return Status.NO_DATA, None
            if matches:
                return rule.status, rule.label
        return self.otherwise, self.otherwise_label


def status_rules_to_json(rules: StatusRules) -> dict[str, object]:
    """The rules as a JSON object; numbers are texts, what is not set is left out."""
    lines = [
        {
            "status": rule.status.value,
            "operand": rule.operand.value,
            "comparison": rule.comparison.value,
            "bound": as_text(rule.bound),
            "boundKind": rule.bound_kind.value,
        }
        | _label("label", rule.label)
        for rule in rules.rules
    ]
    return {
        "rules": lines,
        "otherwise": rules.otherwise.value,
        **_label("otherwiseLabel", rules.otherwise_label),
    }


def status_rules_from_json(raw: object) -> StatusRules:
    """The rules of a JSON object as `status_rules_to_json` writes it.

    Raises: MissingField, UnknownField, Invalid, NotANumber, TooMany, naming the field (`rules.0.bound`).
    """
    return read_object(
        raw,
        lambda fields: StatusRules(
            fields.list_of("rules", _rule, MOST_RULES),
            fields.one_of("otherwise", Status),
            fields.text_or_none("otherwiseLabel", LONGEST_LABEL),
        ),
    )


def _rule(fields: Fields) -> StatusRule:
    return StatusRule(
        fields.one_of("status", Status),
        fields.one_of("operand", Operand),
        fields.one_of("comparison", Comparison),
        fields.number("bound"),
        fields.one_of("boundKind", BoundKind),
        fields.text_or_none("label", LONGEST_LABEL),
    )


def _label(name: str, label: str | None) -> dict[str, str]:
    return {} if label is None else {name: label}


def _require_colour(status: Status, field: str) -> None:
    if status is Status.NO_DATA:
        raise Invalid("A rule gives GREEN, AMBER or RED; NO_DATA is what a KPI without a value has.", field=field)
