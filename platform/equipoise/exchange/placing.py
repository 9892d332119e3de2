"""Bringing what a document lists into its order, without moving what it does not list."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_order(current: Sequence[T], wanted: Sequence[T]) -> list[T]:
    """The present order with the wanted ones, all of them among it, in their own order on the places they hold."""
    listed = iter(wanted)
    return [next(listed) if each in wanted else each for each in current]


def moves(current: Sequence[T], wanted: Sequence[T]) -> Iterator[tuple[T, int]]:
    """What to put on which place, one after the other, to come from the present order to `in_order`.

    A move shifts what is behind it, so that something unlisted may have to be put back on its place.
    """
    order = list(current)
    for place, each in enumerate(in_order(current, wanted)):
        if order[place] != each:
            order.remove(each)
            order.insert(place, each)
            yield each, place


def displaced(current: Sequence[T], wanted: Sequence[T]) -> list[T]:
    """What stands elsewhere afterwards."""
    return [after for before, after in zip(current, in_order(current, wanted), strict=True) if before != after]
