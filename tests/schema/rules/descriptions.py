"""Descriptions: a sentence on everything, which says more than the name."""

import re
from collections.abc import Iterator

from graphql import GraphQLSchema

from tests.schema.rules.elements import elements

LONGEST = 600
_ENDS = (".", "?", "…", "`")


def descriptions(schema: GraphQLSchema) -> Iterator[str]:
    """Everything has one: a whole sentence, not too long, and not only its own name again."""
    for coordinate, name, thing in elements(schema):
        words = (thing.description or "").strip()
        if not words:
            yield f"{coordinate}: has no description"
        elif not words.endswith(_ENDS) or words[0].islower():
            yield f"{coordinate}: its description is no sentence: {words!r}"
        elif len(words) > LONGEST:
            yield f"{coordinate}: its description has {len(words)} characters, more than {LONGEST}"
        elif _letters(words) in (_letters(name), _letters("the" + name), _letters("a" + name)):
            yield f"{coordinate}: its description is its name again"


def _letters(words: str) -> str:
    return re.sub("[^a-z0-9]", "", words.lower())
