"""Reporting views that a frontend served itself."""

from datetime import date
from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.kpis.models import Kpi
from equipoise.usage.report_views import MOST_VIEWS, View, report_views
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt


@strawberry.input(description="The signed-in person looked at a KPI.")
class KpiViewInput:
    """The signed-in person looked at a KPI."""

    kpi: strawberry.ID = strawberry.field(description="The KPI that was looked at.")
    viewed_on: date | None = strawberry.field(
        default=None, description="The day (UTC), by default today; at most 31 days ago."
    )


@strawberry.input(description="Views that a frontend answered from its own cache.")
class ReportKpiViewsInput:
    """Views that a frontend answered from its own cache."""

    views: list[KpiViewInput] = strawberry.field(description=f"At most {MOST_VIEWS:,}.")


@strawberry.type(description="The answer of `reportKpiViews`.")
class ReportKpiViewsPayload(Payload):
    """The answer of `reportKpiViews`."""

    counted: int = strawberry.field(default=0, description="Views that count; those of a service do not.")


@strawberry.type
class UsageMutations:
    """Reporting views."""

    @mutation(
        "Report what the signed-in person saw in a frontend that answers from its own cache. All or nothing; "
        "`userErrors` names the view."
    )
    async def report_kpi_views(self, info: Info, input: ReportKpiViewsInput) -> ReportKpiViewsPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            actor = info.context.actor
            views = [
                View(decode(view.kpi, Kpi, f"views.{place}.kpi"), view.viewed_on or actor.today)
                for place, view in enumerate(input.views)
            ]
            return {"counted": await report_views(session, actor, views)}

        return await attempt(info, ReportKpiViewsPayload, act)


MUTATIONS = (UsageMutations,)
