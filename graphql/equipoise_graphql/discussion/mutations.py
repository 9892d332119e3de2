"""Saying something about a KPI."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.discussion.check_in import check_in
from equipoise.discussion.cite import cite_kpi
from equipoise.discussion.comment import add_comment
from equipoise.discussion.models import Confidence
from equipoise.kpis.models import Kpi
from equipoise_graphql.context import Info
from equipoise_graphql.discussion.types import CheckIn, Citation, Comment
from equipoise_graphql.fields import mutation
from equipoise_graphql.ids import decode
from equipoise_graphql.mutation import Payload, attempt


@strawberry.input(description="A word on a KPI.")
class AddCommentInput:
    """A word on a KPI."""

    kpi: strawberry.ID = strawberry.field(description="The KPI it is about.")
    text: str = strawberry.field(description="At most 10,000 characters.")


@strawberry.input(description="A periodic word on a KPI.")
class CheckInInput:
    """A periodic word on a KPI."""

    kpi: strawberry.ID = strawberry.field(description="The KPI it is about; not a retired one.")
    comment: str = strawberry.field(description="How it stands; at most 10,000 characters.")
    confidence: Confidence = strawberry.field(description="Whether the target will be reached.")
    next_step: str = strawberry.field(default="", description="What is done next; at most 10,000 characters.")


@strawberry.input(description="A decision that rests on a KPI.")
class CiteKpiInput:
    """A decision that rests on a KPI."""

    kpi: strawberry.ID = strawberry.field(description="The KPI it rests on.")
    decision: str = strawberry.field(description="What was decided; at most 10,000 characters.")


@strawberry.type(description="The answer of `addComment`.")
class CommentPayload(Payload):
    """The answer of `addComment`."""

    comment: Comment | None = strawberry.field(default=None, description="What was said.")


@strawberry.type(description="The answer of `checkIn`.")
class CheckInPayload(Payload):
    """The answer of `checkIn`."""

    check_in: CheckIn | None = strawberry.field(default=None, description="What was said.")


@strawberry.type(description="The answer of `citeKpi`.")
class CitationPayload(Payload):
    """The answer of `citeKpi`."""

    citation: Citation | None = strawberry.field(default=None, description="The decision as it is noted.")


@strawberry.type
class DiscussionMutations:
    """Saying something about a KPI."""

    @mutation("Comment on a KPI. It is evidence that the KPI is used.")
    async def add_comment(self, info: Info, input: AddCommentInput) -> CommentPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            kpi_id = decode(input.kpi, Kpi, "kpi")
            return {"comment": await add_comment(session, info.context.actor, kpi_id, input.text)}

        return await attempt(info, CommentPayload, act)

    @mutation("Check in on a KPI. It is evidence that the KPI is used.")
    async def check_in(self, info: Info, input: CheckInInput) -> CheckInPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            word = await check_in(
                session,
                info.context.actor,
                decode(input.kpi, Kpi, "kpi"),
                comment=input.comment,
                confidence=input.confidence,
                next_step=input.next_step,
            )
            return {"check_in": word}

        return await attempt(info, CheckInPayload, act)

    @mutation("Note a decision that rests on a KPI: the strongest evidence that it is used.")
    async def cite_kpi(self, info: Info, input: CiteKpiInput) -> CitationPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            kpi_id = decode(input.kpi, Kpi, "kpi")
            return {"citation": await cite_kpi(session, info.context.actor, kpi_id, input.decision)}

        return await attempt(info, CitationPayload, act)


MUTATIONS = (DiscussionMutations,)
