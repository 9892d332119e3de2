"""What an objective is called in the links of its scorecard."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from equipoise.exchange.rows import BETWEEN

T = TypeVar("T")


class ObjectiveNames(Generic[T]):
    """Objectives of one scorecard: by their name alone, or behind their perspective's where two have the same."""

    def __init__(self, objectives: Iterable[tuple[str, str, T]]) -> None:
        """From names of perspectives, names of objectives, and what these are."""
        self._all = list(objectives)
        self._times = Counter(name for _, name, _ in self._all)

    def called(self, reference: str) -> Sequence[T]:
        """What can be meant by this; one, if it is clear."""
        return [objective for view, name, objective in self._all if reference in (name, BETWEEN.join((view, name)))]

    def name_of(self, objective: T) -> str:
        """How a document names it."""
        view, name = next((view, name) for view, name, each in self._all if each == objective)
        return self._name(view, name)

    def names(self) -> set[str]:
        """How a document names each of them."""
        return {self._name(view, name) for view, name, _ in self._all}

    def _name(self, view: str, name: str) -> str:
        return name if self._times[name] == 1 else BETWEEN.join((view, name))
