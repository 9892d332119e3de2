"""Which answers the change counter speaks for: those that stay the same for as long as it does.

A field or an input field whose answer depends on something else (evidence of use, the last use of a token, the
installed connectors) says so with `metadata={"uncounted": True}`, or `"use"` where it is evidence of use alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any
from weakref import WeakKeyDictionary

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    ObjectFieldNode,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    visit,
)

from equipoise_graphql.documents.read import Document
from equipoise_graphql.schema import schema


class On(Enum):
    """What an answer depends on, and on the day."""

    COUNTED = auto()
    """Nothing but what the change counter counts."""
    USE = auto()
    """Evidence of use as well."""
    MORE = auto()


@dataclass(slots=True)
class Dependence:
    """What the answer to an operation depends on besides what is counted."""

    more: bool = False
    use: bool = False
    variables: dict[str, frozenset[str]] = field(default_factory=dict)
    """Variables whose value may hold one of these input fields, which ask about use."""

    def on(self, variables: Mapping[str, Any] | None) -> On:
        """What the answer with these variables depends on."""
        if self.more:
            return On.MORE
        given = variables or {}
        asks = any(_holds(given.get(name), names) for name, names in self.variables.items())
        return On.USE if self.use or asks else On.COUNTED

    def add(self, uncounted: object) -> None:
        """The metadata of something that the operation asks for."""
        self.use = self.use or uncounted == "use"
        self.more = self.more or uncounted is True


_known: WeakKeyDictionary[Document, dict[int, Dependence]] = WeakKeyDictionary()


def dependence_of(document: Document, operation: OperationDefinitionNode) -> Dependence:
    """Looked for once for each operation of a document, which has to be valid."""
    of_document = _known.setdefault(document, {})
    found = of_document.get(id(operation))
    if found is None:
        found = of_document[id(operation)] = _look_through(document, operation)
    return found


def uncounted(definition: GraphQLField | GraphQLInputField) -> object:
    """The metadata of this name; None where the change counter speaks for the field."""
    described = definition.extensions.get("strawberry-definition")
    return described.metadata.get("uncounted") if described is not None else None


def uncounted_fields(type_: GraphQLInputObjectType, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of the uncounted fields of an input type and of all below it."""
    for name, each in type_.fields.items():
        if uncounted(each):
            yield name
        below = get_named_type(each.type)
        if isinstance(below, GraphQLInputObjectType) and below.name not in seen:
            yield from uncounted_fields(below, seen | {type_.name})


def _look_through(document: Document, operation: OperationDefinitionNode) -> Dependence:
    if operation.operation is not OperationType.QUERY:
        return Dependence(more=True)
    found = Dependence()
    types = TypeInfo(schema._schema)
    for definition in _reached(document, operation):
        visit(definition, TypeInfoVisitor(types, _Search(types, found)))
    return found


def _reached(
    document: Document, operation: OperationDefinitionNode
) -> Iterable[OperationDefinitionNode | FragmentDefinitionNode]:
    """The operation and the fragments that it spreads, directly or not."""
    fragments = {
        node.name.value: node for node in document.syntax.definitions if isinstance(node, FragmentDefinitionNode)
    }
    reached: dict[str, FragmentDefinitionNode] = {}
    waiting: list[OperationDefinitionNode | FragmentDefinitionNode] = [operation]
    while waiting:
        spreads = _Spreads()
        visit(waiting.pop(), spreads)
        for name in spreads.names - reached.keys():
            reached[name] = fragments[name]
            waiting.append(fragments[name])
    return [operation, *reached.values()]


class _Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.names.add(node.name.value)


class _Search(Visitor):
    def __init__(self, types: TypeInfo, found: Dependence) -> None:
        super().__init__()
        self._types = types
        self._found = found

    def enter_field(self, _node: FieldNode, *_: Any) -> None:
        definition = self._types.get_field_def()
        if definition is not None:
            self._found.add(uncounted(definition))

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self._types.get_parent_input_type())
        if isinstance(parent, GraphQLInputObjectType):
            self._found.add(uncounted(parent.fields[node.name.value]))

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        given = get_named_type(self._types.get_input_type())
        if isinstance(given, GraphQLInputObjectType):
            names = frozenset(uncounted_fields(given))
            if names:
                self._found.variables[node.name.value] = names


def _holds(value: Any, names: frozenset[str]) -> bool:
    """Whether one of these fields is given, at any depth, and is more than `false` or `null`."""
    if isinstance(value, dict):
        return any((key in names and each) or _holds(each, names) for key, each in value.items())
    return isinstance(value, list) and any(_holds(each, names) for each in value)
