"""Nullability: a type says what can really be missing."""

from collections.abc import Iterator

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLType,
    get_nullable_type,
)

from tests.schema.rules.elements import elements

LISTS_THAT_MAY_BE_MISSING = {
    "Scoring.labels": "only the method CHOICE has labels",
    "TargetPlan.steps": "only a plan of the kind STEPPED has steps",
    "AccessToken.scopes": "null is for everything that the role may",
    "Viewer.scopes": "null is for everything that the role may",
    "ValuesRecorded.kpis": "too many are not listed",
    "ValuesRecorded.scorecards": "too many are not listed",
}
"""Null is not the same as empty there."""


def lists(schema: GraphQLSchema) -> Iterator[str]:
    """A list that comes out is there, if empty; no list holds nulls, whether it comes out or goes in."""
    for coordinate, _, thing in elements(schema):
        if not isinstance(thing, GraphQLField | GraphQLArgument | GraphQLInputField):
            continue
        comes_out = isinstance(thing, GraphQLField)
        if comes_out and isinstance(thing.type, GraphQLList) and coordinate not in LISTS_THAT_MAY_BE_MISSING:
            yield f"{coordinate}: a list is never null"
        inner = get_nullable_type(thing.type)
        while isinstance(inner, GraphQLList):
            if not isinstance(inner.of_type, GraphQLNonNull):
                yield f"{coordinate}: the items of a list are never null"
            inner = get_nullable_type(inner.of_type)


def ids(schema: GraphQLSchema) -> Iterator[str]:
    """What is called id is an ID and is there."""
    for coordinate, name, thing in elements(schema):
        if name == "id" and isinstance(thing, GraphQLField | GraphQLInputField) and str(thing.type) != "ID!":
            yield f"{coordinate}: an id is of type ID!, not {thing.type}"


def payloads(schema: GraphQLSchema) -> Iterator[str]:
    """userErrors are always there; the object of a mutation is not, for want of one when it was refused."""
    for name, named in schema.type_map.items():
        for field_name, field in getattr(named, "fields", {}).items() if name.endswith("Payload") else ():
            if field_name == "userErrors":
                if str(field.type) != "[UserError!]!":
                    yield f"{name}.userErrors: is of type [UserError!]!, not {field.type}"
            elif isinstance(field.type, GraphQLNonNull) and not _can_be_nothing(field.type.of_type):
                yield f"{name}.{field_name}: is missing when the mutation is refused, so it can be null"


def _can_be_nothing(kind: GraphQLType) -> bool:
    """Where nothing was done, a count is zero and a list is empty."""
    return str(kind) == "Int" or isinstance(kind, GraphQLList)
