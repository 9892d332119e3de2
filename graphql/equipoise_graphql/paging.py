"""Relay connections over a sorted selection of rows."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, cast
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, Select, and_, func, select

from equipoise.db.model import Entity
from equipoise.db.session import ReadSession
from equipoise.domain.errors import Invalid
from equipoise_graphql.compiled import pages
from equipoise_graphql.context import Info
from equipoise_graphql.cursors import cursor_of, row_id_of
from equipoise_graphql.fields import resolved

T = TypeVar("T")

MOST = pages.MOST

First: TypeAlias = Annotated[int, strawberry.argument(description=f"How many to return, 1 to {MOST}.")]
After: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Go on after this cursor: `endCursor` of the page before.")
]


@strawberry.type(description="Where a page stands in the whole list.")
class PageInfo:
    """Where a page stands in the whole list."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether this page began after a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first node; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last node: pass it as `after`.")


@strawberry.type(description="One node and the cursor that stands for it.")
class Edge(Generic[T]):
    """One node and its cursor."""

    cursor: str = strawberry.field(description="Pass it as `after` to go on from here.")
    node: T = strawberry.field(description="The thing itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """A page of a list."""

    nodes: list[T] = strawberry.field(description="The page, without cursors.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the whole list.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @resolved("The page, with cursors.")
    def edges(self) -> list[Edge[T]]:
        return [Edge(cursor=cursor_of(cast("Any", row).id), node=row) for row in self.nodes]

    @resolved("How many there are in all.")
    async def total_count(self) -> int:
        return await self.count()


async def page(
    info: Info,
    model: type[Entity],
    *conditions: ColumnElement[bool],
    first: int,
    after: str | None,
    newest: bool = False,
) -> Connection[Any]:
    """A page of the model's rows under these conditions, in the order in which they were made.

    Ids are made in order of time, so they are both sort key and cursor.
    Raises: Invalid.
    """
    _check_size(first)
    context = info.context
    everything = select(model).where(model.tenant_id == context.actor.tenant_id, *conditions)
    statement = everything.order_by(model.id.desc() if newest else model.id).limit(first + 1)
    if after is not None:
        statement = statement.where(_beyond(model, row_id_of(after), newest=newest))

    async def count() -> int:
        counted = select(func.count()).select_from(everything.with_only_columns(model.id).subquery())
        return await context.read(lambda session: _count(session, counted))

    return _shown(list(await context.read(lambda session: _rows(session, statement))), first, after, count)


async def page_below(
    info: Info, model: type[Entity], key: str, parent_id: UUID, *, first: int, after: str | None, newest: bool = False
) -> Connection[Any]:
    """A page of the rows whose column `key` holds the parent's id: one statement for all parents of an answer.

    Raises: Invalid.
    """
    _check_size(first)
    last_seen = None if after is None else row_id_of(after)
    column = getattr(model, key)
    order = model.id.desc() if newest else model.id

    async def load(session: ReadSession, parents: Sequence[UUID]) -> dict[UUID, list[Entity]]:
        place = func.row_number().over(partition_by=column, order_by=order).label("place")
        numbered = select(model.tenant_id, model.id, place).where(
            model.tenant_id == session.tenant_id, column.in_(parents)
        )
        if last_seen is not None:
            numbered = numbered.where(_beyond(model, last_seen, newest=newest))
        places = numbered.subquery("places")
        statement: Select[Entity] = (
            select(model)
            .join(places, and_(model.tenant_id == places.c.tenant_id, model.id == places.c.id))
            .where(model.tenant_id == session.tenant_id, places.c.place <= first + 1)
            .order_by(order)
        )
        found: defaultdict[UUID, list[Entity]] = defaultdict(list)
        for row in (await session.scalars(statement)).all():
            found[getattr(row, key)].append(row)
        return found

    async def load_counts(session: ReadSession, parents: Sequence[UUID]) -> dict[UUID, int]:
        counted = (
            select(column, func.count())
            .where(model.tenant_id == session.tenant_id, column.in_(parents))
            .group_by(column)
        )
        return {row[0]: row[1] for row in await session.execute(counted)}

    loaders = info.context.loaders

    async def count() -> int:
        return await loaders.custom(("count below", model, key), load_counts).load(parent_id) or 0

    rows = await loaders.custom(("page below", model, key, first, after, newest), load).load(parent_id)
    return _shown(rows or [], first, after, count)


def paged_below(model: type[Entity], key: str, *, description: str, newest: bool = False) -> Any:
    """A field that leads to a list that can grow without bound, page by page."""

    async def resolve(root: Any, info: Info, first: First = 50, after: After = None) -> Any:
        return await page_below(info, model, key, root.id, first=first, after=after, newest=newest)

    return strawberry.field(
        resolver=resolve, description=description, metadata={"compiled": pages.page_below(model, key, newest=newest)}
    )


def _check_size(first: int) -> None:
    if not 1 <= first <= MOST:
        raise Invalid(f"A page holds 1 to {MOST}; you asked for {first}.", field="first")


def _beyond(model: type[Entity], last_seen: UUID, *, newest: bool) -> ColumnElement[bool]:
    return model.id < last_seen if newest else model.id > last_seen


def _shown(rows: list[Any], first: int, after: str | None, count: Callable[[], Awaitable[int]]) -> Connection[Any]:
    """The page out of rows that were read one further than it holds."""
    shown = rows[:first]
    return Connection(
        nodes=shown,
        page_info=PageInfo(
            has_next_page=len(rows) > first,
            has_previous_page=after is not None,
            start_cursor=cursor_of(shown[0].id) if shown else None,
            end_cursor=cursor_of(shown[-1].id) if shown else None,
        ),
        count=count,
    )


async def _rows(session: Any, statement: Select[Any]) -> Any:
    return (await session.scalars(statement)).all()


async def _count(session: Any, statement: Select[Any]) -> int:
    return int(await session.scalar(statement))
