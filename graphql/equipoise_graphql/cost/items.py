"""Items of the lists that a mutation is given, in the document and in variables."""

from functools import lru_cache
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
)

from equipoise_graphql.cost.program import Program, Term


def items_given(program: Program, value: ValueNode, of_type: GraphQLInputType) -> Term:
    """How many items the lists in this value of the document have."""
    of_type = _nullable(of_type)
    if not _has_lists(of_type):
        return 0
    match value:
        case VariableNode():
            name = value.name.value
            return program.later(lambda _, variables: _count(variables.get(name), of_type))
        case ListValueNode() if isinstance(of_type, GraphQLList):
            inner = of_type.of_type
            return program.total([len(value.values), *(items_given(program, each, inner) for each in value.values)])
        case ObjectValueNode() if isinstance(of_type, GraphQLInputObjectType):
            given = ((each.value, of_type.fields.get(each.name.value)) for each in value.fields)
            return program.total([items_given(program, each, known.type) for each, known in given if known])
    return 0


def _count(value: Any, of_type: GraphQLInputType) -> int:
    """The same of a variable: only what can hold lists is looked into, so a thousand flat items are no work."""
    of_type = _nullable(of_type)
    if isinstance(of_type, GraphQLList) and isinstance(value, list):
        inner = of_type.of_type
        return len(value) + (sum(_count(each, inner) for each in value) if _has_lists(inner) else 0)
    if isinstance(of_type, GraphQLInputObjectType) and isinstance(value, dict):
        return sum(_count(value.get(name), inner) for name, inner in _lists_of(of_type))
    return 0


@lru_cache(maxsize=500)
def _lists_of(of_type: GraphQLInputObjectType) -> tuple[tuple[str, GraphQLInputType], ...]:
    return tuple((name, field.type) for name, field in of_type.fields.items() if _has_lists(field.type))


def _nullable(of_type: GraphQLInputType) -> GraphQLInputType:
    return of_type.of_type if isinstance(of_type, GraphQLNonNull) else of_type


@lru_cache(maxsize=500)
def _has_lists(of_type: GraphQLInputType) -> bool:
    seen: set[GraphQLInputType] = set()
    waiting = [of_type]
    while waiting:
        each = _nullable(waiting.pop())
        if isinstance(each, GraphQLList):
            return True
        if isinstance(each, GraphQLInputObjectType) and each not in seen:
            seen.add(each)
            waiting.extend(field.type for field in each.fields.values())
    return False
