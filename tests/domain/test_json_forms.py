"""Scoring, status rules and target plans go into JSON and come back the same."""

import json
from decimal import Decimal

from hypothesis import given

from equipoise.domain.scoring import Choice, GoalAndRedFlag, Scoring, method_of, scoring_from_json, scoring_to_json
from equipoise.domain.status import StatusRules, status_rules_from_json, status_rules_to_json
from equipoise.domain.targets import TargetPlan, target_from_json, target_to_json
from tests.domain.strategies import scorings, status_rules, target_plans


@given(scorings)
def test_a_scoring_method_survives_json(scoring: Scoring) -> None:
    document = json.loads(json.dumps(scoring_to_json(scoring)))
    assert scoring_from_json(document) == scoring
    assert document["method"] == method_of(scoring)


@given(status_rules)
def test_status_rules_survive_json(rules: StatusRules) -> None:
    assert status_rules_from_json(json.loads(json.dumps(status_rules_to_json(rules)))) == rules


@given(target_plans)
def test_a_target_plan_survives_json(plan: TargetPlan) -> None:
    assert target_from_json(json.loads(json.dumps(target_to_json(plan)))) == plan


def test_numbers_are_written_as_texts_and_what_is_not_set_is_left_out() -> None:
    assert scoring_to_json(GoalAndRedFlag(Decimal("1E+3"))) == {"method": "GOAL_AND_RED_FLAG", "redFlag": "1000"}
    assert scoring_to_json(Choice((("Yes", Decimal("100.0")),))) == {
        "method": "CHOICE",
        "labels": [{"label": "Yes", "score": "100"}],
    }


def test_null_counts_as_not_given() -> None:
    document = {"method": "GOAL_AND_RED_FLAG", "redFlag": "1", "goal": None, "labels": None}
    assert scoring_from_json(document) == GoalAndRedFlag(Decimal(1))
