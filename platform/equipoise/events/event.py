"""An event as readers get it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from equipoise.db.model import Json


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` is a word of `EventKind`, or of another version of the product."""

    position: int
    kind: str
    at: datetime
    actor_id: UUID | None
    data: Json

    def id(self, name: str) -> UUID | None:
        """The one id under this name; None if it has none."""
        found = self.data.get(name)
        return None if found is None else UUID(found)

    def ids(self, name: str) -> frozenset[UUID] | None:
        """The ids under this name; None where they were too many to be named."""
        found = self.data.get(name, ())
        return None if found is None else frozenset(map(UUID, found))

    def day(self, name: str) -> date | None:
        """The date under this name."""
        found = self.data.get(name)
        return None if found is None else date.fromisoformat(found)
