"""What a document asks for, as coordinates of the schema."""

from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate

from equipoise_graphql.field_use.coordinates import coordinates_of
from equipoise_graphql.field_use.deprecated import deprecated
from equipoise_graphql.field_use.in_variables import DeprecatedInputs

SCHEMA = build_schema("""
    type Query {
      kpi(id: ID!, at: Int @deprecated(reason: "Gone.")): Kpi
      node: Node
      kpis(filter: KpiFilter, state: State): [Kpi!]!
    }
    interface Node { id: ID! }
    type Kpi implements Node { id: ID! name: String! rank: Int @deprecated(reason: "Gone.") parent: Kpi }
    enum State { ACTIVE FLAGGED OLD @deprecated(reason: "Gone.") }
    input KpiFilter { states: [State!] text: String @deprecated(reason: "Gone.") and: [KpiFilter!] owner: OwnerFilter }
    input OwnerFilter { name: String }
""")


def asked(document: str, operation: int = 0, schema: GraphQLSchema = SCHEMA) -> set[str]:
    syntax = parse(document)
    assert validate(schema, syntax) == []
    node = syntax.definitions[operation]
    assert isinstance(node, OperationDefinitionNode)
    return coordinates_of(schema, syntax, node)


DOCUMENTS = {
    "fields": ("{ kpi(id: 1) { name parent { id } } }", {"Query.kpi", "Kpi.name", "Kpi.parent", "Kpi.id"}),
    "aliases count by what they stand for": ("{ a: kpi(id: 1) { b: name } }", {"Query.kpi", "Kpi.name"}),
    "an interface and a type": (
        "{ node { id ... on Kpi { name } } }",
        {"Query.node", "Node.id", "Kpi.name"},
    ),
    "fragments in fragments": (
        "{ kpi(id: 1) { ...A } } fragment A on Kpi { name ...B } fragment B on Kpi { rank }",
        {"Query.kpi", "Kpi.name", "Kpi.rank"},
    ),
    "what may be left out": (
        "query ($on: Boolean!) { kpi(id: 1) { name @include(if: $on) rank @skip(if: true) } }",
        {"Query.kpi", "Kpi.name", "Kpi.rank"},
    ),
    "no introspection": ("{ __typename __schema { types { name } } kpi(id: 1) { __typename } }", {"Query.kpi"}),
    "a deprecated argument": ("{ kpi(id: 1, at: 2) { id } }", {"Query.kpi", "Query.kpi(at:)", "Kpi.id"}),
    "a deprecated value": ("{ kpis(state: OLD) { id } }", {"Query.kpis", "State.OLD", "Kpi.id"}),
    "a value that is not deprecated": ("{ kpis(state: FLAGGED) { id } }", {"Query.kpis", "Kpi.id"}),
    "a deprecated input field": ('{ kpis(filter: {text: "a"}) { id } }', {"Query.kpis", "KpiFilter.text", "Kpi.id"}),
    "a deprecated value in a list in an object": (
        "{ kpis(filter: {states: [ACTIVE, OLD]}) { id } }",
        {"Query.kpis", "State.OLD", "Kpi.id"},
    ),
    "a deprecated value as a default": (
        "query ($state: State = OLD) { kpis(state: $state) { id } }",
        {"Query.kpis", "State.OLD", "Kpi.id"},
    ),
}


@pytest.mark.parametrize(("document", "expected"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_asks_for(document: str, expected: set[str]) -> None:
    assert asked(document) == expected


def test_only_the_operation_that_is_executed_counts() -> None:
    document = "query A { kpi(id: 1) { name } } query B { kpi(id: 1) { ...C } } fragment C on Kpi { rank }"
    assert asked(document) == {"Query.kpi", "Kpi.name"}
    assert asked(document, 1) == {"Query.kpi", "Kpi.rank"}


VARIABLES: dict[str, tuple[Any, set[str]]] = {
    "nothing": (None, set()),
    "nothing deprecated": ({"states": ["ACTIVE"], "owner": {"name": "OLD"}}, set()),
    "a value": ({"states": ["ACTIVE", "OLD"]}, {"State.OLD"}),
    "an input field": ({"text": "a"}, {"KpiFilter.text"}),
    "an input field that is null": ({"text": None}, {"KpiFilter.text"}),
    "one thing where a list may be": ({"and": {"text": "a"}}, {"KpiFilter.text"}),
    "both, further down": ({"and": [{"and": [{"text": "a", "states": "OLD"}]}]}, {"KpiFilter.text", "State.OLD"}),
    "nonsense": ({"and": 1, "states": {"a": 1}, "text2": 1}, set()),
}


@pytest.mark.parametrize(("value", "expected"), VARIABLES.values(), ids=VARIABLES.keys())
def test_variables_hold(value: Any, expected: set[str]) -> None:
    operation = parse("query ($filter: KpiFilter, $other: Int) { kpis(filter: $filter) { id } }").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    assert DeprecatedInputs(SCHEMA).given(operation, {"filter": value, "other": 1}) == expected


def test_what_is_deprecated_is_known_by_its_coordinate() -> None:
    assert set(deprecated(SCHEMA)) == {"Query.kpi(at:)", "Kpi.rank", "State.OLD", "KpiFilter.text"}
