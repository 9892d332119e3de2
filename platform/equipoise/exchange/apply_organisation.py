"""Settings of the organisation."""

from equipoise.exchange.describe import organisation_entry
from equipoise.exchange.document.entry import changed_from
from equipoise.exchange.report import Kind
from equipoise.exchange.work import Work
from equipoise.tenants.organisation import update_organisation


async def apply_organisation(work: Work) -> None:
    """Change what is said otherwise."""
    entry = work.document.organisation
    if entry is None:
        return
    place = ("organisation",)
    current = organisation_entry(work.rows.organisation)
    work.report.entry(place, Kind.ORGANISATION, current.name)
    changes = changed_from(current, entry)
    policy = changed_from(current.usage_policy, entry.usage_policy)
    changes.pop("usage_policy", None)
    if changes or policy:
        with work.at(place):
            await update_organisation(work.session, work.actor, **changes, usage_policy=policy)
        work.report.changed(place, *changes, *(f"usage_policy.{name}" for name in policy))
    work.advance()
