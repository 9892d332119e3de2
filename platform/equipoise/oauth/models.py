"""Clients, and what people let them do."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Entity, within_tenant
from equipoise.domain.roles import Role


class ClientKind(StrEnum):
    """Whether the client can keep a secret: a page in a browser and an app on a phone cannot."""

    PUBLIC = "PUBLIC"
    CONFIDENTIAL = "CONFIDENTIAL"


class OAuthClient(Entity):
    """An application that an administrator registered. Never deleted: the audit log speaks of it."""

    __tablename__ = "oauth_client"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        within_tenant("service_person_id", "person"),
    )

    name: Mapped[str]
    secret_hash: Mapped[bytes | None]
    """None of a public client."""
    redirect_uris: Mapped[str]
    """Separated by blanks, of which an address has none; so are the next two."""
    web_origins: Mapped[str]
    scopes: Mapped[str]
    """What it may ask for at most."""
    service_person_id: Mapped[UUID | None]
    """The service as which it acts for itself; None where it acts for people only."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def kind(self) -> ClientKind:
        return ClientKind.PUBLIC if self.secret_hash is None else ClientKind.CONFIDENTIAL


class OAuthGrant(Entity):
    """What a person once let a client do: the code that it picks up, and the tokens that come of it.

    Of the refresh tokens, each replaced by the next, only the newest is kept: all begin with the same secret, so
    that an older one is known for what it is.
    """

    __tablename__ = "oauth_grant"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code_hash"),
        UniqueConstraint("tenant_id", "family_hash"),
        Index(None, "tenant_id", "person_id", "client_id"),
        within_tenant("client_id", "oauth_client", ondelete="CASCADE"),
        within_tenant("person_id", "person", ondelete="CASCADE"),
    )

    client_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[Role] = mapped_column(one_of(Role))
    """As which the person was signed in: what comes of it may never do more."""
    scopes: Mapped[str]
    redirect_uri: Mapped[str]
    code_hash: Mapped[bytes]
    code_challenge: Mapped[str]
    nonce: Mapped[str | None]
    created_at: Mapped[datetime]
    code_expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    family_hash: Mapped[bytes | None]
    refresh_hash: Mapped[bytes | None]
    refresh_expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class OAuthConsent(Entity):
    """That a person need not be asked again whether this client may have these scopes."""

    __tablename__ = "oauth_consent"
    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id", "client_id"),
        within_tenant("person_id", "person", ondelete="CASCADE"),
        within_tenant("client_id", "oauth_client", ondelete="CASCADE"),
    )

    person_id: Mapped[UUID]
    client_id: Mapped[UUID]
    scopes: Mapped[str]
    given_at: Mapped[datetime]
