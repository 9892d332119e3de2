"""The cost of an operation, before it is executed: of the document and its variables, in time linear in both."""

from collections.abc import Mapping
from typing import Any
from weakref import ref

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    value_from_ast_untyped,
)

from equipoise_graphql.cost import prices
from equipoise_graphql.cost.items import items_given
from equipoise_graphql.cost.prices import ListSize, list_size
from equipoise_graphql.cost.program import Program, Term, entries
from equipoise_graphql.schema import schema

_programs: dict[int, tuple["ref[OperationDefinitionNode]", Program, dict[str, Any]]] = {}
"""Of the operations that somebody still holds, by their identity: each is forgotten with its document."""


def weigh(document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None) -> int:
    """The cost of an operation of a valid document, in points. Variables are taken as they came, fitting or not.

    An upper bound where fragments repeat each other's fields, or where types exclude each other.
    """
    key = id(operation)
    known = _programs.get(key)
    if known is None:
        held = ref(operation, lambda _: _programs.pop(key, None))
        known = _programs[key] = (held, _built(document, operation), _defaults(operation))
    _, program, defaults = known
    return program.run({**defaults, **variables} if variables else defaults)


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
    }


def _built(document: DocumentNode, operation: OperationDefinitionNode) -> Program:
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    program = Program()
    root = schema._schema.get_root_type(operation.operation)
    weighing = _Weighing(program, fragments, is_mutation=operation.operation is OperationType.MUTATION)
    selected, _ = weighing.selection(root, operation.selection_set)
    program.result = program.total([prices.REQUEST, selected])
    return program


Cost = tuple[Term, Term]
"""What is paid once, and what is paid for each entry of the page that the selection is made on."""


class _Weighing:
    """One pass over each definition; a fragment's cost is remembered, however often it is spread."""

    def __init__(self, program: Program, fragments: dict[str, FragmentDefinitionNode], *, is_mutation: bool) -> None:
        self._program = program
        self._fragments = fragments
        self._mutation = schema._schema.mutation_type if is_mutation else None
        self._known: dict[str, Cost] = {}

    def selection(self, parent: GraphQLNamedType | None, selected: SelectionSetNode | None) -> Cost:
        costs = [self._chosen(parent, each) for each in selected.selections] if selected else []
        return self._program.total([once for once, _ in costs]), self._program.total([each for _, each in costs])

    def _chosen(self, parent: GraphQLNamedType | None, chosen: SelectionNode) -> Cost:
        match chosen:
            case FieldNode():
                cost = self._field(parent, chosen)
            case InlineFragmentNode(type_condition=condition):
                within = _type(condition.name.value) if condition else parent
                cost = self.selection(within, chosen.selection_set)
            case FragmentSpreadNode():
                cost = self._fragment(chosen.name.value)
            case _:
                cost = 0, 0
        return self._where_included(chosen, cost)

    def _fragment(self, name: str) -> Cost:
        if name not in self._known and name in self._fragments:
            definition = self._fragments[name]
            self._known[name] = 0, 0  # within itself, which a valid document is not
            self._known[name] = self.selection(_type(definition.type_condition.name.value), definition.selection_set)
        return self._known.get(name, (0, 0))

    def _field(self, parent: GraphQLNamedType | None, chosen: FieldNode) -> Cost:
        name = chosen.name.value
        if name in prices.INTROSPECTION:
            return prices.INTROSPECTION[name], 0
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or name not in parent.fields:
            return 0, 0
        field = parent.fields[name]
        leads_to = get_named_type(field.type)
        if not is_composite_type(leads_to):
            return prices.READING_LEAVES.get(name, 0), 0
        if parent is self._mutation:
            return self._mutated(field, chosen), 0
        return self._object(parent, field, chosen)

    def _mutated(self, field: GraphQLField, chosen: FieldNode) -> Term:
        given = {argument.name.value: argument.value for argument in chosen.arguments or ()}
        items = [items_given(self._program, given[key], field.args[key].type) for key in given if key in field.args]
        answer, _ = self.selection(get_named_type(field.type), chosen.selection_set)
        total = self._program.total
        return total([prices.MUTATION, self._program.product(prices.ITEM, total(items)), answer])

    def _object(self, parent: GraphQLObjectType | GraphQLInterfaceType, field: GraphQLField, chosen: FieldNode) -> Cost:
        leads_to = get_named_type(field.type)
        once, each = self.selection(leads_to, chosen.selection_set)
        own = 0 if leads_to.name in prices.FREE_TYPES or prices.is_edge(leads_to.name) else prices.OBJECT
        total, product = self._program.total, self._program.product
        if prices.is_page(parent) and chosen.name.value in ("nodes", "edges"):
            return 0, total([own, once])
        size = list_size(parent.name, chosen.name.value, field)
        if isinstance(leads_to, GraphQLObjectType) and prices.is_page(leads_to):
            return total([own, once, product(self._entries(size, chosen), each)]), 0
        whole = total([own, once])
        return (whole if size is None else product(self._entries(size, chosen), whole)), 0

    def _entries(self, size: ListSize | None, chosen: FieldNode) -> Term:
        if size is None:
            return prices.UNKNOWN_LIST
        given = {argument.name.value: argument.value for argument in chosen.arguments or ()}
        since = given.get(prices.SINCE[0])
        usual = size.usual if size.since is None or since is None or isinstance(since, NullValueNode) else size.since
        match given.get(size.argument or ""):
            case IntValueNode(value=digits):
                return entries(int(digits), usual)
            case VariableNode() as variable:
                return self._program.size(variable.name.value, usual)
        return usual

    def _where_included(self, chosen: SelectionNode, cost: Cost) -> Cost:
        once, each = cost
        for directive in chosen.directives or ():
            wanted = directive.name.value == "include"
            if not wanted and directive.name.value != "skip":
                continue
            for argument in directive.arguments or ():
                match argument.value:
                    case BooleanValueNode(value=given):
                        once, each = (once, each) if given is wanted else (0, 0)
                    case VariableNode() as variable:
                        name = variable.name.value
                        once = self._program.where(name, wanted, once)
                        each = self._program.where(name, wanted, each)
        return once, each


def _type(name: str) -> GraphQLNamedType | None:
    return schema._schema.type_map.get(name)
