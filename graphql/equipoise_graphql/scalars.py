"""How values look in JSON."""

from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from equipoise.domain.decimals import as_text
from equipoise_graphql.uploaded import UploadedFile, uploaded


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _as_written(value: Any) -> Any:
    """A figure of the input, as it was written.

    It is read by the use case, which knows which item of which list it belongs to and can say so.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise GraphQLError(f'A Decimal is written as a string, such as "12.5"; this is {_shown(value)}.')
    return value


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"A Date is written as 2026-03-31; this is {_shown(value)}.") from None


def _datetime(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"A DateTime is written as 2026-03-31T12:00:00Z; this is {_shown(value)}.") from None
    if moment.tzinfo is None:
        raise GraphQLError("A DateTime needs its offset from UTC, such as Z or +01:00.")
    if not MINYEAR < moment.year < MAXYEAR:
        # In another time zone it may lie in a year that there is not.
        raise GraphQLError(f"A DateTime lies in the years {MINYEAR + 1} to {MAXYEAR - 1}; this is {_shown(value)}.")
    return moment


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact number, written as a string without an exponent: `"12.5"`.',
        serialize=as_text,
        parse_value=_as_written,
    ),
    date: strawberry.scalar(
        name="Date", description="A day, ISO 8601: `2026-03-31`.", serialize=date.isoformat, parse_value=_date
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, ISO 8601 with its offset: `2026-03-31T12:00:00+00:00`.",
        serialize=datetime.isoformat,
        parse_value=_datetime,
    ),
    UploadedFile: strawberry.scalar(
        name="Upload",
        description="A file, sent beside the document as the GraphQL multipart request specification has it.",
        parse_value=uploaded,
    ),
}
