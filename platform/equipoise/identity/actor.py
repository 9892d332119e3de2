"""Who acts, with which rights, and when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from equipoise.domain.errors import Forbidden
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.identity.models import PersonKind


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or service on whose behalf a use case runs. Use cases take the time from here, never from a clock."""

    tenant_id: UUID
    person_id: UUID
    role: Role
    kind: PersonKind
    now: datetime
    origin: str = "api"
    client_id: UUID | None = None
    """The OAuth client that acts for the person; of a token made by hand the token itself. None within the process."""

    @property
    def today(self) -> date:
        return self.now.date()

    def may(self, permission: Permission) -> bool:
        return permission in permissions(self.role)

    def require(self, permission: Permission) -> None:
        """Raises: Forbidden, naming what the role lacks."""
        if not self.may(permission):
            raise Forbidden(f"Your role ({self.role.lower()}) may not {permission}. Ask an administrator.")
