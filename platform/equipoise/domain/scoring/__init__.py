"""How a value becomes a score."""

from equipoise.domain.scoring.all_or_nothing import AllOrNothing
from equipoise.domain.scoring.choice import Choice
from equipoise.domain.scoring.direction import Direction
from equipoise.domain.scoring.errors import (
    DirectionNotPossible,
    DuplicateChoice,
    EmptyChoices,
    EqualEndPoints,
    LimitsOutOfOrder,
    ScoreOutOfRange,
    UnknownChoice,
)
from equipoise.domain.scoring.goal_and_red_flag import GoalAndRedFlag
from equipoise.domain.scoring.method import (
    Method,
    Scoring,
    check_target,
    method_of,
    scoring_from_json,
    scoring_to_json,
)
from equipoise.domain.scoring.performance import Performance
from equipoise.domain.scoring.progress import Progress
from equipoise.domain.scoring.stay_in_range import StayInRange
from equipoise.domain.scoring.unscored import Unscored

__all__ = [
    "AllOrNothing",
    "Choice",
    "Direction",
    "DirectionNotPossible",
    "DuplicateChoice",
    "EmptyChoices",
    "EqualEndPoints",
    "GoalAndRedFlag",
    "LimitsOutOfOrder",
    "Method",
    "Performance",
    "Progress",
    "ScoreOutOfRange",
    "Scoring",
    "StayInRange",
    "UnknownChoice",
    "Unscored",
    "check_target",
    "method_of",
    "scoring_from_json",
    "scoring_to_json",
]
