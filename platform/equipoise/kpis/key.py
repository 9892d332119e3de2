"""The key of a KPI: its short name for programs, workbooks and people who type. It never changes."""

import re

from sqlalchemy import select

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Duplicate, Refusal
from equipoise.kpis.models import Kpi

LONGEST = 64

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?", re.ASCII)
_LOOKS_LIKE_AN_ID = re.compile(r".*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class InvalidKey(Refusal):
    """A key of the wrong form."""

    code = "INVALID_KEY"


async def free_key(session: TenantSession, raw: str) -> str:
    """The key, if it has the right form and no KPI has it, retired ones included.

    Raises: InvalidKey, Duplicate.
    """
    key = checked_key(raw)
    taken = select(Kpi).where(Kpi.tenant_id == session.tenant_id, Kpi.key == key)
    holder = (await session.scalars(taken)).one_or_none()
    if holder is not None:
        raise Duplicate(f"The key {key} is that of the {holder.state.lower()} KPI “{holder.name}”.", field="key")
    return key


def checked_key(raw: str) -> str:
    """The key, if it has the right form. It never looks like an id, so that values can be recorded by either.

    Raises: InvalidKey.
    """
    key = raw.strip()
    if len(key) > LONGEST or not _KEY.fullmatch(key):
        raise InvalidKey(
            f"A key has 1 to {LONGEST} small letters, digits and inner `_`, `-` or `.`, such as `order_lead_time`.",
            field="key",
        )
    if _LOOKS_LIKE_AN_ID.fullmatch(key):
        raise InvalidKey("A key must not look like an id.", field="key")
    return key
