"""A new organisation."""

import re
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Duplicate, Invalid
from equipoise.domain.roles import Role
from equipoise.domain.usage import UsagePolicy
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind
from equipoise.strategy.models import OrgUnit, UnitKind
from equipoise.tenants.models import Organisation, Tenant

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


async def create_tenant(
    session: TenantSession,
    *,
    slug: str,
    name: str,
    owner_name: str,
    owner_email: str,
    now: datetime,
    time_zone: str = "UTC",
    fiscal_first_month: int = 1,
) -> Actor:
    """Make the organisation with its first unit and its owner, in a session of the new tenant's own id.

    Returns the owner as an actor. Raises: Invalid, Duplicate.
    """
    if not _SLUG.fullmatch(slug):
        raise Invalid("A slug has 1 to 63 small letters, digits and inner hyphens, e.g. `acme`.", field="slug")
    check_time_zone(time_zone)
    check_first_month(fiscal_first_month)
    if await session.scalar(select(Tenant.id).where(Tenant.slug == slug)):
        raise Duplicate(f"The slug {slug} is taken.", field="slug")

    title = text.name(name, "name")
    session.add(Tenant(id=session.tenant_id, slug=slug, created_at=now))
    await session.flush()
    unit = OrgUnit(id=new_id(), name=title, kind=UnitKind.COMPANY)
    owner = Person(
        id=new_id(),
        display_name=text.name(owner_name, "ownerName"),
        email=text.email(owner_email, "ownerEmail"),
        role=Role.OWNER,
        created_at=now,
    )
    session.add_all(
        [
            Organisation(
                name=title,
                time_zone=time_zone,
                fiscal_first_month=fiscal_first_month,
                usage_policy=asdict(UsagePolicy()),
            ),
            unit,
            owner,
        ]
    )
    actor = Actor(session.tenant_id, owner.id, Role.OWNER, PersonKind.HUMAN, now, origin="sign-up")
    record(session, actor, "tenant.created", "tenant", session.tenant_id, after={"slug": slug, "name": title})
    await session.flush()
    return actor


def check_time_zone(name: str) -> None:
    """Raises: Invalid."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(
            f"There is no time zone {name[:40]!r}; use a name such as Europe/Berlin.", field="timeZone"
        ) from None


def check_first_month(month: int) -> None:
    """Raises: Invalid."""
    if not 1 <= month <= 12:
        raise Invalid("The first month of the fiscal year is 1 (January) to 12.", field="fiscalFirstMonth")
