"""Fields in one line: a relation says which rows it leads to, and its loader follows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

import strawberry

from equipoise.db.model import Entity, TenantModel
from equipoise_graphql.context import Info

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def resolved(description: str) -> Callable[[Resolver], Resolver]:
    """A field that a method works out."""
    return cast("Callable[[Resolver], Resolver]", strawberry.field(description=description))


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    """A field of Mutation."""
    return cast("Callable[[Resolver], Resolver]", strawberry.mutation(description=description))


def described(words: type[StrEnum], description: str) -> None:
    """Make an enum part of the schema, under its own name.

    Where a field that was imported earlier has made it so already, only the description is added: a second
    definition would be another type of the same name.
    """
    definition = vars(words).get("__strawberry_definition__")
    if definition is None:
        strawberry.enum(words, description=description)
    else:
        definition.description = description


@dataclass(frozen=True, slots=True)
class ToOne:
    """The row whose id is in column `key`."""

    model: type[Entity]
    key: str


@dataclass(frozen=True, slots=True)
class ToMany:
    """The rows of `model` whose column `key` holds this row's id."""

    model: type[TenantModel]
    key: str
    order_by: tuple[str, ...]


def to_one(model: type[Entity], key: str, *, description: str) -> Any:
    """A field that leads to one row, or to null where the column is null."""

    async def resolve(root: Any, info: Info) -> Any:
        row_id = getattr(root, key)
        return None if row_id is None else await info.context.loaders.row(model).load(row_id)

    return strawberry.field(resolver=resolve, description=description, metadata={"relation": ToOne(model, key)})


def to_many(model: type[TenantModel], key: str, *order_by: str, description: str) -> Any:
    """A field that leads to a list that cannot grow without bound, in order."""
    relation = ToMany(model, key, order_by or ("id",))

    async def resolve(root: Any, info: Info) -> Any:
        found = await info.context.loaders.rows_of(model, key, relation.order_by).load(root.id)
        return found or []

    return strawberry.field(resolver=resolve, description=description, metadata={"relation": relation})


def column(description: str) -> Any:
    """A field that shows the column of the same name."""
    return strawberry.field(description=description)
