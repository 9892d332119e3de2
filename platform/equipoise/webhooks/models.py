"""Webhooks, what they have to deliver, and every attempt at it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.choice import one_of
from equipoise.db.model import Detail, Entity, Json, within_tenant


class WebhookState(StrEnum):
    """A paused webhook is sent nothing until it is resumed; one that has failed for days is paused by itself."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"


class DeliveryState(StrEnum):
    """PENDING has attempts before it; FAILED has none left."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class Webhook(Entity):
    """An address that wants to know."""

    __tablename__ = "webhook"

    name: Mapped[str]
    url: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Kinds of events, or their parts before the dot; empty for all."""
    state: Mapped[WebhookState] = mapped_column(one_of(WebhookState), default=WebhookState.ACTIVE)
    paused_because: Mapped[str | None]
    """Why it was paused by itself; None where a person did."""
    secrets: Mapped[bytes]
    """Sealed: the signing secret, and for a day after a change the one before it."""
    position: Mapped[int] = mapped_column(BigInteger)
    """The last event of the log that has been looked at for it."""
    failing_since: Mapped[datetime | None]
    created_at: Mapped[datetime]


class WebhookDelivery(Entity):
    """One message for one webhook. Its bytes are the same in every attempt."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        within_tenant("webhook_id", "webhook", ondelete="CASCADE"),
        Index(None, "tenant_id", "webhook_id", "id"),
        Index(None, "tenant_id", "created_at"),
    )

    webhook_id: Mapped[UUID]
    position: Mapped[int | None] = mapped_column(BigInteger)
    """Of the event in the log; None for a test message."""
    kind: Mapped[str]
    payload: Mapped[Json]
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    """Since it was made or last replayed."""
    next_attempt_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class WebhookAttempt(Detail):
    """What came of one attempt. The application may add and forget attempts, never alter one."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (within_tenant("delivery_id", "webhook_delivery", ondelete="CASCADE"),)

    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    milliseconds: Mapped[int]
    status: Mapped[int | None]
    """Of the answer; None where there was none."""
    error: Mapped[str | None]
    answer: Mapped[str | None]
    """How the answer began."""
