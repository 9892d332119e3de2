"""Answering a query that came by GET, so that the client can keep the answer and ask whether it still holds."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from graphql import OperationDefinitionNode
from starlette.requests import Request

from equipoise.usage.noted import NotedViews
from equipoise_graphql.context import RequestContext
from equipoise_graphql.documents.counted import On, dependence_of
from equipoise_graphql.documents.read import Document
from equipoise_graphql.execution import answer
from equipoise_graphql.http.answers import Answer, media_type_for
from equipoise_graphql.http.bounds import Bounds
from equipoise_graphql.http.conditional import CACHEABLE, ConditionalRead, Question
from equipoise_graphql.http.get import refuse_mutation
from equipoise_graphql.http.request import GraphQLRequest
from equipoise_graphql.organisation_time import time_of

NOTHING = "SELECT NULL AS nothing"
"""A statement to be answered with the version of what can be read, and with nothing else."""

COST_OF_ASKING = 1
"""Points for hearing that nothing has changed."""


class Chosen(NamedTuple):
    """What is to be executed: a valid document and the one operation of it."""

    asked: GraphQLRequest
    document: Document
    operation: OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class Get:
    """What a request by GET says of itself."""

    media_type: str
    if_none_match: str

    @classmethod
    def by(cls, request: Request) -> "Get":
        headers = request.headers
        return cls(media_type_for(headers.get("accept", "")), ", ".join(headers.getlist("if-none-match")))

    async def answer(self, chosen: Chosen, context: RequestContext, bounds: Bounds) -> Answer:
        """The answer, with an ETag where it is one that can be kept; no body where the client has it already.

        Raises: MutationByGet, CostTooHigh, RateLimited, TookTooLong.
        """
        asked, document, operation = chosen
        refuse_mutation(operation)
        depends = dependence_of(document, operation).on(asked.variables)
        if depends is On.MORE:
            return await _executed(chosen, context, bounds)
        # Before anything else is read: what is read later is at least as new as the ETag says.
        version, _ = await context.fetch_changed(NOTHING, (), used=depends is On.USE)
        question = Question(self.media_type, document, asked.operation_name, asked.variables)
        read = ConditionalRead.of(question, context.actor, await time_of(context), version)
        kept = read.unchanged(self.if_none_match)
        if kept is None:
            return await _executed(chosen, context, bounds, read)
        bounds.buckets.take(context.actor, bounds.plan, COST_OF_ASKING)
        etag, shown = kept
        for signal, subjects in shown.items():
            context.usage.saw(context.actor, signal, subjects)
        return Answer(None, {"ETag": etag, **CACHEABLE})


async def _executed(
    chosen: Chosen, context: RequestContext, bounds: Bounds, read: ConditionalRead | None = None
) -> Answer:
    asked, document, operation = chosen
    cost = bounds.charge(context.actor, document, operation, asked.variables)
    views = context.usage = NotedViews(context.usage)
    async with bounds.organisations.of(context.actor.tenant_id):
        body = await answer(document, asked.operation_name, asked.variables, context)
    etag = read.etag(views.subjects) if read and "errors" not in body else None
    if etag is None:
        return Answer({**body, "extensions": {"cost": cost}})
    # The same ETag is for the same bytes: what is left of the client's points is said beside them.
    return Answer(body, {"ETag": etag, **CACHEABLE, "Equipoise-Cost": _line(cost)})


def _line(cost: dict[str, Any]) -> str:
    return msgspec.json.encode(cost).decode()
