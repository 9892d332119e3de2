"""The organisation's time zone and fiscal calendar, looked up once a request."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from equipoise.db.session import ReadSession
from equipoise.tenants.calendar import OrganisationTime, organisation_time, told_by
from equipoise_graphql.context import RequestContext


async def time_of(context: RequestContext) -> OrganisationTime:
    """How the organisation of this request tells time."""
    if context.assumed is not None:
        return told_by(context.assumed.access.time_zone, context.assumed.access.fiscal_first_month)

    async def load(session: ReadSession, keys: Sequence[UUID]) -> dict[UUID, OrganisationTime]:
        return dict.fromkeys(keys, await organisation_time(session))

    found = await context.loaders.custom("organisation time", load).load(context.actor.tenant_id)
    if found is None:
        raise LookupError("a request of an organisation that does not exist")
    return found


async def today_of(context: RequestContext) -> date:
    """What day it is for the organisation of this request."""
    return (await time_of(context)).day_of(context.actor.now)
