from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.domain.decimals import as_stored
from equipoise.domain.errors import Refusal
from equipoise.domain.status import (
    BoundKind,
    Comparison,
    Operand,
    Status,
    StatusRule,
    StatusRules,
    status_of_score,
    status_rules_from_json,
)
from tests.domain.strategies import numbers, scores, status_rules


@pytest.mark.parametrize(
    ("score", "status"),
    [
        ("100", Status.GREEN),
        ("66.7", Status.GREEN),
        ("66.666666666667", Status.GREEN),
        ("66.666666666666", Status.GREEN),
        ("66.6666", Status.AMBER),
        ("33.333333333333", Status.AMBER),
        ("33.3333", Status.RED),
        ("0", Status.RED),
    ],
)
def test_colours_begin_at_two_thirds_and_one_third(score: str, status: Status) -> None:
    assert status_of_score(Decimal(score)) is status


def test_no_score_is_neither_red_nor_green() -> None:
    assert status_of_score(None) is Status.NO_DATA


def test_rounding_in_the_last_stored_place_never_turns_a_colour() -> None:
    third = as_stored(Decimal(100) / 3)
    assert status_of_score(as_stored((third + 100) / 2)) is Status.GREEN


@given(scores, scores)
def test_a_better_score_never_has_a_worse_colour(one: Decimal, other: Decimal) -> None:
    order = [Status.RED, Status.AMBER, Status.GREEN]
    worse, better = sorted([one, other])
    assert order.index(status_of_score(worse)) <= order.index(status_of_score(better))


def rule(
    comparison: Comparison, bound: str, operand: Operand = Operand.VALUE, kind: BoundKind = BoundKind.ABSOLUTE
) -> StatusRules:
    return StatusRules((StatusRule(Status.GREEN, operand, comparison, Decimal(bound), kind, "Met"),), Status.RED, "Not")


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        (Comparison.AT_LEAST, False, True, True),
        (Comparison.ABOVE, False, False, True),
        (Comparison.EQUAL_TO, False, True, False),
        (Comparison.BELOW, True, False, False),
        (Comparison.AT_MOST, True, True, False),
    ],
)
def test_a_rule_compares_as_it_says(comparison: Comparison, below: bool, equal: bool, above: bool) -> None:
    rules = rule(comparison, "5")
    judged = [rules.judge(Decimal(value), None, None, None) for value in (4, 5, 6)]
    met, not_met = (Status.GREEN, "Met"), (Status.RED, "Not")
    assert judged == [met if matches else not_met for matches in (below, equal, above)]


@pytest.mark.parametrize("operand", [Operand.SCORE, Operand.ATTAINMENT])
def test_a_rule_can_look_at_score_or_attainment(operand: Operand) -> None:
    rules = rule(Comparison.ABOVE, "100", operand)
    expected = Status.GREEN if operand is Operand.ATTAINMENT else Status.RED
    assert rules.judge(Decimal(1), Decimal(100), Decimal(120), None)[0] is expected


def test_a_rule_on_the_score_does_not_trip_over_the_last_stored_place() -> None:
    rules = rule(Comparison.AT_LEAST, "33.3333333333", Operand.SCORE)
    assert rules.judge(Decimal(1), as_stored(Decimal(100) / 3), None, None)[0] is Status.GREEN


@given(status_rules, st.none() | numbers, st.none() | numbers)
def test_without_a_value_the_status_is_no_data_whatever_the_rules(
    rules: StatusRules, score: Decimal | None, target: Decimal | None
) -> None:
    assert rules.judge(None, score, score, target) == (Status.NO_DATA, None)


def test_a_rule_without_its_target_or_score_gives_no_data_rather_than_a_colour() -> None:
    of_target = rule(Comparison.AT_LEAST, "0.9", kind=BoundKind.FACTOR_OF_TARGET)
    assert of_target.judge(Decimal(5), None, None, None) == (Status.NO_DATA, None)
    assert rule(Comparison.AT_LEAST, "50", Operand.SCORE).judge(Decimal(5), None, None, None)[0] is Status.NO_DATA


RULE = {"status": "GREEN", "operand": "VALUE", "comparison": "AT_LEAST", "bound": "1", "boundKind": "ABSOLUTE"}


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        ({"rules": [RULE]}, "MISSING_FIELD", "otherwise"),
        ({"rules": [RULE], "otherwise": "NO_DATA"}, "INVALID", "otherwise"),
        ({"rules": [RULE | {"status": "NO_DATA"}], "otherwise": "RED"}, "INVALID", "rules.0.status"),
        ({"rules": [RULE, RULE | {"bound": "NaN"}], "otherwise": "RED"}, "NOT_A_NUMBER", "rules.1.bound"),
        ({"rules": [RULE | {"colour": "x"}], "otherwise": "RED"}, "UNKNOWN_FIELD", "rules.0.colour"),
        (
            {"rules": [RULE | {"operand": "SCORE", "boundKind": "FACTOR_OF_TARGET"}], "otherwise": "RED"},
            "INVALID",
            "rules.0.boundKind",
        ),
        ({"rules": [RULE] * 21, "otherwise": "RED"}, "TOO_MANY", "rules"),
        ({"rules": {"0": RULE}, "otherwise": "RED"}, "INVALID", "rules"),
    ],
)
def test_rules_that_cannot_work_are_refused_by_field(document: Any, code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        status_rules_from_json(document)
    assert (refused.value.code, refused.value.field) == (code, field)
