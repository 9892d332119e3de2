"""One request, answered by the planner and by the resolvers."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from graphql import DocumentNode, ExecutionResult, OperationDefinitionNode, execute, parse, validate
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from equipoise.connections.host import ConnectorHost
from equipoise.identity.actor import Actor
from equipoise.settings import Settings
from equipoise.usage.buffer import UsageBuffer
from equipoise_graphql.compiled.executor import CompilingExecutor
from equipoise_graphql.compiled.operation import OperationPlan, plan_of, variables_of
from equipoise_graphql.context import RequestContext
from equipoise_graphql.errors import ErrorCode, formatted
from equipoise_graphql.schema import schema

SCHEMA = schema._schema


@dataclass(frozen=True)
class Answered:
    """What came of it: data and errors as JSON, and whose use was noted, by signal."""

    body: Any
    seen: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class BothPaths:
    """Who asks."""

    engine: AsyncEngine
    settings: Settings
    connectors: ConnectorHost
    actor: Actor

    async def planned(self, query: str, variables: dict[str, Any]) -> Answered:
        """By one statement as far as it goes."""
        return await self._answered(query, variables, CompilingExecutor)

    async def resolved(self, query: str, variables: dict[str, Any]) -> Answered:
        """By the resolvers alone."""
        return await self._answered(query, variables, StrawberryGraphQLCoreExecutionContext)

    async def _answered(self, query: str, variables: dict[str, Any], executor: type[Any]) -> Answered:
        document = read(query)
        usage = UsageBuffer(self.engine)
        context = RequestContext(self.engine, self.actor, usage, self.settings, self.connectors)
        try:
            result = execute(
                SCHEMA, document, context_value=context, variable_values=variables, executor_class=executor
            )
            if not isinstance(result, ExecutionResult):
                result = await result
        finally:
            await context.close()
        errors = [formatted(error, ErrorCode.BAD_VARIABLES) for error in result.errors or ()]
        assert all(error["extensions"]["code"] != ErrorCode.INTERNAL for error in errors), (query, result.errors)
        body = msgspec.json.decode(msgspec.json.encode({"data": result.data, "errors": errors}))
        counted = usage._waiting.get(self.actor.tenant_id) or Counter()
        return Answered(body, frozenset((seen.signal.value, str(seen.subject_id)) for seen in counted))


@lru_cache(maxsize=100)
def read(query: str) -> DocumentNode:
    """The same object for the same document, as in the product, so that its plans are found again."""
    document = parse(query)
    assert not validate(SCHEMA, document), query
    return document


def plan_for(query: str, variables: dict[str, Any]) -> OperationPlan | None:
    """The plan of a request, if it has one."""
    document = read(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    coerced = variables_of(operation, variables, SCHEMA)
    return None if coerced is None else plan_of(document, operation, coerced, SCHEMA)


def unplanned(plan: OperationPlan) -> set[str]:
    """The fields that the resolvers fill in, as `Type.field`; root fields by their name in the answer."""
    holes = {f"{hole.parent.name}.{hole.details[0].node.name.value}" for hole in plan.holes}
    return holes | {f"Query.{root.key}" for root in plan.roots if root.sql is None}
