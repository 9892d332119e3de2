"""Scorecards that are about to change: found, allowed, locked, and not archived."""

from typing import TypeVar
from uuid import UUID

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.scores.lock import lock_scorecards
from equipoise.strategy.models import CauseEffectLink, Objective, Perspective, Scorecard, ScorecardStatus

Part = TypeVar("Part", Perspective, Objective, CauseEffectLink)


class Archived(Conflict):
    """An archived scorecard is kept as it was."""

    code = "ARCHIVED"


class Retired(Conflict):
    """What was taken out of the strategy takes part in nothing new."""

    code = "RETIRED"


async def scorecard_to_edit(
    session: TenantSession, actor: Actor, scorecard_id: UUID, *, field: str = "id"
) -> Scorecard:
    """The scorecard, locked with all that its scores flow into.

    Raises: Forbidden, NotFound, Archived.
    """
    actor.require(Permission.EDIT_STRATEGY)
    await lock_scorecards(session, [scorecard_id])
    scorecard = await require(session, Scorecard, scorecard_id, field=field, lock=True)
    must_not_be_archived(scorecard, field)
    return scorecard


async def part_to_edit(
    session: TenantSession, actor: Actor, model: type[Part], part_id: UUID, *, field: str = "id"
) -> Part:
    """A part of a scorecard, locked after the scorecard.

    Raises: Forbidden, NotFound, Archived.
    """
    actor.require(Permission.EDIT_STRATEGY)
    part = await require(session, model, part_id, field=field)
    await scorecard_to_edit(session, actor, part.scorecard_id, field=field)
    return await require(session, model, part_id, field=field, lock=True)


def must_not_be_archived(scorecard: Scorecard, field: str) -> None:
    """Raises: Archived."""
    if scorecard.status is ScorecardStatus.ARCHIVED:
        raise Archived(f"“{scorecard.name}” is archived; activate it to change it.", field=field)


def must_not_be_retired(objective: Objective, field: str) -> None:
    """Raises: Retired."""
    if objective.retired_at is not None:
        raise Retired(f"“{objective.name}” is retired; restore it first.", field=field)
