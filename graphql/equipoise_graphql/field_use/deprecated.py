"""What of the schema is deprecated, and why."""

from collections.abc import Iterator
from functools import lru_cache

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)


@lru_cache(maxsize=1)
def deprecated(schema: GraphQLSchema) -> dict[str, str]:
    """The reason of each deprecation by its schema coordinate."""
    return {
        coordinate: reason
        for named in schema.type_map.values()
        for coordinate, reason in _reasons(named)
        if reason is not None
    }


def _reasons(named: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    match named:
        case GraphQLObjectType() | GraphQLInterfaceType():
            for name, field in named.fields.items():
                yield f"{named.name}.{name}", field.deprecation_reason
                for argument_name, argument in field.args.items():
                    yield f"{named.name}.{name}({argument_name}:)", argument.deprecation_reason
        case GraphQLInputObjectType():
            for name, input_field in named.fields.items():
                yield f"{named.name}.{name}", input_field.deprecation_reason
        case GraphQLEnumType():
            for name, value in named.values.items():
                yield f"{named.name}.{name}", value.deprecation_reason
