"""The document at work: what is there by its name, what came of it, and where a refusal comes from."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from equipoise.db.model import Entity
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise.exchange.document.document import Document
from equipoise.exchange.match import Matches
from equipoise.exchange.problems import Place, shown, with_line
from equipoise.exchange.report import Kind, Report
from equipoise.exchange.rows import Rows, in_force
from equipoise.exchange.spelling import snake
from equipoise.identity.actor import Actor

_SPELLED: Final = {"org_unit": "unit", "display_name": "name", "fiscal_year_first_month": "fiscal_first_month"}
"""Where a document says it otherwise than the API."""

_WHOLE: Final = frozenset({"id", "kpi", "initiative", "scorecard", "perspective"})
"""Fields of the API that stand for the thing itself, which a document has no line for."""


@dataclass(slots=True)
class Work:
    """What every step needs."""

    session: TenantSession
    actor: Actor
    document: Document
    lines: Mapping[Place, int]
    rows: Rows
    found: Matches
    advance: Callable[[], None]
    report: Report = field(default_factory=Report)
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    scorecards: dict[str, UUID] = field(default_factory=dict)
    kpis: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = {self.rows.unit_path(unit_id): unit_id for unit_id in self.rows.units}
        self.people = {row.email: row.id for row in self.rows.people.values() if in_force(row)}
        self.scorecards = {row.name: row.id for row in self.rows.scorecards_in_force()}
        self.kpis = {row.key: row.id for row in self.rows.kpis.values() if in_force(row)}

    def known(self, place: Place, kind: Kind, name: str, row: Entity, *, created: bool = False) -> None:
        """The row of an entry, found or just made."""
        self.found.rows[place] = row
        self.report.entry(place, kind, name, created=created)
        self.advance()

    def person(self, email: str | None) -> UUID | None:
        return None if email is None else self.people[email]

    @contextmanager
    def at(self, place: Place, spelled: Mapping[str, str] | None = None) -> Iterator[None]:
        """What is refused in here is refused about the entry at this place."""
        try:
            yield
        except Refusal as refusal:
            place = (*place, *_below(refusal.field, _SPELLED if spelled is None else spelled))
            refusal.field = shown(place)
            refusal.message = f"{with_line(place, self.lines)}: {refusal.message}"
            raise


def _below(field: str | None, spelled: Mapping[str, str]) -> Place:
    if field is None:
        return ()
    first, *rest = snake(field).split(".")
    if first in _WHOLE and not rest:
        return ()
    return (spelled.get(first, first), *rest)
