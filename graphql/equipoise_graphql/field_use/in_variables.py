"""What is deprecated in the values of variables. Where nothing of the kind is, there is nothing to look for."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    type_from_ast,
)


class DeprecatedInputs:
    """The types of a schema whose values can hold something deprecated."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._watched = _leading_to_deprecated(schema)

    def given(self, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None) -> set[str]:
        """Schema coordinates of the deprecated input fields and enum values that the variables hold."""
        if not self._watched or not variables:
            return set()
        found: set[str] = set()
        for definition in operation.variable_definitions or ():
            named = get_named_type(type_from_ast(self._schema, definition.type))
            if named is not None:
                found.update(self._in_value(named, variables.get(definition.variable.name.value)))
        return found

    def _in_value(self, named: GraphQLNamedType, value: Any) -> Iterator[str]:
        if named.name not in self._watched or value is None:
            return
        if isinstance(value, list):
            for item in value:
                yield from self._in_value(named, item)
        elif isinstance(named, GraphQLEnumType) and isinstance(value, str):
            given = named.values.get(value)
            if given is not None and given.deprecation_reason is not None:
                yield f"{named.name}.{value}"
        elif isinstance(named, GraphQLInputObjectType) and isinstance(value, dict):
            for name, field in named.fields.items():
                if name in value:
                    if field.deprecation_reason is not None:
                        yield f"{named.name}.{name}"
                    yield from self._in_value(get_named_type(field.type), value[name])


def _leading_to_deprecated(schema: GraphQLSchema) -> set[str]:
    """Names of the input types and enums that have something deprecated, or lead to one that has."""
    inputs = [named for named in schema.type_map.values() if isinstance(named, GraphQLInputObjectType)]
    enums = [named for named in schema.type_map.values() if isinstance(named, GraphQLEnumType)]
    found = {
        named.name for named in enums if any(value.deprecation_reason is not None for value in named.values.values())
    } | {named.name for named in inputs if any(field.deprecation_reason is not None for field in named.fields.values())}
    grown = True
    while grown:
        more = {
            named.name
            for named in inputs
            if any(get_named_type(field.type).name in found for field in named.fields.values())
        }
        grown = not more <= found
        found |= more
    return found
