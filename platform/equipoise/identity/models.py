"""People of one organisation and their access tokens."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, within_tenant
from equipoise.domain.roles import Role


class PersonKind(StrEnum):
    """A service reads and writes like a person, but its reads are no evidence that anybody uses a KPI."""

    HUMAN = "HUMAN"
    SERVICE = "SERVICE"


class Person(Entity):
    """Somebody of the organisation. Never deleted: what they recorded and decided keeps its author."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("tenant_id", "email"),
        within_tenant("org_unit_id", "org_unit"),
    )

    display_name: Mapped[str]
    email: Mapped[str]
    """Lower case."""
    kind: Mapped[PersonKind] = mapped_column(one_of(PersonKind), default=PersonKind.HUMAN)
    role: Mapped[Role] = mapped_column(one_of(Role))
    org_unit_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class AccessToken(Entity):
    """A bearer token. Only its hash is kept; a role below the person's own narrows what it may do."""

    __tablename__ = "access_token"
    __table_args__ = (
        UniqueConstraint("tenant_id", "secret_hash"),
        Index(None, "tenant_id", "client_id", "grant_id"),
        within_tenant("person_id", "person", ondelete="CASCADE"),
        within_tenant("client_id", "oauth_client", ondelete="CASCADE"),
        within_tenant("grant_id", "oauth_grant", ondelete="CASCADE"),
    )

    person_id: Mapped[UUID]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role))
    secret_hash: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]
    scopes: Mapped[str | None]
    """What it is for, separated by blanks; None: everything that the role may."""
    client_id: Mapped[UUID | None]
    """The OAuth client that it was given to; None of a token that was made by hand."""
    grant_id: Mapped[UUID | None]
    """What a person let the client do; None where the client acts for itself."""
