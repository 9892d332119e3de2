"""Bringing a document in: what is missing is made, what differs is changed, nothing is taken away."""

from collections.abc import Callable

from equipoise.db.session import TenantSession
from equipoise.exchange.apply_initiatives import apply_initiatives
from equipoise.exchange.apply_kpis import apply_kpis
from equipoise.exchange.apply_links import apply_links
from equipoise.exchange.apply_objectives import apply_objectives
from equipoise.exchange.apply_organisation import apply_organisation
from equipoise.exchange.apply_people import apply_people
from equipoise.exchange.apply_scorecards import apply_scorecards
from equipoise.exchange.apply_units import apply_units
from equipoise.exchange.check import check
from equipoise.exchange.kept import kept
from equipoise.exchange.match import match
from equipoise.exchange.problems import invalid
from equipoise.exchange.read import Written
from equipoise.exchange.references import check_references
from equipoise.exchange.report import Report
from equipoise.exchange.rows import read_rows
from equipoise.exchange.work import Work
from equipoise.identity.actor import Actor
from equipoise.scores.lock import lock_scorecards
from equipoise.tenants.organisation import locked_organisation


async def apply_document(
    session: TenantSession, actor: Actor, written: Written, advance: Callable[[], None] = lambda: None
) -> Report:
    """Make the strategy what the document says; `advance` is called once for each of its entries.

    Everything is checked before anything is changed. Documents of one organisation take turns.
    Raises: InvalidDocument with all that was found, and as the use cases, with the place of the entry.
    """
    if problems := check(written.document):
        raise invalid(problems, written.lines)
    await locked_organisation(session)
    rows = await read_rows(session)
    await lock_scorecards(session, rows.scorecards)
    found = match(written.document, rows)
    if problems := [*found.problems, *check_references(written.document, rows, found)]:
        raise invalid(problems, written.lines)

    work = Work(session, actor, written.document, written.lines, rows, found, advance)
    await apply_organisation(work)
    await apply_units(work)
    await apply_people(work)
    await apply_scorecards(work)
    await apply_objectives(work)
    await apply_kpis(work)
    await apply_initiatives(work)
    await apply_links(work)
    work.report.kept = kept(work)
    return work.report
