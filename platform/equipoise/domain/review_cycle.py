"""The stages of a scorecard review and what is decided in it."""

from enum import StrEnum

from equipoise.domain.errors import Conflict, Refusal


class ReviewState(StrEnum):
    """SCHEDULED waits for its day; evidence is frozen on the way into COLLECTING."""

    SCHEDULED = "SCHEDULED"
    COLLECTING = "COLLECTING"
    CONSULTING = "CONSULTING"
    DECIDING = "DECIDING"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class Outcome(StrEnum):
    """What a review recommends and decides for one item."""

    RETIRE = "RETIRE"
    KEEP = "KEEP"
    CHANGE = "CHANGE"
    MERGE = "MERGE"
    ADD = "ADD"


class Stance(StrEnum):
    """A person's word on a recommendation."""

    AGREE = "AGREE"
    DISAGREE = "DISAGREE"
    ABSTAIN = "ABSTAIN"


OPEN = (ReviewState.COLLECTING, ReviewState.CONSULTING, ReviewState.DECIDING)
"""Stages in which people may say what they think."""

_NEXT = {
    ReviewState.COLLECTING: ReviewState.CONSULTING,
    ReviewState.CONSULTING: ReviewState.DECIDING,
}
_MOVES = {
    ReviewState.SCHEDULED: {ReviewState.COLLECTING, ReviewState.CANCELLED},
    ReviewState.COLLECTING: {ReviewState.CONSULTING, ReviewState.CANCELLED},
    ReviewState.CONSULTING: {ReviewState.DECIDING, ReviewState.CANCELLED},
    ReviewState.DECIDING: {ReviewState.CLOSED, ReviewState.CANCELLED},
    ReviewState.CLOSED: set[ReviewState](),
    ReviewState.CANCELLED: set[ReviewState](),
}


class WrongStage(Refusal):
    """The review is not at the stage where this is done."""

    code = "WRONG_STAGE"


class AlreadyDecided(Conflict):
    """Somebody has decided on this item."""

    code = "ALREADY_DECIDED"


class UndecidedItems(Conflict):
    """A review ends only with a decision on each of its items."""

    code = "UNDECIDED_ITEMS"


class WrongOutcome(Refusal):
    """The outcome does not fit what the item is about, or what came with it does not fit the outcome."""

    code = "WRONG_OUTCOME"


def check_move(current: ReviewState, wanted: ReviewState) -> None:
    """Raises: WrongStage, saying what can come next."""
    following = _MOVES[current]
    if wanted not in following:
        choices = " or ".join(sorted(following)) or "nothing"
        raise WrongStage(f"A review that is {current} cannot become {wanted}; {choices} can follow.", field="state")


def next_stage(current: ReviewState) -> ReviewState:
    """The stage that follows within an open review.

    Raises: WrongStage; a review is opened and closed by acts of their own.
    """
    if current not in _NEXT:
        raise WrongStage(f"A review that is {current} has no next stage: open or close it instead.", field="state")
    return _NEXT[current]


def check_stage(current: ReviewState, *allowed: ReviewState) -> None:
    """Raises: WrongStage, unless the review is at one of these stages."""
    if current not in allowed:
        raise WrongStage(f"The review is {current}; this is done while it is {' or '.join(allowed)}.", field="state")


def check_outcome(outcome: Outcome, *, about_kpi: bool) -> None:
    """Raises: WrongOutcome, for an addition to what is there, or the removal of what is not."""
    possible = (
        (Outcome.RETIRE, Outcome.KEEP, Outcome.CHANGE, Outcome.MERGE) if about_kpi else (Outcome.ADD, Outcome.KEEP)
    )
    if outcome not in possible:
        subject = "a KPI" if about_kpi else "a missing KPI"
        raise WrongOutcome(f"An item about {subject} is decided as {' or '.join(possible)}.", field="outcome")
