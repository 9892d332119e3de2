"""Mutations: one way to call all of them, and one way in which they answer."""

from collections.abc import Iterator

from graphql import GraphQLInputObjectType, GraphQLNonNull, GraphQLSchema


def calls(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation takes exactly one argument, `input`, of an input type."""
    for name, field in schema.mutation_type.fields.items() if schema.mutation_type else ():
        kind = field.args["input"].type if list(field.args) == ["input"] else None
        if not isinstance(kind, GraphQLNonNull) or not isinstance(kind.of_type, GraphQLInputObjectType):
            yield f"Mutation.{name}: takes exactly one argument, input, of an input type that is not null"


def answers(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation returns a payload."""
    payload = schema.type_map.get("Payload")
    for name, field in schema.mutation_type.fields.items() if schema.mutation_type else ():
        named = getattr(field.type, "of_type", None)
        if not str(field.type).endswith("Payload!") or payload not in getattr(named, "interfaces", ()):
            yield f"Mutation.{name}: returns a payload that is not null"
