"""Plans of whole operations: made once, kept by document and by the shape of the variables, run for each request."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues, get_variable_values

from equipoise.domain.errors import Refusal
from equipoise.domain.roles import Permission
from equipoise_graphql.compiled.arguments import shape
from equipoise_graphql.compiled.marks import Seen, take_seen
from equipoise_graphql.compiled.planner import Hole, Planner, RootColumn
from equipoise_graphql.compiled.statement import Bind, Moment, NotCompiled

MOST_PLANS = 1_000
"""Plans kept; the least recently used ones go first."""

Fragments: TypeAlias = dict[str, FragmentDetails]


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan's row says: the answers of the planned root fields, and whose use it is evidence of."""

    answers: dict[str, msgspec.Raw | None]
    """By response key, in the document's order. With holes the text is not yet JSON; see `marks`."""
    seen: frozenset[Seen]


@dataclass(frozen=True, slots=True)
class OperationPlan:
    """One statement that answers the root fields of an operation, or some of them."""

    sql: str
    """Returns one row: a column of JSON in UTF-8 for each planned root field, NULL where that is null."""
    binds: tuple[Bind, ...]
    permissions: frozenset[Permission]
    roots: tuple[RootColumn, ...]
    holes: tuple[Hole, ...]
    needs_time: bool
    """Whether `Moment.organisation_time` has to be given."""

    @property
    def complete(self) -> bool:
        """Whether the row is the whole answer, so that no resolver is needed."""
        return not self.holes and all(root.sql is not None for root in self.roots)

    def values(self, moment: Moment) -> tuple[object, ...]:
        """The statement's parameters.

        Raises: NotCompiled, where a resolver would refuse: it has to be asked, and says why in words.
        """
        if not all(moment.actor.may(permission) for permission in self.permissions):
            raise NotCompiled("not for this role")
        try:
            return tuple([bind(moment) for bind in self.binds])
        except (Refusal, ArithmeticError, ValueError) as refusal:
            raise NotCompiled(str(refusal)) from None

    def assemble(self, row: Sequence[bytes | None]) -> Found:
        """The answers out of the statement's row.

        Raises: NotCompiled, where something is missing that is never null: the resolvers say what.
        """
        answers: dict[str, msgspec.Raw | None] = {}
        seen: set[Seen] = set()
        planned = (root for root in self.roots if root.sql is not None)
        for root, body in zip(planned, row, strict=True):
            if body is None:
                if not root.nullable:
                    raise NotCompiled(f"{root.key} is missing")
                answers[root.key] = None
            else:
                text, marked = take_seen(body)
                answers[root.key] = msgspec.Raw(text)
                seen |= marked
        return Found(answers, frozenset(seen))


def variables_of(
    operation: OperationDefinitionNode, given: Mapping[str, Any] | None, schema: GraphQLSchema
) -> VariableValues | None:
    """The request's variables, coerced and with their defaults; None where graphql-core refuses them in words."""
    coerced = get_variable_values(schema, operation.variable_definitions or (), dict(given or {}), max_errors=1)
    return coerced if isinstance(coerced, VariableValues) else None


def plan_of(
    document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues, schema: GraphQLSchema
) -> OperationPlan | None:
    """The plan of an operation of a validated document; None where nothing of it can be planned."""
    return plan_with(operation, variables, schema, lambda: _fragments_of(document))


def plan_with(
    operation: OperationDefinitionNode,
    variables: VariableValues,
    schema: GraphQLSchema,
    fragments: Callable[[], Fragments],
) -> OperationPlan | None:
    """The same, for who has the document's fragments at hand."""
    if operation.operation is not OperationType.QUERY:
        return None
    return PLANS.get(operation, shape(variables.coerced), lambda: _compiled(operation, variables, schema, fragments()))


def _compiled(
    operation: OperationDefinitionNode, variables: VariableValues, schema: GraphQLSchema, fragments: Fragments
) -> OperationPlan | None:
    planner = Planner(schema, operation, fragments, variables)
    roots = planner.roots()
    columns = [f"convert_to({root.sql}, 'UTF8')" for root in roots if root.sql is not None]
    if not columns:
        return None
    statement = planner.statement
    sql, binds = statement.finished(f"SELECT {', '.join(columns)}")
    permissions = frozenset({Permission.READ, *statement.permissions})
    return OperationPlan(sql, binds, permissions, tuple(roots), tuple(planner.holes), statement.needs_time)


def _fragments_of(document: DocumentNode) -> Fragments:
    return {
        definition.name.value: FragmentDetails(definition)
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }


class _Plans:
    """The plans that were used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[OperationDefinitionNode, OperationPlan | None]] = OrderedDict()

    def get(
        self, operation: OperationDefinitionNode, variables_shape: Hashable, make: Callable[[], OperationPlan | None]
    ) -> OperationPlan | None:
        """The plan, made if need be. That there is none is remembered as well."""
        key = (id(operation), variables_shape)
        found = self._kept.get(key)
        if found is None:
            # The operation is kept with the plan: as long as it lives, nothing else gets its id.
            found = self._kept[key] = (operation, make())
            if len(self._kept) > MOST_PLANS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found[1]

    def __len__(self) -> int:
        return len(self._kept)


PLANS = _Plans()
"""Of this process."""
