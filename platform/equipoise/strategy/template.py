"""What a new scorecard starts with."""

from enum import StrEnum
from typing import Final, NamedTuple


class PerspectiveTemplate(StrEnum):
    """The perspectives of a new scorecard."""

    FOUR_PERSPECTIVES = "FOUR_PERSPECTIVES"
    EMPTY = "EMPTY"


class Start(NamedTuple):
    """A perspective before anything is in it."""

    name: str
    question: str


PERSPECTIVES: Final[dict[PerspectiveTemplate, tuple[Start, ...]]] = {
    PerspectiveTemplate.FOUR_PERSPECTIVES: (
        Start("Financial", "What do those who finance us expect to see?"),
        Start("Customer", "What do our customers have to value in us to make that happen?"),
        Start("Internal Processes", "Which processes have to be excellent for our customers?"),
        Start("Learning & Growth", "What do our people have to learn and to have to run them?"),
    ),
    PerspectiveTemplate.EMPTY: (),
}
"""From the top of the map to its bottom."""
