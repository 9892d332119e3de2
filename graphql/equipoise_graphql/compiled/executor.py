"""graphql-core's executor, which takes JSON that the database shaped as it is."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import msgspec
from graphql import (
    DirectiveNode,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    VariableNode,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.language import Visitor, visit
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from equipoise.domain.usage import Signal
from equipoise_graphql.compiled.planner import Planner
from equipoise_graphql.compiled.statement import Moment, NotCompiled, Plan
from equipoise_graphql.compiled.wanted import Wanted
from equipoise_graphql.context import RequestContext
from equipoise_graphql.organisation_time import time_of

MOST_PLANS = 1_000
"""Plans kept; the least recently used ones go first."""

_plans: "OrderedDict[Hashable, tuple[object, Plan | None]]" = OrderedDict()


class CompilingExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers a `Wanted` row by one compiled statement where it can, and by the resolvers where it cannot."""

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        if isinstance(result, Wanted):
            return self._read(return_type, field_details_list, info, path, result, position_context)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    async def _read(
        self,
        return_type: GraphQLOutputType,
        details: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        wanted: Wanted,
        position_context: Any,
    ) -> Any:
        context: RequestContext = info.context
        plan = self._plan(return_type, details, wanted)
        if plan is not None:
            try:
                values = plan.values(await self._moment(context, wanted))
            except NotCompiled:
                pass
            else:
                row = await context.fetch(plan.sql, values)
                body: bytes | None = row[0] if row else None
                if body is not None:
                    wanted.found()
                    if plan.lists_kpis:
                        context.usage.saw(context.actor, Signal.LISTED, [wanted.id])
                    return msgspec.Raw(body)
                return None
        row = await context.loaders.row(wanted.model).load(wanted.id)
        if row is not None:
            wanted.found()
        completed = super().complete_value(return_type, details, info, path, row, position_context)
        return await completed if self.is_awaitable(completed) else completed

    def _plan(self, return_type: GraphQLOutputType, details: FieldDetailsList, wanted: Wanted) -> Plan | None:
        """The plan of this selection; None where there is none, which is remembered as well."""
        key = (id(self.operation), id(details[0].node), wanted.model, self._directed())
        found = _plans.get(key)
        if found is not None:
            _plans.move_to_end(key)
            return found[1]
        gql_type = get_named_type(return_type)
        try:
            plan = self._compiled(gql_type, details, wanted)
        except NotCompiled:
            plan = None
        # The operation is kept with the plan: as long as it lives, nothing else gets its id.
        _plans[key] = (self.operation, plan)
        if len(_plans) > MOST_PLANS:
            _plans.popitem(last=False)
        return plan

    def _compiled(self, gql_type: object, details: FieldDetailsList, wanted: Wanted) -> Plan:
        if not isinstance(gql_type, GraphQLObjectType):
            raise NotCompiled("an interface")

        def collect(parent: GraphQLObjectType, below: FieldDetailsList) -> dict[str, FieldDetailsList]:
            return self.collect_subfields(parent, below).grouped_field_set

        return Planner(collect).plan(wanted.model, gql_type, details)

    def _directed(self) -> tuple[tuple[str, object], ...]:
        """The variables that decide through @include and @skip what is selected: each outcome has its own plan."""
        names = _directing_variables(self.operation, self.fragment_definitions)
        return tuple((name, self.variable_values.coerced.get(name)) for name in names)

    async def _moment(self, context: RequestContext, wanted: Wanted) -> Moment:
        actor = context.actor
        return Moment(actor.tenant_id, wanted.id, actor.now, await time_of(context), self.variable_values)


_directing: "OrderedDict[int, tuple[object, tuple[str, ...]]]" = OrderedDict()


def _directing_variables(operation: Any, fragments: dict[str, Any]) -> tuple[str, ...]:
    found = _directing.get(id(operation))
    if found is None:
        seen = _DirectingVariables()
        for definition in (operation, *fragments.values()):
            visit(definition, seen)
        found = _directing[id(operation)] = (operation, tuple(sorted(seen.names)))
        if len(_directing) > MOST_PLANS:
            _directing.popitem(last=False)
    return found[1]


class _DirectingVariables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, directive: DirectiveNode, *_: Any) -> None:
        if directive.name.value in ("include", "skip"):
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    self.names.add(argument.value.name.value)
