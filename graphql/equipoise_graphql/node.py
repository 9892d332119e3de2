"""Types with an id of their own."""

from collections.abc import Callable
from typing import Any, TypeVar, cast, dataclass_transform

import strawberry

from equipoise.db.model import Entity
from equipoise_graphql import ids
from equipoise_graphql.fields import resolved

T = TypeVar("T")


@strawberry.interface(description="Anything with an id, so that it can be fetched again by `node`.")
class Node:
    """Anything with an id."""

    @resolved("Opaque; stable for as long as the thing exists.")
    def id(self) -> strawberry.ID:
        row = cast("Entity", self)
        return strawberry.ID(ids.encode(type(row), row.id))


NODE_TYPES: dict[type[Entity], type] = {}
"""Which GraphQL type shows the rows of a model."""


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def node(model: type[Entity], tag: str) -> Callable[[type[T]], type[T]]:
    """A GraphQL type over a model: its fields read the columns of the same name.

    Resolvers return rows of the model; the class is only their description.
    """

    def describe(cls: type[T]) -> type[T]:
        ids.register(model, tag)

        def is_type_of(value: Any, _info: Any) -> bool:
            return isinstance(value, model)

        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]  # strawberry looks it up by name
        described = strawberry.type(cls, description=cls.__doc__)
        NODE_TYPES[model] = described
        return described

    return describe
