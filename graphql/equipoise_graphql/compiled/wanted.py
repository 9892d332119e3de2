"""What a root resolver returns instead of a row: which row it means, not yet read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from equipoise.db.model import Entity

T = TypeVar("T")


def _nothing() -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row of a model. `found` is called once the row is known to exist."""

    model: type[Entity]
    id: UUID
    found: Callable[[], None] = _nothing


def wanted(shown: type[T], model: type[Entity], row_id: UUID, found: Callable[[], None] = _nothing) -> T | None:
    """What a resolver returns where the GraphQL type `shown` of this model is expected; the executor reads the row."""
    return cast("T", Wanted(model, row_id, found))
