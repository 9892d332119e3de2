"""The order of perspectives on a map and of objectives in a perspective."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from equipoise.domain.errors import Invalid


class Placed(Protocol):
    """Anything with a place among its siblings, from 0."""

    position: int


P = TypeVar("P", bound=Placed)


def place(row: P, others: Sequence[P], position: int | None) -> None:
    """Put the row among the others, which are in their order, at this place or behind them all.

    Raises: Invalid.
    """
    if position is not None and position < 0:
        raise Invalid("A position counts from 0.", field="position")
    ordered = list(others)
    ordered.insert(len(ordered) if position is None else position, row)
    for number, each in enumerate(ordered):
        if each.position != number:
            each.position = number
