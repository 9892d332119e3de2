"""How a KPI was used."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from equipoise.db.session import ReadSession
from equipoise.domain.usage import Evidence
from equipoise.usage.evidence import evidence_of
from equipoise.usage.policy import policy_of
from equipoise_graphql.context import Info
from equipoise_graphql.fields import column, resolved
from equipoise_graphql.usage import compiled


@strawberry.type(
    description="How people used a KPI in the window of the organisation's policy (by default the last 90 days)."
)
class KpiUsage:
    """Describes `equipoise.domain.usage.Evidence`."""

    distinct_people: int = column("How many people used it.")
    views: int = column("How often it was looked at: at most once per person, day and kind of view.")
    comments: int = column("How often it was talked about: comments and check-ins, once per person and day.")
    decisions: int = column("How often a decision or an initiative cited it, once per person and day.")
    weight: int = column("All of this weighed by how strongly it shows use; the policy compares it with its minimum.")
    last_used_on: strawberry.Private[date | None]

    @resolved("The last day of use, however long ago; null if nobody ever used it.")
    def last_used_at(self) -> date | None:
        return self.last_used_on


def usage() -> Any:
    """The field `usage` of a KPI; its loader asks once for all KPIs of the answer."""

    async def resolve(root: Any, info: Info) -> Any:
        today = info.context.actor.today

        async def load(session: ReadSession, kpi_ids: Sequence[UUID]) -> dict[UUID, Evidence]:
            return await evidence_of(session, kpi_ids, today, await policy_of(session))

        return await info.context.loaders.custom("usage", load).load(root.id)

    return strawberry.field(
        resolver=resolve,
        description="How people used it lately: what a review would ask about.",
        metadata={"compiled": compiled.usage, "uncounted": "use"},
    )
