"""Lists that can grow: one way to page through all of them."""

from collections.abc import Iterator

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_required_argument,
)

from tests.schema.rules.elements import elements

ARGUMENTS = {"first": "Int!", "after": "String"}
FIELDS = {"nodes": "[{0}!]!", "edges": "[{0}Edge!]!", "pageInfo": "PageInfo!", "totalCount": "Int!"}


def fields_that_lead_to_pages(schema: GraphQLSchema) -> Iterator[str]:
    """They take `first` with a default and `after`, of the same types everywhere, and are never null."""
    for coordinate, _, thing in elements(schema):
        if not isinstance(thing, GraphQLField) or not _is_page(get_named_type(thing.type)):
            continue
        for name, kind in ARGUMENTS.items():
            argument = thing.args.get(name)
            if argument is None or str(argument.type) != kind:
                yield f"{coordinate}: takes {name}: {kind}"
        first = thing.args.get("first")
        if first is not None and is_required_argument(first):
            yield f"{coordinate}: first has a default"
        if str(thing.type) != f"{get_named_type(thing.type).name}!":
            yield f"{coordinate}: a page is never null"


def pages(schema: GraphQLSchema) -> Iterator[str]:
    """Every page has nodes, edges, pageInfo and totalCount."""
    for name, named in schema.type_map.items():
        if isinstance(named, GraphQLObjectType) and _is_page(named):
            shown = name.removesuffix("Connection")
            for field_name, kind in FIELDS.items():
                field = named.fields.get(field_name)
                if field is None or str(field.type) != kind.format(shown):
                    yield f"{name}.{field_name}: is of type {kind.format(shown)}"


def _is_page(named: GraphQLNamedType) -> bool:
    return isinstance(named, GraphQLObjectType) and "pageInfo" in named.fields
