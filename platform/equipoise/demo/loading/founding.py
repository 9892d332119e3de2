"""The organisation itself: its units, its people, and the one who leaves in the end."""

from datetime import datetime

from equipoise.db.session import TenantSession
from equipoise.demo.loading.entered import Entered
from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.people import OWNER
from equipoise.identity.people import add_person, remove_person, update_person
from equipoise.strategy.units import add_unit, top_units
from equipoise.tenants.create import create_tenant

DOMAIN = "lindmoor.example"


async def found(session: TenantSession, demo: DemoOrganisation, now: datetime) -> Entered:
    """A tenant with its tree of units and everybody in it."""
    owner = next(person for person in demo.people if person.key == OWNER)
    actor = await create_tenant(
        session,
        slug=demo.slug,
        name=demo.name,
        owner_name=owner.name,
        owner_email=email_of(OWNER),
        now=now,
        time_zone=demo.time_zone,
    )
    entered = Entered(demo, session.tenant_id, people={OWNER: actor.person_id})
    (root,) = await top_units(session)
    for place, unit in enumerate(demo.units):
        if unit.parent is None:
            entered.units[unit.key] = root.id
        else:
            parent_id = entered.units[unit.parent]
            added = await add_unit(session, actor, name=unit.name, kind=unit.kind, parent_id=parent_id, position=place)
            entered.units[unit.key] = added.id
    await update_person(session, actor, actor.person_id, org_unit_id=entered.units[owner.unit])
    for person in demo.people:
        if person.key != OWNER:
            entered.people[person.key] = (
                await add_person(
                    session,
                    actor,
                    display_name=person.name,
                    email=email_of(person.key),
                    role=person.role,
                    org_unit_id=entered.units[person.unit],
                )
            ).id
    return entered


async def see_off(session: TenantSession, entered: Entered) -> None:
    """Who has left, leaves: on their day, after all that they still did."""
    for person in entered.demo.people:
        if person.left_days_ago is not None:
            actor = entered.owner(entered.demo.timeline.moment(person.left_days_ago, 17))
            await remove_person(session, actor, entered.people[person.key])


def email_of(person: str) -> str:
    return f"{person}@{DOMAIN}"
