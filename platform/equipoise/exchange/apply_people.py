"""People."""

from typing import Any

from equipoise.domain.roles import Role
from equipoise.exchange.describe import person_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.organisation import PersonEntry
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.work import Work
from equipoise.identity.models import Person
from equipoise.identity.people import PersonProperties, add_person, update_person


async def apply_people(work: Work) -> None:
    """Owners first, so that one who steps down has a successor by then."""
    numbered = sorted(enumerate(work.document.people), key=lambda each: each[1].role is not Role.OWNER)
    for number, entry in numbered:
        place = ("people", number)
        with work.at(place):
            await _person(work, place, entry)


async def _person(work: Work, place: Place, entry: PersonEntry) -> None:
    row = work.found.row(Person, place)
    if row is None:
        row = await add_person(
            work.session,
            work.actor,
            display_name=entry.name,
            email=entry.email,
            role=entry.role,
            kind=entry.kind,
            org_unit_id=None if entry.unit is None else work.units[entry.unit],
        )
        work.rows.people[row.id] = row
        work.people[entry.email] = row.id
        work.known(place, Kind.PERSON, entry.email, row, created=True)
        return
    work.known(place, Kind.PERSON, entry.email, row)
    changes = changed_from(person_entry(work.rows, row), entry)
    if changes:
        await update_person(work.session, work.actor, row.id, **_properties(work, changes))
        work.report.changed(place, *changes)


def _properties(work: Work, changes: dict[str, Any]) -> PersonProperties:
    properties: PersonProperties = {}
    if "name" in changes:
        properties["display_name"] = changes["name"]
    if "role" in changes:
        properties["role"] = changes["role"]
    if "unit" in changes:
        properties["org_unit_id"] = None if changes["unit"] is None else work.units[changes["unit"]]
    return properties
