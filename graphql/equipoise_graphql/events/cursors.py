"""Where somebody has come to in an organisation's events, as a word that callers pass back."""

import base64
import binascii
import struct
from uuid import UUID

from equipoise.domain.errors import Refusal

_FORM = struct.Struct(">4sQ")


class InvalidCursor(Refusal):
    """Not a cursor of this organisation's events."""

    code = "INVALID_CURSOR"


def cursor_at(tenant_id: UUID, position: int) -> str:
    return base64.urlsafe_b64encode(_FORM.pack(_mark(tenant_id), position)).decode()


def position_at(tenant_id: UUID, cursor: str) -> int:
    """Raises: InvalidCursor."""
    try:
        mark, position = _FORM.unpack(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, struct.error):
        raise _invalid() from None
    if mark != _mark(tenant_id) or position >= 2**63:
        raise _invalid()
    return int(position)


def _mark(tenant_id: UUID) -> bytes:
    # The last bytes are random ones. Enough to notice that a cursor was mixed up; nothing depends on it.
    return tenant_id.bytes[-4:]


def _invalid() -> InvalidCursor:
    return InvalidCursor("This is no cursor of your organisation's events: pass one as it came.", field="after")
