"""The tree of organisation units."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict, Cycle
from equipoise.domain.graph import ancestors
from equipoise.domain.roles import Permission
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.strategy.models import OrgUnit, Scorecard, UnitKind


class UnitProperties(TypedDict, total=False):
    """What can be changed about a unit; what is left out stays as it is."""

    name: str
    kind: UnitKind
    position: int


async def top_units(session: ReadSession) -> Sequence[OrgUnit]:
    """The units without a parent, in their order."""
    statement = select(OrgUnit).where(OrgUnit.tenant_id == session.tenant_id, OrgUnit.parent_id.is_(None))
    return (await session.scalars(statement.order_by(OrgUnit.position, OrgUnit.name))).all()


async def add_unit(
    session: TenantSession, actor: Actor, *, name: str, kind: UnitKind, parent_id: UUID | None, position: int = 0
) -> OrgUnit:
    """A new unit below `parent_id`, or another root.

    Raises: Forbidden, NotFound, TextMissing.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    if parent_id is not None:
        await require(session, OrgUnit, parent_id, field="parent")
    unit = OrgUnit(id=new_id(), name=text.name(name, "name"), kind=kind, parent_id=parent_id, position=position)
    session.add(unit)
    await session.flush()
    record(session, actor, "org_unit.added", "org_unit", unit.id, after={"name": unit.name, "parent": parent_id})
    return unit


async def update_unit(
    session: TenantSession, actor: Actor, unit_id: UUID, **properties: Unpack[UnitProperties]
) -> OrgUnit:
    """Change what is given.

    Raises: Forbidden, NotFound, TextMissing.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    unit = await require(session, OrgUnit, unit_id, lock=True)
    wanted: dict[str, Any] = dict(properties)
    if "name" in properties:
        wanted["name"] = text.name(properties["name"], "name")
    changed = change(unit, wanted)
    if changed:
        record(session, actor, "org_unit.updated", "org_unit", unit.id, before=changed.before, after=changed.after)
    return unit


async def move_unit(session: TenantSession, actor: Actor, unit_id: UUID, parent_id: UUID | None) -> OrgUnit:
    """Put a unit, with all below it, under another parent.

    Raises: Forbidden, NotFound, Cycle.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    await _lock_tree(session)
    unit = await require(session, OrgUnit, unit_id, lock=True)
    if parent_id is not None:
        await require(session, OrgUnit, parent_id, field="parent")
        if parent_id == unit_id or unit_id in ancestors(parent_id, await _to_parents(session)):
            raise Cycle(f"{unit.name} cannot be placed below itself.", field="parent")
    before = {"parent": unit.parent_id}
    unit.parent_id = parent_id
    record(session, actor, "org_unit.moved", "org_unit", unit.id, before=before, after={"parent": parent_id})
    return unit


async def remove_unit(session: TenantSession, actor: Actor, unit_id: UUID) -> None:
    """Remove a unit that nothing belongs to any more.

    Raises: Forbidden, NotFound, Conflict.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    unit = await require(session, OrgUnit, unit_id, lock=True)
    for model, column, what in (
        (OrgUnit, OrgUnit.parent_id, "units"),
        (Scorecard, Scorecard.org_unit_id, "scorecards"),
        (Person, Person.org_unit_id, "people"),
    ):
        counted = select(func.count()).select_from(model).where(model.tenant_id == session.tenant_id, column == unit_id)
        if held := await session.scalar(counted):
            raise Conflict(f"{unit.name} still holds {held} {what}; move them first.", field="id")
    await session.delete(unit)
    record(session, actor, "org_unit.removed", "org_unit", unit.id, before={"name": unit.name})


async def _lock_tree(session: TenantSession) -> None:
    """Two moves that each look harmless could close a circle together, so they take turns."""
    roots = select(OrgUnit.id).where(OrgUnit.tenant_id == session.tenant_id, OrgUnit.parent_id.is_(None))
    await session.execute(roots.order_by(OrgUnit.id).with_for_update(key_share=True))


async def _to_parents(session: TenantSession) -> list[tuple[UUID, UUID]]:
    rows = await session.execute(select(OrgUnit.id, OrgUnit.parent_id).where(OrgUnit.tenant_id == session.tenant_id))
    return [(child, parent) for child, parent in rows if parent is not None]
