"""Fields in one line: a relation says which rows it leads to, and its loader follows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

import strawberry

from equipoise.db.model import Entity, TenantModel
from equipoise_graphql.context import Info

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def resolved(
    description: str, *, compiled: Callable[[Any], Any] | None = None, uncounted: bool = False
) -> Callable[[Resolver], Resolver]:
    """A field that a method works out; `compiled` says how it is read where no method is called.

    `uncounted`: what it answers may change although the organisation's change counter does not.
    """
    metadata = _metadata(compiled, uncounted=uncounted)
    return cast("Callable[[Resolver], Resolver]", strawberry.field(description=description, metadata=metadata))


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    """A field of Mutation. Its one argument, `input`, is described by what its type says of itself."""

    def decorate(resolver: Resolver) -> Resolver:
        given = resolver.__annotations__["input"]
        about = strawberry.argument(description=given.__strawberry_definition__.description)
        resolver.__annotations__["input"] = Annotated[given, about]
        return cast("Callable[[Resolver], Resolver]", strawberry.mutation(description=description))(resolver)

    return decorate


def described(words: type[StrEnum], description: str, *, name: str | None = None, **members: str) -> None:
    """Make an enum part of the schema, with a sentence on each of its members.

    Where a field that was imported earlier has made it so already, only the words are added: a second definition
    would be another type of the same name.
    """
    definition = vars(words).get("__strawberry_definition__")
    if definition is None:
        definition = cast("Any", strawberry.enum(words, name=name)).__strawberry_definition__
    definition.name, definition.description = name or words.__name__, description
    for value in definition.values:
        value.description = members.pop(value.name, None)
    if members:
        raise TypeError(f"{words.__name__} has no {', '.join(members)}.")


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


def column(description: str, *, compiled: Callable[[Any], Any] | None = None, uncounted: bool = False) -> Any:
    """A field that shows the column of the same name; `uncounted` where quiet sessions write it.

    `compiled` says how it is read where there is no such column.
    """
    return strawberry.field(description=description, metadata=_metadata(compiled, uncounted=uncounted))


def _metadata(compiled: Callable[[Any], Any] | None, *, uncounted: bool) -> dict[str, Any]:
    return ({} if compiled is None else {"compiled": compiled}) | ({"uncounted": True} if uncounted else {})
