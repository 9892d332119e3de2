"""What of a schema is in use: everything that can be reached without touching something deprecated."""

from collections.abc import Iterator

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)


def in_use(schema: GraphQLSchema) -> set[str]:
    """The schema coordinates that nobody has been told to leave.

    A type cannot be deprecated: it is out of use once all that leads to it is. An interface does not lead to the
    types that implement it, for somebody who holds an id has it from elsewhere.
    """
    found: set[str] = set()
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    waiting: list[GraphQLNamedType] = [root for root in roots if root is not None]
    for directive in schema.directives:
        found.add(f"@{directive.name}")
        waiting.extend(_arguments(found, f"@{directive.name}", directive.args))
    while waiting:
        named = waiting.pop()
        if named.name not in found:
            found.add(named.name)
            waiting.extend(_next(found, named))
    return found


def _next(found: set[str], named: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    match named:
        case GraphQLObjectType() | GraphQLInterfaceType():
            yield from named.interfaces
            for name, field in named.fields.items():
                if field.deprecation_reason is None:
                    yield from _used(found, f"{named.name}.{name}", field)
                    yield from _arguments(found, f"{named.name}.{name}", field.args)
        case GraphQLInputObjectType():
            for name, input_field in named.fields.items():
                if input_field.deprecation_reason is None:
                    yield from _used(found, f"{named.name}.{name}", input_field)
        case GraphQLEnumType():
            values = named.values.items()
            found.update(f"{named.name}.{name}" for name, value in values if value.deprecation_reason is None)
        case GraphQLUnionType():
            yield from named.types


def _arguments(found: set[str], of: str, arguments: dict[str, GraphQLArgument]) -> Iterator[GraphQLNamedType]:
    for name, argument in arguments.items():
        if argument.deprecation_reason is None:
            yield from _used(found, f"{of}({name}:)", argument)


def _used(
    found: set[str], coordinate: str, thing: GraphQLField | GraphQLArgument | GraphQLInputField
) -> Iterator[GraphQLNamedType]:
    found.add(coordinate)
    yield get_named_type(thing.type)
