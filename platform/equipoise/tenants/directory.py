"""The directory of tenants: where a slug leads."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from equipoise.tenants.models import Tenant


async def tenant_id_of(engine: AsyncEngine, slug: str) -> UUID | None:
    """The tenant with this slug. The directory can be read before a tenant is known."""
    async with AsyncSession(engine) as session:
        return await session.scalar(select(Tenant.id).where(Tenant.slug == slug))


async def all_tenants(engine: AsyncEngine) -> dict[str, UUID]:
    """Every tenant by its slug: operator work goes through them one by one."""
    async with AsyncSession(engine) as session:
        rows = await session.execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug))
        return {row.slug: row.id for row in rows}
