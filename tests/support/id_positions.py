"""Where the schema takes ids, and calls that put one there: worked out from the schema, so that no field is missed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

SAMPLES = {
    "String": "words",
    "Int": 1,
    "Float": 1.5,
    "Boolean": False,
    "Decimal": "1",
    "Date": "2026-03-01",
    "DateTime": "2026-03-01T00:00:00Z",
    "JSON": {},
}
MOST_LEVELS = 3


@dataclass(frozen=True)
class Position:
    """A place for an id: the root field, and the path through its arguments; `*` stands for the items of a list."""

    operation: str
    name: str
    path: tuple[str, ...]

    @property
    def reported(self) -> str:
        """How an error names this place."""
        path = self.path[1:] if self.operation == "mutation" else self.path
        return ".".join("0" if step == "*" else step for step in path)

    def __str__(self) -> str:
        return f"{self.name}({'.'.join(self.path)})"


@dataclass
class Call:
    """One call of a root field, with the ids that it gives by where they stand."""

    schema: GraphQLSchema
    position: Position
    examples: Mapping[str, Any]
    ids: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """Places of files among the variables, as a form's map names them."""

    def document(self) -> str:
        root = self._field()
        arguments = ", ".join(
            f"${name}: {argument.type}" for name, argument in root.args.items() if name in self._given()
        )
        passed = ", ".join(f"{name}: ${name}" for name in self._given())
        return f"{self.position.operation} ({arguments}) {{ {self.position.name}({passed}) {_selection(root.type)} }}"

    def variables(self) -> dict[str, Any]:
        root = self._field()
        return {
            name: self._value(
                root.args[name].type,
                self._reported_of(name),
                self.position.path[1:] if name == self.position.path[0] else None,
            )
            for name in self._given()
        }

    def _field(self) -> GraphQLField:
        root = self.schema.get_root_type(OperationType(self.position.operation))
        assert root is not None
        found: GraphQLField = root.fields[self.position.name]
        return found

    def _given(self) -> list[str]:
        return [
            name
            for name, argument in self._field().args.items()
            if is_required_argument(argument) or name == self.position.path[0]
        ]

    def _reported_of(self, argument: str) -> str:
        return "" if self.position.operation == "mutation" else argument

    def _value(self, kind: GraphQLInputType, place: str, path: tuple[str, ...] | None) -> Any:
        """A value of this type; `path` leads on to the place in question, where it lies in here."""
        kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if place in self.examples and not path:
            return self.examples[place]
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type, f"{place}.0", path[1:] if path else None)]
        if isinstance(kind, GraphQLInputObjectType):
            return {
                name: self._value(each.type, _below(place, name), path[1:] if path and path[0] == name else None)
                for name, each in kind.fields.items()
                if is_required_input_field(each) or (path and path[0] == name) or _below(place, name) in self.examples
            }
        if isinstance(kind, GraphQLEnumType):
            return next(iter(kind.values))
        if kind.name == "Upload":
            self.files.add(f"variables.input.{place}")
            return None
        return self.ids.setdefault(place, "") if kind.name == "ID" else SAMPLES[kind.name]


def id_positions(schema: GraphQLSchema) -> Iterator[Position]:
    """Every place of every field of the schema that takes an id."""
    for name, kind in sorted(schema.type_map.items()):
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__"):
            for field_name, each in kind.fields.items():
                for argument, given in each.args.items():
                    for path in _paths(given, (argument,), ()):
                        yield Position(name.lower(), field_name, path)


def _paths(
    given: GraphQLArgument | GraphQLInputField, path: tuple[str, ...], inside: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    kind: Any = get_nullable_type(given.type)
    while isinstance(kind, GraphQLList | GraphQLNonNull):
        path = (*path, "*") if isinstance(kind, GraphQLList) else path
        kind = kind.of_type
    if kind.name == "ID":
        yield path
    elif isinstance(kind, GraphQLInputObjectType) and kind.name not in inside:
        for name, each in kind.fields.items():
            yield from _paths(each, (*path, name), (*inside, kind.name))


def _selection(kind: GraphQLOutputType, level: int = 0) -> str:
    """Everything below that needs no arguments, a few levels down."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    parts = ["__typename"]
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        for name, each in named.fields.items():
            if any(is_required_argument(argument) for argument in each.args.values()):
                continue
            if is_leaf_type(get_named_type(each.type)):
                parts.append(name)
            elif level + 1 < MOST_LEVELS and name != "edges":
                parts.append(f"{name} {_selection(each.type, level + 1)}")
    return "{ " + " ".join(parts) + " }"


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
