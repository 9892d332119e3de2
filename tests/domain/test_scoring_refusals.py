from decimal import Decimal
from typing import Any

import pytest

from equipoise.domain.errors import Refusal
from equipoise.domain.scoring import (
    Choice,
    GoalAndRedFlag,
    Performance,
    Progress,
    Scoring,
    check_target,
    scoring_from_json,
)

PERFORMANCE = {"method": "PERFORMANCE", "direction": "HIGHER_IS_BETTER", "minimum": "0", "maximum": "100"}
RANGE = {"method": "STAY_IN_RANGE", "outerLow": "0", "low": "20", "high": "60", "outerHigh": "100"}
CHOICE = {"method": "CHOICE", "labels": [{"label": "Yes", "score": "100"}, {"label": "No", "score": "0"}]}


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        (PERFORMANCE | {"minimum": "100"}, "EQUAL_END_POINTS", "minimum"),
        (PERFORMANCE | {"minimum": "100.0"}, "EQUAL_END_POINTS", "minimum"),
        (PERFORMANCE | {"minimum": "101"}, "LIMITS_OUT_OF_ORDER", "minimum"),
        (PERFORMANCE | {"minimum": "NaN"}, "NOT_A_NUMBER", "minimum"),
        (PERFORMANCE | {"maximum": "Infinity"}, "NOT_A_NUMBER", "maximum"),
        (PERFORMANCE | {"maximum": "9" * 400}, "NUMBER_TOO_LARGE", "maximum"),
        (PERFORMANCE | {"maximum": 1.5}, "NOT_A_NUMBER", "maximum"),
        (PERFORMANCE | {"maximum": []}, "NOT_A_NUMBER", "maximum"),
        (PERFORMANCE | {"maximum": None}, "MISSING_FIELD", "maximum"),
        (PERFORMANCE | {"direction": "SIDEWAYS"}, "INVALID", "direction"),
        (PERFORMANCE | {"direction": "STAY_IN_RANGE"}, "DIRECTION_NOT_POSSIBLE", "direction"),
        (PERFORMANCE | {"goal": "5"}, "UNKNOWN_FIELD", "goal"),
        (PERFORMANCE | {"method": "MAGIC"}, "INVALID", "method"),
        ({}, "MISSING_FIELD", "method"),
        ([], "INVALID", None),
        (None, "INVALID", None),
        ({"method": "PROGRESS", "baseline": "5", "target": "5"}, "EQUAL_END_POINTS", "target"),
        ({"method": "PROGRESS"}, "MISSING_FIELD", "baseline"),
        ({"method": "GOAL_AND_RED_FLAG", "redFlag": "5", "goal": "5"}, "EQUAL_END_POINTS", "goal"),
        ({"method": "GOAL_AND_RED_FLAG", "goal": "5"}, "MISSING_FIELD", "redFlag"),
        ({"method": "ALL_OR_NOTHING"}, "MISSING_FIELD", "direction"),
        ({"method": "ALL_OR_NOTHING", "direction": "STAY_IN_RANGE"}, "DIRECTION_NOT_POSSIBLE", "direction"),
        (RANGE | {"low": "61"}, "LIMITS_OUT_OF_ORDER", "low"),
        (RANGE | {"outerLow": "21"}, "LIMITS_OUT_OF_ORDER", "outerLow"),
        (RANGE | {"outerLow": "20"}, "EQUAL_END_POINTS", "outerLow"),
        (RANGE | {"outerHigh": "59"}, "LIMITS_OUT_OF_ORDER", "high"),
        (RANGE | {"outerHigh": "60"}, "EQUAL_END_POINTS", "outerHigh"),
        (CHOICE | {"labels": []}, "EMPTY_CHOICES", "labels"),
        (CHOICE | {"labels": "Yes"}, "INVALID", "labels"),
        (CHOICE | {"labels": ["Yes"]}, "INVALID", "labels.0"),
        (CHOICE | {"labels": [{"label": "Yes"}]}, "MISSING_FIELD", "labels.0.score"),
        (CHOICE | {"labels": [{"label": " ", "score": "1"}]}, "TEXT_MISSING", "labels.0.label"),
        (CHOICE | {"labels": [{"label": "x" * 101, "score": "1"}]}, "TEXT_TOO_LONG", "labels.0.label"),
        (CHOICE | {"labels": [{"label": "a\x00", "score": "1"}]}, "TEXT_NOT_PLAIN", "labels.0.label"),
        (CHOICE | {"labels": [{"label": 5, "score": "1"}]}, "INVALID", "labels.0.label"),
        (CHOICE | {"labels": [{"label": "Yes", "score": "101"}]}, "SCORE_OUT_OF_RANGE", "labels.0.score"),
        (CHOICE | {"labels": [{"label": "Yes", "score": "-1"}]}, "SCORE_OUT_OF_RANGE", "labels.0.score"),
        (CHOICE | {"labels": [{"label": "Yes", "score": "1", "colour": "red"}]}, "UNKNOWN_FIELD", "labels.0.colour"),
        (
            CHOICE | {"labels": [{"label": "Yes", "score": "1"}, {"label": "yes ", "score": "2"}]},
            "DUPLICATE_CHOICE",
            "labels.1.label",
        ),
        (CHOICE | {"labels": [{"label": str(i), "score": "1"} for i in range(51)]}, "TOO_MANY", "labels"),
        ({"method": "UNSCORED", "target": "5"}, "UNKNOWN_FIELD", "target"),
    ],
)
def test_a_scoring_method_that_cannot_work_is_refused_by_field(document: Any, code: str, field: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        scoring_from_json(document)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_equal_end_points_are_named_both() -> None:
    with pytest.raises(Refusal, match="'goal' and 'redFlag' are both 500;"):
        GoalAndRedFlag(red_flag=Decimal(500), goal=Decimal("500.0"))


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "9" * 400])
def test_numbers_that_cannot_be_kept_are_refused_without_json_too(number: str) -> None:
    with pytest.raises(Refusal):
        Performance(Decimal(0), Decimal(number))
    with pytest.raises(Refusal):
        Choice((("Yes", Decimal(number)),))


@pytest.mark.parametrize(
    ("scoring", "other"), [(Progress(Decimal(5)), "baseline"), (GoalAndRedFlag(Decimal(5)), "redFlag")]
)
def test_a_target_that_leaves_no_scale_is_refused_when_it_is_set(scoring: Scoring, other: str) -> None:
    with pytest.raises(Refusal, match=f"'{other}'") as refused:
        check_target(scoring, Decimal("5.0"), "targets.2.value")
    assert (refused.value.code, refused.value.field) == ("EQUAL_END_POINTS", "targets.2.value")


@pytest.mark.parametrize(
    "scoring",
    [Progress(Decimal(5), Decimal(9)), GoalAndRedFlag(Decimal(5), Decimal(9)), Performance(Decimal(5), Decimal(9))],
)
def test_any_target_is_fine_where_the_method_does_not_take_it(scoring: Scoring) -> None:
    check_target(scoring, Decimal(5))
    check_target(scoring, None)
