"""Names: one style for each kind of thing, so that nobody has to look up how something is spelled."""

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)

from tests.schema.rules.elements import Thing, elements

PASCAL, CAMEL, UPPER = (
    re.compile(pattern) for pattern in (r"([A-Z][a-z0-9]*)+", r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", r"[A-Z][A-Z0-9_]*")
)

INPUTS = ("Input", "Filter")
"""How an input type ends: one of a mutation or a part of it, or one that narrows a list."""

VERBS = frozenset(
    {
        "activate", "add", "advance", "archive", "cancel", "cascade", "check", "cite", "close", "create", "decide",
        "disable", "enable", "give", "link", "map", "move", "open", "pause", "raise", "record", "register", "remove",
        "reopen", "replay", "report", "restore", "resume", "retire", "revoke", "rotate", "run", "schedule", "set",
        "test", "uncascade", "unlink", "unmap", "update", "upload", "withdraw",
    }
)  # fmt: skip
"""What a mutation does comes first in its name; a new verb is added here on purpose."""


def style_of_names(schema: GraphQLSchema) -> Iterator[str]:
    """PascalCase types, UPPER_CASE enum values, camelCase everything else."""
    for element in elements(schema):
        if not _style(element.thing).fullmatch(element.name):
            yield f"{element.coordinate}: is written otherwise than its like"


def ends_of_type_names(schema: GraphQLSchema) -> Iterator[str]:
    """A name says whether a type goes in or comes out, answers a mutation, or pages a list."""
    for name, named in schema.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(named, GraphQLInputObjectType) != name.endswith(INPUTS):
            yield f"{name}: input types, and only they, end with {' or '.join(INPUTS)}"
        if isinstance(named, GraphQLEnumType) and name.endswith("Enum"):
            yield f"{name}: that it is an enum need not be said"
        if isinstance(named, GraphQLObjectType):
            if ("userErrors" in named.fields) != name.endswith("Payload"):
                yield f"{name}: answers of mutations, and only they, end with Payload and have userErrors"
            if "pageInfo" in named.fields and not name.endswith("Connection"):
                yield f"{name}: a page of a list ends with Connection"


def verbs_of_mutations(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation begins with a verb."""
    for name in schema.mutation_type.fields if schema.mutation_type else ():
        verb = re.match(r"[a-z]+", name)
        if verb is None or verb[0] not in VERBS:
            yield f"Mutation.{name}: does not begin with a known verb"


def _style(thing: Thing) -> re.Pattern[str]:
    match thing:
        case GraphQLNamedType():
            return PASCAL
        case GraphQLEnumValue():
            return UPPER
    return CAMEL
