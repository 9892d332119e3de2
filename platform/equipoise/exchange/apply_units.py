"""The tree of units."""

from collections.abc import Sequence
from uuid import UUID

from equipoise.exchange.describe import unit_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.document.organisation import UnitEntry
from equipoise.exchange.placing import displaced, in_order
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.rows import BETWEEN
from equipoise.exchange.work import Work
from equipoise.strategy.models import OrgUnit
from equipoise.strategy.units import add_unit, update_unit


async def apply_units(work: Work) -> None:
    await _below(work, ("units",), work.document.units, None, ())


async def _below(
    work: Work, place: Place, entries: Sequence[UnitEntry], parent_id: UUID | None, above: tuple[str, ...]
) -> None:
    listed = [await _unit(work, (*place, number), entry, parent_id, above) for number, entry in enumerate(entries)]
    await _order(work, place, listed, parent_id)
    for number, entry in enumerate(entries):
        below = (*place, number, "units")
        await _below(work, below, entry.units, listed[number].id, (*above, entry.name))


async def _unit(work: Work, place: Place, entry: UnitEntry, parent_id: UUID | None, above: tuple[str, ...]) -> OrgUnit:
    path = BETWEEN.join((*above, entry.name))
    row = work.found.row(OrgUnit, place)
    with work.at(place):
        if row is None:
            last = max((each.position for each in work.rows.units_below(parent_id)), default=0)
            row = await add_unit(
                work.session, work.actor, name=entry.name, kind=entry.kind, parent_id=parent_id, position=last
            )
            work.rows.add(row)
            work.units[path] = row.id
            work.known(place, Kind.UNIT, path, row, created=True)
            return row
        work.known(place, Kind.UNIT, path, row)
        if changes := changed_from(unit_entry(row), entry):
            await update_unit(work.session, work.actor, row.id, **changes)
            work.units[path] = row.id
            work.report.changed(place, *changes)
    return row


async def _order(work: Work, place: Place, listed: list[OrgUnit], parent_id: UUID | None) -> None:
    """Units stand by their number, then by their name; they are numbered anew only where that is not the order."""
    current = work.rows.units_below(parent_id)
    wanted = in_order(current, listed)
    if wanted == current:
        return
    for number, row in enumerate(wanted):
        if row.position != number:
            await update_unit(work.session, work.actor, row.id, position=number)
    for row in displaced(current, listed):
        work.report.changed((*place, listed.index(row)), "order")
