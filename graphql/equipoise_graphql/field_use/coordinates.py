"""What of the schema a document asks for, as schema coordinates."""

from typing import Any

from graphql import (
    SKIP,
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    visit,
)


def coordinates_of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> set[str]:
    """Every field that a valid operation selects, and each deprecated argument, input field and enum value in it.

    What a request leaves out by `@skip` or `@include` counts: a client that may ask for something relies on it.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    info = TypeInfo(schema)
    asked = _Asked(info)
    waiting: list[OperationDefinitionNode | FragmentDefinitionNode] = [operation]
    entered: set[str] = set()
    while waiting:
        visit(waiting.pop(), TypeInfoVisitor(info, asked))
        waiting.extend(fragments[name] for name in asked.spreads - entered)
        entered |= asked.spreads
    return asked.found


class _Asked(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self._field = ""
        self.found: set[str] = set()
        self.spreads: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> Any:
        parent = self._info.get_parent_type()
        if parent is None or node.name.value.startswith("__"):
            return SKIP  # nothing of the introspection is ever removed
        self._field = f"{parent.name}.{node.name.value}"
        self.found.add(self._field)
        return None

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.spreads.add(node.name.value)

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        argument = self._info.get_argument()
        if argument is not None and argument.deprecation_reason is not None and self._info.get_directive() is None:
            self.found.add(f"{self._field}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self._info.get_parent_input_type())
        if isinstance(parent, GraphQLInputObjectType) and parent.fields[node.name.value].deprecation_reason is not None:
            self.found.add(f"{parent.name}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        kind = get_named_type(self._info.get_input_type())
        if isinstance(kind, GraphQLEnumType) and kind.values[node.value].deprecation_reason is not None:
            self.found.add(f"{kind.name}.{node.value}")
