"""What an organisation calls itself, how it counts time, and its policies."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from equipoise.audit.change import change
from equipoise.audit.record import record
from equipoise.db.session import ReadSession, TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Conflict, NotFound, Refusal
from equipoise.domain.roles import Permission
from equipoise.domain.usage import UsagePolicy
from equipoise.identity.actor import Actor
from equipoise.strategy.models import Scorecard
from equipoise.tenants.create import check_first_month, check_time_zone
from equipoise.tenants.models import Organisation, Tenant


class FiscalYearInUse(Conflict):
    """Scorecards are cut into periods of the fiscal year that there is."""

    code = "FISCAL_YEAR_IN_USE"


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The organisation as its people see it."""

    name: str
    slug: str
    time_zone: str
    fiscal_first_month: int
    usage_policy: UsagePolicy
    trusted_documents_only: bool


async def organisation_facts(session: ReadSession) -> OrganisationFacts:
    """The organisation of the session. Raises: NotFound, if it is being deleted."""
    statement = (
        select(Organisation, Tenant.slug)
        .join(Tenant, Tenant.id == Organisation.tenant_id)
        .where(Organisation.tenant_id == session.tenant_id)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound("There is no organisation any more.")
    row, slug = found
    return OrganisationFacts(
        row.name,
        slug,
        row.time_zone,
        row.fiscal_first_month,
        UsagePolicy(**row.usage_policy),
        row.trusted_documents_only,
    )


async def update_organisation(
    session: TenantSession,
    actor: Actor,
    *,
    name: str | None = None,
    time_zone: str | None = None,
    fiscal_first_month: int | None = None,
    usage_policy: Mapping[str, int | bool] | None = None,
    trusted_documents_only: bool | None = None,
) -> OrganisationFacts:
    """Change what is given; of the usage policy, the figures that are given.

    The policies take Permission.MANAGE_PEOPLE, the rest Permission.MANAGE_ORGANISATION.
    Raises: Forbidden, Invalid, TextMissing, FiscalYearInUse.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    row = await locked_organisation(session)
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = text.name(name, "name")
    if time_zone is not None:
        check_time_zone(time_zone)
        wanted["time_zone"] = time_zone
    if fiscal_first_month is not None:
        check_first_month(fiscal_first_month)
        wanted["fiscal_first_month"] = fiscal_first_month
    if wanted:
        actor.require(Permission.MANAGE_ORGANISATION)
    if usage_policy:
        wanted["usage_policy"] = asdict(_policy({**row.usage_policy, **usage_policy}))
    if trusted_documents_only is not None:
        wanted["trusted_documents_only"] = trusted_documents_only

    changed = change(row, wanted)
    if changed.touches("fiscal_first_month"):
        await _refuse_with_scorecards(session)
    if changed:
        record(
            session,
            actor,
            "organisation.updated",
            "organisation",
            session.tenant_id,
            before=changed.before,
            after=changed.after,
        )
    await session.flush()
    return await organisation_facts(session)


async def locked_organisation(session: TenantSession, *, shared: bool = False) -> Organisation:
    """The organisation's row, held until the transaction ends: what concerns the whole of it takes turns.

    Many may share it; they only keep it from changing.
    """
    statement = select(Organisation).where(Organisation.tenant_id == session.tenant_id)
    locked = statement.with_for_update(read=shared, key_share=not shared).execution_options(populate_existing=True)
    return (await session.scalars(locked)).one()


async def _refuse_with_scorecards(session: TenantSession) -> None:
    """Figures are kept by the first day of their period, and quarters and years would begin on other days."""
    statement = select(Scorecard.id).where(Scorecard.tenant_id == session.tenant_id).limit(1)
    if await session.scalar(statement):
        raise FiscalYearInUse(
            "The fiscal year can only be moved while there is no scorecard: targets, values and scores are kept by "
            "quarters and years that would begin on other days.",
            field="fiscalFirstMonth",
        )


def _policy(figures: Mapping[str, Any]) -> UsagePolicy:
    try:
        return UsagePolicy(**figures)
    except Refusal as refusal:
        raise refusal.at("usagePolicy") from None
