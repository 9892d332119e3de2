"""Everything in a schema that has a name of ours, by its schema coordinate."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from graphql import (
    GraphQLArgument,
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)

Thing: TypeAlias = (
    GraphQLNamedType | GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue | GraphQLDirective
)


class Element(NamedTuple):
    """A part of the schema: `Kpi`, `Kpi.values`, `Kpi.values(last:)`, `Status.GREEN`, `@cost`, `@cost(of:)`."""

    coordinate: str
    name: str
    thing: Thing


def elements(schema: GraphQLSchema) -> Iterator[Element]:
    """All of it, except what the specification itself defines."""
    for name, named in schema.type_map.items():
        if is_introspection_type(named) or is_specified_scalar_type(named):
            continue
        yield Element(name, name, named)
        match named:
            case GraphQLObjectType() | GraphQLInterfaceType():
                for field_name, field in named.fields.items():
                    yield Element(f"{name}.{field_name}", field_name, field)
                    yield from _arguments(f"{name}.{field_name}", field.args)
            case GraphQLInputObjectType():
                for field_name, input_field in named.fields.items():
                    yield Element(f"{name}.{field_name}", field_name, input_field)
            case GraphQLEnumType():
                for value_name, value in named.values.items():
                    yield Element(f"{name}.{value_name}", value_name, value)
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield Element(f"@{directive.name}", directive.name, directive)
            yield from _arguments(f"@{directive.name}", directive.args)


def _arguments(of: str, arguments: dict[str, GraphQLArgument]) -> Iterator[Element]:
    for name, argument in arguments.items():
        yield Element(f"{of}({name}:)", name, argument)
