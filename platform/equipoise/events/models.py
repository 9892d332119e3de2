"""The counter of an organisation's changes, and the log of its events."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from equipoise.db.model import Json, TenantModel


class ChangeCounter(TenantModel):
    """How far the organisation's changes have come. Made by its first change, moved by every one after it.

    Whoever commits a change holds the row from just before to just after the commit, so that what is committed
    later always stands further on.
    """

    __tablename__ = "change_counter"

    position: Mapped[int] = mapped_column(BigInteger)
    forgotten: Mapped[int] = mapped_column(BigInteger)
    """Events up to this position may have been removed from the log; who has seen less cannot go on from there."""
    used: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """How often evidence of use was written by itself, which is no change and moves no position."""


class EventEntry(TenantModel):
    """One event. The application may add events, read them and forget old ones, never alter one."""

    __tablename__ = "event"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The change counter's, as it was when this was committed; not every position has an event."""
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """The person; None when the system acted by itself."""
    data: Mapped[Json]
    """What it is about, in ids and dates: nothing that has to be kept from those who may read the scorecard."""
