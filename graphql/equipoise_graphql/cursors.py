"""Cursors of Relay connections: a row's id in disguise, for ids are made in order of time and so sort the rows."""

import base64
from uuid import UUID

from equipoise.domain.errors import Invalid


def cursor_of(row_id: UUID) -> str:
    """The cursor that stands for a row."""
    return base64.urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


def cursor_in_sql(row_id: str) -> str:
    """The same in SQL, for an expression of the type uuid."""
    return f"translate(rtrim(encode(uuid_send({row_id}), 'base64'), '='), '+/', '-_')"


def row_id_of(cursor: str) -> UUID:
    """Raises: Invalid."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise Invalid("This is no cursor of this list: pass `endCursor` of the page before.", field="after") from None
