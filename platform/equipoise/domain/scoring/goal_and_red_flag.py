"""Goal and red flag: two anchors at a third and two thirds of the scale."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from equipoise.domain.decimals import HUNDRED, ONE, clamp, over, plus, times
from equipoise.domain.scoring.errors import EqualEndPoints
from equipoise.domain.scoring.scale import require_numbers, way

THREE: Final = Decimal(3)


@dataclass(frozen=True, slots=True)
class GoalAndRedFlag:
    """Linear through two anchors: the red flag scores 33.3, the goal 66.7; either may be the larger.

    100/3 (1 + (v - R) / (G - R)). Source: reference vector 3. Without a goal of its own the method takes
    the period's target as its goal.
    """

    red_flag: Decimal
    goal: Decimal | None = None

    def __post_init__(self) -> None:
        require_numbers(redFlag=self.red_flag, goal=self.goal)
        if self.goal == self.red_flag:
            raise EqualEndPoints("goal", "redFlag", self.red_flag)

    def attainment(self, value: Decimal, target: Decimal | None) -> Decimal | None:
        """None without a goal, or with a target of the period that equals the red flag."""
        goal = target if self.goal is None else self.goal
        if goal is None or goal == self.red_flag:
            return None
        return over(times(HUNDRED, plus(ONE, way(value, self.red_flag, goal))), THREE)

    def score(self, value: Decimal, target: Decimal | None = None) -> Decimal | None:
        attainment = self.attainment(value, target)
        return None if attainment is None else clamp(attainment)
