"""Cause-effect links between the objectives of one scorecard."""

from uuid import UUID

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession, row_values
from equipoise.domain import text
from equipoise.domain.errors import Conflict, Cycle, Duplicate
from equipoise.domain.fields import TooMany
from equipoise.domain.graph import find_cycle
from equipoise.events.emit import emit
from equipoise.events.kinds import EventKind
from equipoise.identity.actor import Actor
from equipoise.strategy.editing import must_not_be_retired, part_to_edit
from equipoise.strategy.models import CauseEffectLink, Objective

MOST_LINKS = 400
"""On one scorecard; a map with more than a few dozen explains nothing."""

_SHOWN = 8
"""Objectives of a circle that are named."""


class OtherScorecard(Conflict):
    """The two objectives are not on the same scorecard."""

    code = "OTHER_SCORECARD"


async def link_objectives(
    session: TenantSession, actor: Actor, cause_id: UUID, effect_id: UUID, *, rationale: str = ""
) -> CauseEffectLink:
    """If the cause is achieved, then the effect follows. Links of one scorecard never close a circle.

    Raises: Forbidden, NotFound, Archived, Retired, OtherScorecard, Duplicate, Cycle, TooMany, TextTooLong.
    """
    cause = await part_to_edit(session, actor, Objective, cause_id, field="cause")
    effect = await require(session, Objective, effect_id, field="effect")
    if cause.scorecard_id != effect.scorecard_id:
        raise OtherScorecard(
            "Cause and effect are on different scorecards; to serve a parent's objective, cascade it.", field="effect"
        )
    must_not_be_retired(cause, "cause")
    must_not_be_retired(effect, "effect")
    why = text.prose(rationale, "rationale")
    links = await _links(session, cause.scorecard_id)
    if (cause.id, effect.id) in links:
        raise Duplicate(f"“{cause.name}” is linked to “{effect.name}” already.", field="effect")
    if len(links) >= MOST_LINKS:
        raise TooMany(f"A scorecard has at most {MOST_LINKS} cause-effect links.", field="cause")
    if circle := find_cycle([*links, (cause.id, effect.id)]):
        raise Cycle(f"This would close a circle: {await _named(session, circle)}.", field="effect")

    link = CauseEffectLink(
        id=new_id(), scorecard_id=cause.scorecard_id, cause_id=cause.id, effect_id=effect.id, rationale=why
    )
    session.add(link)
    await session.flush()
    record(session, actor, "cause_effect_link.added", "cause_effect_link", link.id, after=row_values(link))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=link.scorecard_id)
    return link


async def update_link(session: TenantSession, actor: Actor, link_id: UUID, *, rationale: str) -> CauseEffectLink:
    """Say anew why the effect follows.

    Raises: Forbidden, NotFound, Archived, TextTooLong.
    """
    link = await part_to_edit(session, actor, CauseEffectLink, link_id)
    before = {"rationale": link.rationale}
    link.rationale = text.prose(rationale, "rationale")
    after = {"rationale": link.rationale}
    record(session, actor, "cause_effect_link.updated", "cause_effect_link", link.id, before=before, after=after)
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=link.scorecard_id)
    return link


async def unlink_objectives(session: TenantSession, actor: Actor, link_id: UUID) -> None:
    """Raises: Forbidden, NotFound, Archived."""
    link = await part_to_edit(session, actor, CauseEffectLink, link_id)
    await session.delete(link)
    record(session, actor, "cause_effect_link.removed", "cause_effect_link", link.id, before=row_values(link))
    emit(session, actor, EventKind.SCORECARD_CHANGED, scorecard=link.scorecard_id)


async def _links(session: TenantSession, scorecard_id: UUID) -> list[tuple[UUID, UUID]]:
    statement = select(CauseEffectLink.cause_id, CauseEffectLink.effect_id).where(
        CauseEffectLink.tenant_id == session.tenant_id, CauseEffectLink.scorecard_id == scorecard_id
    )
    return [(cause, effect) for cause, effect in await session.execute(statement)]


async def _named(session: TenantSession, circle: list[UUID]) -> str:
    statement = select(Objective.id, Objective.name).where(
        Objective.tenant_id == session.tenant_id, Objective.id.in_(circle)
    )
    names = {objective_id: f"“{name}”" for objective_id, name in await session.execute(statement)}
    steps = [names[objective_id] for objective_id in circle]
    if len(steps) > _SHOWN:
        steps = [*steps[: _SHOWN - 1], f"{len(steps) - _SHOWN} more", steps[-1]]
    return " → ".join([*steps, names[circle[0]]])
