"""When the tenant calls a KPI unused."""

from sqlalchemy import select

from equipoise.db.session import ReadSession
from equipoise.domain.usage import UsagePolicy
from equipoise.tenants.models import Organisation


async def policy_of(session: ReadSession) -> UsagePolicy:
    """The policy that the organisation keeps; what it does not say is as in a new organisation."""
    kept = await session.scalar(select(Organisation.usage_policy).where(Organisation.tenant_id == session.tenant_id))
    return UsagePolicy(**(kept or {}))
