"""The schema, put together from the features."""

from typing import Any, cast

import strawberry
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from equipoise.kpis.models import Kpi
from equipoise_graphql.audit import queries as audit_queries
from equipoise_graphql.compiled.executor import CompilingExecutor
from equipoise_graphql.compiled.nodes import node_by_id
from equipoise_graphql.connections import mutations as connection_mutations
from equipoise_graphql.connections import queries as connection_queries
from equipoise_graphql.context import Info
from equipoise_graphql.discussion import mutations as discussion_mutations
from equipoise_graphql.events import queries as event_queries
from equipoise_graphql.events import subscriptions as event_subscriptions
from equipoise_graphql.field_use import queries as field_use_queries
from equipoise_graphql.fields import resolved
from equipoise_graphql.identity import mutations as identity_mutations
from equipoise_graphql.identity import queries as identity_queries
from equipoise_graphql.ids import Id, split
from equipoise_graphql.initiatives import mutations as initiative_mutations
from equipoise_graphql.initiatives import queries as initiative_queries
from equipoise_graphql.kpis import mutations as kpi_mutations
from equipoise_graphql.kpis import queries as kpi_queries
from equipoise_graphql.node import NODE_TYPES, Node
from equipoise_graphql.oauth import mutations as oauth_mutations
from equipoise_graphql.oauth import queries as oauth_queries
from equipoise_graphql.reviews import mutations as review_mutations
from equipoise_graphql.reviews import queries as review_queries
from equipoise_graphql.scalars import SCALARS
from equipoise_graphql.strategy import mutations as strategy_mutations
from equipoise_graphql.strategy import queries as strategy_queries
from equipoise_graphql.tenants import mutations as tenant_mutations
from equipoise_graphql.tenants import queries as tenant_queries
from equipoise_graphql.trusted_documents import mutations as trusted_document_mutations
from equipoise_graphql.trusted_documents import queries as trusted_document_queries
from equipoise_graphql.usage import mutations as usage_mutations
from equipoise_graphql.webhooks import mutations as webhook_mutations
from equipoise_graphql.webhooks import queries as webhook_queries


@strawberry.type
class NodeQuery:
    """Fetching anything by its id."""

    @resolved(
        "Anything by its id; null if there is no such thing. Asking for a KPI counts as a person's view of it.",
        compiled=node_by_id,
    )
    async def node(self, info: Info, id: Id) -> Node | None:
        model, row_id = split(id)
        if model not in NODE_TYPES:
            return None
        found = await info.context.loaders.row(model).load(row_id)
        return cast("Node | None", kpi_queries.opened(info, found) if model is Kpi else found)


QUERIES = (
    NodeQuery,
    *tenant_queries.QUERIES,
    *identity_queries.QUERIES,
    *strategy_queries.QUERIES,
    *kpi_queries.QUERIES,
    *initiative_queries.QUERIES,
    *review_queries.QUERIES,
    *audit_queries.QUERIES,
    *connection_queries.QUERIES,
    *oauth_queries.QUERIES,
    *trusted_document_queries.QUERIES,
    *field_use_queries.QUERIES,
    *event_queries.QUERIES,
    *webhook_queries.QUERIES,
)
MUTATIONS = (
    *tenant_mutations.MUTATIONS,
    *identity_mutations.MUTATIONS,
    *strategy_mutations.MUTATIONS,
    *kpi_mutations.MUTATIONS,
    *discussion_mutations.MUTATIONS,
    *initiative_mutations.MUTATIONS,
    *review_mutations.MUTATIONS,
    *usage_mutations.MUTATIONS,
    *connection_mutations.MUTATIONS,
    *oauth_mutations.MUTATIONS,
    *trusted_document_mutations.MUTATIONS,
    *webhook_mutations.MUTATIONS,
)


def _root(name: str, parts: tuple[type, ...], description: str) -> type:
    root = merge_types(name, parts)
    cast("Any", root).__strawberry_definition__.description = description
    return root


schema = strawberry.Schema(
    query=_root(
        "Query", QUERIES, "What can be read: what belongs to the organisation of the access, and nothing else."
    ),
    mutation=_root(
        "Mutation",
        MUTATIONS,
        "What can be changed. The mutations of one document are carried out one after the other, each by itself.",
    ),
    subscription=_root(
        "Subscription",
        event_subscriptions.SUBSCRIPTIONS,
        "What can be followed, over a WebSocket or as server-sent events: each event comes once, in order.",
    ),
    types=tuple(NODE_TYPES.values()),
    extensions=[lambda: ParserCache(maxsize=500), lambda: ValidationCache(maxsize=500)],
    config=StrawberryConfig(scalar_map=SCALARS),
    execution_context_class=CompilingExecutor,
)
