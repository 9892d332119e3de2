"""Places that a run could not use: all are counted, the first thousand are kept."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from equipoise.connections.child.request import MOST_ROW_ERRORS
from equipoise.connections.texts import CODE, MESSAGE, PLACE, shortened
from equipoise.db.session import TenantSession


class RowError(NamedTuple):
    """A place at the source, and why it could not be used."""

    place: str
    message: str
    code: str


@dataclass(slots=True)
class RowErrors:
    """The errors of one run, as they come."""

    count: int = 0
    kept: list[RowError] = field(default_factory=list)

    def add(self, place: str, message: str, code: str) -> None:
        self.count += 1
        if len(self.kept) < MOST_ROW_ERRORS:
            error = RowError(shortened(place, PLACE), shortened(message, MESSAGE), shortened(code, CODE))
            self.kept.append(error)


_STORE = text("""
    INSERT INTO run_row_error (tenant_id, run_id, ordinal, location, message, code)
    SELECT :tenant_id, :run_id, ordinal, location, message, code
    FROM unnest(:places ::text[], :messages ::text[], :codes ::text[])
         WITH ORDINALITY AS row (location, message, code, ordinal)
    ON CONFLICT (tenant_id, run_id, ordinal) DO NOTHING
""")


async def store_row_errors(session: TenantSession, run_id: UUID, errors: RowErrors) -> None:
    """Keep them with the run."""
    if not errors.kept:
        return
    places, messages, codes = zip(*errors.kept, strict=True)
    await session.execute(
        _STORE,
        {
            "tenant_id": session.tenant_id,
            "run_id": run_id,
            "places": list(places),
            "messages": list(messages),
            "codes": list(codes),
        },
    )
