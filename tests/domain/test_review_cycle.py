"""The stages of a review."""

import pytest

from equipoise.domain.review_cycle import (
    OPEN,
    Outcome,
    ReviewState,
    WrongOutcome,
    WrongStage,
    check_move,
    check_outcome,
    check_stage,
    next_stage,
)

STEPS = [
    (ReviewState.SCHEDULED, ReviewState.COLLECTING),
    (ReviewState.COLLECTING, ReviewState.CONSULTING),
    (ReviewState.CONSULTING, ReviewState.DECIDING),
    (ReviewState.DECIDING, ReviewState.CLOSED),
    *((state, ReviewState.CANCELLED) for state in (ReviewState.SCHEDULED, *OPEN)),
]


@pytest.mark.parametrize("wanted", ReviewState)
@pytest.mark.parametrize("current", ReviewState)
def test_a_review_moves_step_by_step_and_can_be_cancelled_until_its_end(
    current: ReviewState, wanted: ReviewState
) -> None:
    if (current, wanted) in STEPS:
        check_move(current, wanted)
    else:
        with pytest.raises(WrongStage, match=f"{current} cannot become {wanted}"):
            check_move(current, wanted)


def test_the_next_stage_is_always_one_that_can_follow() -> None:
    for current in (ReviewState.COLLECTING, ReviewState.CONSULTING):
        check_move(current, next_stage(current))


@pytest.mark.parametrize("state", [state for state in ReviewState if state not in OPEN[:2]])
def test_opening_and_closing_are_no_mere_next_stage(state: ReviewState) -> None:
    with pytest.raises(WrongStage, match="has no next stage"):
        next_stage(state)


def test_what_is_done_at_another_stage_says_at_which_one() -> None:
    with pytest.raises(WrongStage, match="is CLOSED; this is done while it is COLLECTING or CONSULTING or DECIDING"):
        check_stage(ReviewState.CLOSED, *OPEN)


@pytest.mark.parametrize(
    ("about_kpi", "outcomes"),
    [
        (True, {Outcome.RETIRE, Outcome.KEEP, Outcome.CHANGE, Outcome.MERGE}),
        (False, {Outcome.ADD, Outcome.KEEP}),
    ],
    ids=["KPI", "missing KPI"],
)
@pytest.mark.parametrize("outcome", Outcome)
def test_what_is_there_is_not_added_and_what_is_missing_not_removed(
    outcome: Outcome, about_kpi: bool, outcomes: set[Outcome]
) -> None:
    if outcome in outcomes:
        check_outcome(outcome, about_kpi=about_kpi)
    else:
        with pytest.raises(WrongOutcome, match="is decided as"):
            check_outcome(outcome, about_kpi=about_kpi)
