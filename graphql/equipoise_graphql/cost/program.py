"""A cost as a sum that still has variables in it: built once of a document, worked out for each request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from equipoise_graphql.cost.prices import MOST_ENTRIES

Variables: TypeAlias = Mapping[str, Any]
Step: TypeAlias = Callable[[list[int], Variables], int]

MOST = 10**12
"""Whatever costs more is said to cost this: a number that every reader of JSON can hold."""


@dataclass(frozen=True, slots=True)
class Later:
    """The outcome of a step."""

    step: int


Term: TypeAlias = int | Later


@dataclass(slots=True)
class Program:
    """Steps in their order, each of outcomes before it. What needs no variable is worked out while building.

    A fragment is one step however often it is spread, so that working out takes no longer than the document is.
    """

    steps: list[Step] = field(default_factory=list)
    result: Term = 0

    def run(self, variables: Variables) -> int:
        if isinstance(self.result, int):
            return min(self.result, MOST)
        outcomes: list[int] = []
        for step in self.steps:
            outcomes.append(min(step(outcomes, variables), MOST))
        return outcomes[self.result.step]

    def later(self, step: Step) -> Later:
        self.steps.append(step)
        return Later(len(self.steps) - 1)

    def total(self, terms: list[Term]) -> Term:
        known = sum(term for term in terms if isinstance(term, int))
        steps = [term.step for term in terms if isinstance(term, Later)]
        if not steps:
            return known
        if len(steps) == 1 and known == 0:
            return Later(steps[0])
        return self.later(lambda outcomes, _: known + sum([outcomes[step] for step in steps]))

    def product(self, one: Term, other: Term) -> Term:
        if isinstance(one, int):
            return self._times(one, other)
        if isinstance(other, int):
            return self._times(other, one)
        first, second = one.step, other.step
        return self.later(lambda outcomes, _: outcomes[first] * outcomes[second])

    def _times(self, known: int, term: Term) -> Term:
        if isinstance(term, int):
            return min(known * term, MOST)
        if known in (0, 1):
            return term if known else 0
        step = term.step
        return self.later(lambda outcomes, _: outcomes[step] * known)

    def where(self, variable: str, wanted: bool, term: Term) -> Term:
        """The term, or nothing where the variable of a directive has the other value."""
        if term == 0:
            return 0
        if isinstance(term, int):
            return self.later(lambda _, variables: term if variables.get(variable) is wanted else 0)
        step = term.step
        return self.later(lambda outcomes, variables: outcomes[step] if variables.get(variable) is wanted else 0)

    def size(self, variable: str, usual: int) -> Term:
        """How many entries the variable asks for; the usual where it is missing, null, or no number at all."""
        return self.later(lambda _, variables: entries(variables.get(variable), usual))


def entries(given: Any, usual: int) -> int:
    """How many entries a list has whose size argument was given like this, before anything has looked at it."""
    if isinstance(given, bool) or not isinstance(given, int | Decimal | float):
        return usual
    if not -MOST_ENTRIES <= given <= MOST_ENTRIES:  # infinities and what is no number as well
        return MOST_ENTRIES
    return max(int(given), 0)
