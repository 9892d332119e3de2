"""What a schema takes away from those who use an earlier one."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from graphql import (
    BreakingChangeType,
    DangerousChangeType,
    GraphQLError,
    GraphQLSchema,
    find_schema_changes,
    resolve_schema_coordinate,
)

from equipoise_graphql.stability.reach import in_use

_COORDINATE = re.compile(r"@?[A-Za-z_]\w*(?:\.\w+)?(?:\(\w+:\))?")

_REMOVALS = frozenset(
    {
        BreakingChangeType.TYPE_REMOVED,
        BreakingChangeType.TYPE_REMOVED_FROM_UNION,
        BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
        BreakingChangeType.FIELD_REMOVED,
        BreakingChangeType.ARG_REMOVED,
        BreakingChangeType.DIRECTIVE_REMOVED,
        BreakingChangeType.DIRECTIVE_ARG_REMOVED,
    }
)
_BREAKING = frozenset(
    {
        *BreakingChangeType,
        # The same document means something else: nobody notices until the figures are wrong.
        DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
        DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
    }
)


class Change(NamedTuple):
    """A change that a document or program which worked may not survive."""

    coordinate: str
    """Of what is changed, e.g. `Kpi.values(last:)`."""
    words: str
    without_notice: bool
    """Whether it removes what the earlier schema did not call deprecated."""


def breaking_changes(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """In the order in which the things stand in the schema."""
    used = in_use(old)
    return [
        Change(coordinate, words, without_notice=kind in _REMOVALS and coordinate in used)
        for kind, coordinate, words in _broken(old, new)
    ]


def _broken(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[tuple[Enum, str, str]]:
    for kind, words in find_schema_changes(old, new):
        if kind in _BREAKING:
            yield kind, _coordinate(words, old, new), words


def _coordinate(words: str, old: GraphQLSchema, new: GraphQLSchema) -> str:
    """What the library's sentence is about: the first part of a thing that it names, or else the first thing."""
    named: list[str] = [each for each in _COORDINATE.findall(words) if _is_there(each, old) or _is_there(each, new)]
    parts = [each for each in named if not each.isidentifier()]
    return (parts or named)[0]


def _is_there(coordinate: str, schema: GraphQLSchema) -> bool:
    try:
        return resolve_schema_coordinate(schema, coordinate) is not None
    except (GraphQLError, TypeError):  # no coordinate at all, or of something whose parent is not there
        return False
