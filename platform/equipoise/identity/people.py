"""People join, change and leave."""

from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict, Duplicate, Forbidden, NotFound
from equipoise.domain.roles import Permission, Role, permissions
from equipoise.events.emit import emit
from equipoise.events.kinds import InternalKind
from equipoise.identity.actor import Actor
from equipoise.identity.models import AccessToken, Person, PersonKind
from equipoise.strategy.models import OrgUnit


class LastOwner(Conflict):
    """The organisation always has an owner, who is a human."""

    code = "LAST_OWNER"


class AlreadyLeft(Conflict):
    """The person is not here any more."""

    code = "ALREADY_LEFT"


class PersonProperties(TypedDict, total=False):
    """What can be changed about a person; what is left out stays as it is."""

    display_name: str
    role: Role
    org_unit_id: UUID | None


async def add_person(
    session: TenantSession,
    actor: Actor,
    *,
    display_name: str,
    email: str,
    role: Role,
    kind: PersonKind = PersonKind.HUMAN,
    org_unit_id: UUID | None = None,
) -> Person:
    """Somebody joins. Who left and comes back under the same address goes on as the same person.

    Raises: Forbidden, NotFound, Duplicate, TextMissing.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    _refuse_more_than_own(actor, role)
    if org_unit_id is not None:
        await require(session, OrgUnit, org_unit_id, field="orgUnit")
    address = text.email(email, "email")
    facts = {
        "display_name": text.name(display_name, "displayName"),
        "role": role,
        "kind": kind,
        "org_unit_id": org_unit_id,
        "left_at": None,
    }
    person = await _with_address(session, address)
    if person is None:
        person = Person(id=new_id(), email=address, created_at=actor.now, **facts)
        session.add(person)
        await session.flush()
        record(session, actor, "person.added", "person", person.id, after={"email": address, **facts})
    elif person.left_at is None:
        raise Duplicate(f"{person.display_name} has this address already.", field="email")
    else:
        changed = change(person, facts)
        record(session, actor, "person.returned", "person", person.id, before=changed.before, after=changed.after)
        emit(session, actor, InternalKind.ACCESS_CHANGED, person=person.id)
    return person


async def update_person(
    session: TenantSession,
    actor: Actor,
    person_id: UUID,
    **properties: Unpack[PersonProperties],
) -> Person:
    """Change what is given.

    Raises: Forbidden, NotFound, AlreadyLeft, LastOwner, TextMissing.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    person, owners = await _locked_with_owners(session, person_id)
    _refuse_more_than_own(actor, person.role)
    if person.left_at is not None:
        raise AlreadyLeft(f"{person.display_name} has left; add the person again to change something.", field="id")
    if "role" in properties:
        _refuse_more_than_own(actor, properties["role"])
        if properties["role"] is not Role.OWNER:
            _keep_an_owner(person, owners, "role")
    wanted: dict[str, Any] = dict(properties)
    if "display_name" in properties:
        wanted["display_name"] = text.name(properties["display_name"], "displayName")
    if (unit_id := properties.get("org_unit_id")) is not None:
        await require(session, OrgUnit, unit_id, field="orgUnit")

    changed = change(person, wanted)
    if changed:
        record(session, actor, "person.updated", "person", person.id, before=changed.before, after=changed.after)
        emit(session, actor, InternalKind.ACCESS_CHANGED, person=person.id)
    return person


async def remove_person(session: TenantSession, actor: Actor, person_id: UUID) -> Person:
    """The person leaves now: signs in no more, and every token ends. What they did keeps their name.

    Raises: Forbidden, NotFound, AlreadyLeft, LastOwner.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    person, owners = await _locked_with_owners(session, person_id)
    _refuse_more_than_own(actor, person.role)
    if person.left_at is not None:
        raise AlreadyLeft(f"{person.display_name} has left already.", field="id")
    _keep_an_owner(person, owners, "id")
    changed = change(person, {"left_at": actor.now, "org_unit_id": None})
    await session.execute(
        update(AccessToken)
        .where(
            AccessToken.tenant_id == session.tenant_id,
            AccessToken.person_id == person.id,
            AccessToken.revoked_at.is_(None),
        )
        .values(revoked_at=actor.now)
    )
    record(session, actor, "person.removed", "person", person.id, before=changed.before, after=changed.after)
    emit(session, actor, InternalKind.ACCESS_CHANGED, person=person.id)
    return person


def matching(search: str) -> ColumnElement[bool]:
    """People in whose name or address this text occurs."""
    return or_(Person.display_name.icontains(search, autoescape=True), Person.email.icontains(search, autoescape=True))


def _refuse_more_than_own(actor: Actor, role: Role) -> None:
    """Nobody gives, changes or takes away more than they have themselves."""
    if not permissions(role) <= permissions(actor.role):
        raise Forbidden(f"Only an owner decides about {role.lower()}s; you are {actor.role.lower()}.", field="role")


async def _locked_with_owners(session: TenantSession, person_id: UUID) -> tuple[Person, list[Person]]:
    """The person and all present owners, locked together: two owners who remove each other take turns."""
    statement = (
        select(Person)
        .where(
            Person.tenant_id == session.tenant_id,
            or_(Person.id == person_id, Person.role == Role.OWNER),
        )
        .order_by(Person.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    people = (await session.scalars(statement)).all()
    person = next((each for each in people if each.id == person_id), None)
    if person is None:
        raise NotFound("There is no person with this id.", field="id")
    owners = [
        each for each in people if each.role is Role.OWNER and each.left_at is None and each.kind is PersonKind.HUMAN
    ]
    return person, owners


def _keep_an_owner(person: Person, owners: list[Person], field: str) -> None:
    if owners == [person]:
        raise LastOwner(f"{person.display_name} is the last owner. Make somebody else an owner first.", field=field)


async def _with_address(session: TenantSession, address: str) -> Person | None:
    statement = select(Person).where(Person.tenant_id == session.tenant_id, Person.email == address)
    return (
        await session.scalars(statement.with_for_update(key_share=True).execution_options(populate_existing=True))
    ).one_or_none()
