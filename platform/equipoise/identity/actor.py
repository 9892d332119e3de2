"""Who acts, with which rights, and when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from equipoise.domain.errors import Forbidden
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.domain.scopes import InsufficientScope, Scope, let_through, scope_for
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
    scopes: frozenset[Scope] | None = None
    """What the token was given for; None where it is for everything."""

    @property
    def today(self) -> date:
        return self.now.date()

    def may(self, permission: Permission) -> bool:
        return permission in permissions(self.role) and self._let_through(permission)

    def require(self, permission: Permission) -> None:
        """Raises: Forbidden, naming what the role lacks; InsufficientScope, naming what the token lacks."""
        if permission not in permissions(self.role):
            raise Forbidden(f"Your role ({self.role.lower()}) may not {permission}. Ask an administrator.")
        if not self._let_through(permission):
            raise InsufficientScope(f"This access was not given the scope {scope_for(permission)}. Ask for it.")

    def require_everything(self, act: str) -> None:
        """Credentials are handed out only with a token that itself is for everything.

        A narrow one would otherwise give itself what it lacks, or outlive its end.
        Raises: InsufficientScope.
        """
        if self.scopes is not None and Scope.ADMIN not in self.scopes:
            raise InsufficientScope(f"To {act}, this access would need the scope {Scope.ADMIN}. Ask for it.")

    def _let_through(self, permission: Permission) -> bool:
        return self.scopes is None or permission in let_through(self.scopes)
