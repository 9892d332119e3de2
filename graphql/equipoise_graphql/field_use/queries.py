"""Reading the use of the schema."""

import base64
import binascii
from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry

from equipoise.db.session import ReadSession
from equipoise.domain import text
from equipoise.domain.errors import Invalid
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.field_use.uses import Place, Use, count_uses, uses
from equipoise_graphql.context import Info
from equipoise_graphql.field_use.deprecated import deprecated
from equipoise_graphql.field_use.types import FieldUseConnection, FieldUseEdge
from equipoise_graphql.fields import resolved
from equipoise_graphql.paging import MOST, After, First, PageInfo

MOST_COORDINATES = 100


@strawberry.input(description="Which uses; conditions add up.")
class FieldUseFilter:
    """Which uses."""

    coordinates: list[str] | None = strawberry.field(
        default=None, description=f"Only uses of these parts of the schema, at most {MOST_COORDINATES}."
    )
    deprecated: bool = strawberry.field(default=False, description="Only uses of what is deprecated.")
    since: date | None = strawberry.field(default=None, description="Only uses on this day or later.")


@strawberry.type
class FieldUseQueries:
    """Reading the use of the schema."""

    @resolved(
        "Which client uses what of the schema, by coordinate, so that nobody is surprised when something deprecated "
        "goes. Requests are counted within seconds. For administrators and owners.",
        uncounted=True,
    )
    async def field_use(
        self,
        info: Info,
        first: First = 50,
        after: After = None,
        filter: Annotated[FieldUseFilter | None, strawberry.argument(description="Which uses.")] = None,
    ) -> FieldUseConnection:
        info.context.actor.require(Permission.READ_AUDIT)
        if not 1 <= first <= MOST:
            raise Invalid(f"A page holds 1 to {MOST}; you asked for {first}.", field="first")
        place = None if after is None else _place(after)
        wanted = filter or FieldUseFilter()
        since, coordinates = wanted.since or date.min, _coordinates(info, wanted)

        async def read(session: ReadSession) -> tuple[list[Use], int]:
            page = await uses(session, since, coordinates=coordinates, after=place, most=first + 1)
            return page, await count_uses(session, since, coordinates=coordinates)

        return _page(*await info.context.read(read), first=first, begun=place is None)


def _coordinates(info: Info, wanted: FieldUseFilter) -> set[str] | None:
    """The parts of the schema that are asked about; None for all of them."""
    named = None
    if wanted.coordinates is not None:
        if len(wanted.coordinates) > MOST_COORDINATES:
            raise TooMany(
                f"At most {MOST_COORDINATES} parts at once; these are {len(wanted.coordinates):,}.",
                field="filter.coordinates",
            )
        named = {text.name(each, f"filter.coordinates.{n}") for n, each in enumerate(wanted.coordinates)}
    if not wanted.deprecated:
        return named
    leaving = set(deprecated(info.schema._schema))
    return leaving if named is None else leaving & named


def _page(found: list[Use], total: int, *, first: int, begun: bool) -> FieldUseConnection:
    edges = [FieldUseEdge(cursor=_cursor(use), node=cast("Any", use)) for use in found[:first]]
    return FieldUseConnection(
        nodes=[edge.node for edge in edges],
        edges=edges,
        page_info=PageInfo(
            has_next_page=len(found) > first,
            has_previous_page=not begun,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        total_count=total,
    )


def _cursor(use: Use) -> str:
    return base64.urlsafe_b64encode(use.client_id.bytes + use.coordinate.encode()).decode()


def _place(cursor: str) -> Place:
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
        return Place(text.name(raw[16:].decode(), "after"), UUID(bytes=raw[:16]))
    except (ValueError, binascii.Error):
        raise Invalid("This is no cursor of this list: pass `endCursor` of the page before.", field="after") from None


QUERIES = (FieldUseQueries,)
