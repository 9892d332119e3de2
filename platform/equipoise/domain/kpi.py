"""What a KPI is and the life it leads."""

from enum import StrEnum

from equipoise.domain.errors import Refusal


class Indicator(StrEnum):
    """Leading measures drive and predict, lagging ones record the outcome."""

    LEADING = "LEADING"
    LAGGING = "LAGGING"


class DataKind(StrEnum):
    """Measured in figures, or judged: surveys, yes or no, ordered labels."""

    QUANTITATIVE = "QUANTITATIVE"
    QUALITATIVE = "QUALITATIVE"


class KpiState(StrEnum):
    """PROPOSED until its four questions are answered; FLAGGED once a review rule questions it."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    FLAGGED = "FLAGGED"
    RETIRED = "RETIRED"


MEASURED = frozenset({KpiState.ACTIVE, KpiState.FLAGGED})
"""States in which a KPI takes part in the scores: being questioned changes nothing until it is decided."""

_MOVES = {
    KpiState.PROPOSED: {KpiState.ACTIVE, KpiState.RETIRED},
    KpiState.ACTIVE: {KpiState.FLAGGED, KpiState.RETIRED},
    KpiState.FLAGGED: {KpiState.ACTIVE, KpiState.RETIRED},
    KpiState.RETIRED: {KpiState.ACTIVE},
}


class ImpossibleState(Refusal):
    """The thing is not in a state from which this can be done."""

    code = "IMPOSSIBLE_STATE"


class UnansweredQuestions(Refusal):
    """A KPI becomes active only with its four questions answered."""

    code = "UNANSWERED_QUESTIONS"


def check_move(current: KpiState, wanted: KpiState) -> None:
    """Raises: ImpossibleState."""
    if wanted not in _MOVES[current]:
        raise ImpossibleState(f"A KPI that is {current} cannot become {wanted}.", field="state")


def check_questions(purpose: str, good_range: str, response_plan: str, behaviours: str) -> None:
    """The four questions of a measure, each with a word of its own.

    Raises: UnansweredQuestions, naming the first that is open.
    """
    questions = {
        "purpose": (purpose, "why are we measuring this"),
        "goodRange": (good_range, "what is a good and a bad range"),
        "responsePlan": (response_plan, "what actions do we take on the result"),
        "behaviours": (behaviours, "what behaviours might it drive"),
    }
    for field, (answer, question) in questions.items():
        if not answer.strip():
            raise UnansweredQuestions(f"Answer the question “{question}” before the KPI becomes active.", field=field)
