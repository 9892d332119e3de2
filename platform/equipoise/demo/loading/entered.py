"""What has been entered so far: from the story's keys to the ids that the use cases gave."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.people import OWNER
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind

ORIGIN = "demo"


@dataclass(frozen=True, slots=True)
class Entered:
    """Ids by key of the story, of one tenant."""

    demo: DemoOrganisation
    tenant_id: UUID
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    scorecards: dict[str, UUID] = field(default_factory=dict)
    objectives: dict[str, UUID] = field(default_factory=dict)
    kpis: dict[str, UUID] = field(default_factory=dict)

    def actor(self, person: str, now: datetime) -> Actor:
        """Somebody of the story, at a moment."""
        role = next(each.role for each in self.demo.people if each.key == person)
        return Actor(self.tenant_id, self.people[person], role, PersonKind.HUMAN, now, origin=ORIGIN)

    def owner(self, now: datetime) -> Actor:
        return self.actor(OWNER, now)
