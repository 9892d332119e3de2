"""The schema, put together from the features."""

import strawberry
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from equipoise_graphql.audit import queries as audit_queries
from equipoise_graphql.compiled.executor import CompilingExecutor
from equipoise_graphql.connections import mutations as connection_mutations
from equipoise_graphql.connections import queries as connection_queries
from equipoise_graphql.context import Info
from equipoise_graphql.discussion import mutations as discussion_mutations
from equipoise_graphql.fields import resolved
from equipoise_graphql.identity import mutations as identity_mutations
from equipoise_graphql.identity import queries as identity_queries
from equipoise_graphql.ids import split
from equipoise_graphql.initiatives import mutations as initiative_mutations
from equipoise_graphql.initiatives import queries as initiative_queries
from equipoise_graphql.kpis import mutations as kpi_mutations
from equipoise_graphql.kpis import queries as kpi_queries
from equipoise_graphql.node import NODE_TYPES, Node
from equipoise_graphql.reviews import mutations as review_mutations
from equipoise_graphql.reviews import queries as review_queries
from equipoise_graphql.scalars import SCALARS
from equipoise_graphql.strategy import mutations as strategy_mutations
from equipoise_graphql.strategy import queries as strategy_queries
from equipoise_graphql.tenants import mutations as tenant_mutations
from equipoise_graphql.tenants import queries as tenant_queries
from equipoise_graphql.usage import mutations as usage_mutations


@strawberry.type
class NodeQuery:
    """Fetching anything by its id."""

    @resolved("Anything by its id; null if there is no such thing.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        model, row_id = split(id)
        if model not in NODE_TYPES:
            return None
        found: Node | None = await info.context.loaders.row(model).load(row_id)
        return found


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
)

schema = strawberry.Schema(
    query=merge_types("Query", QUERIES),
    mutation=merge_types("Mutation", MUTATIONS),
    types=tuple(NODE_TYPES.values()),
    extensions=[lambda: ParserCache(maxsize=500), lambda: ValidationCache(maxsize=500)],
    config=StrawberryConfig(scalar_map=SCALARS),
    execution_context_class=CompilingExecutor,
)
