"""What a document costs before it is executed: by its lists, its variables and what it changes."""

import time
from typing import Any

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    parse,
)

from equipoise_graphql.cost import prices
from equipoise_graphql.cost.program import MOST
from equipoise_graphql.cost.weigh import weigh
from equipoise_graphql.schema import schema
from tests.support.api import QUERIES


def cost(query: str, **variables: Any) -> int:
    """Of the first operation, above what every request costs."""
    document = parse(query)
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    return weigh(document, operation, variables) - prices.REQUEST


def test_an_object_costs_one_point_and_its_own_fields_nothing() -> None:
    assert cost("{ viewer { role } }") == 1
    assert cost("{ viewer { role person { id displayName email } } }") == 2


def test_every_request_costs_something() -> None:
    document = parse("{ __typename }")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    assert weigh(document, operation, None) == prices.REQUEST


def test_a_page_costs_as_many_objects_as_it_may_hold() -> None:
    assert cost("{ kpis(first: 7) { nodes { id } } }") == 1 + 7
    assert cost("{ kpis(first: 7) { edges { cursor node { id } } } }") == 1 + 7
    assert cost("{ kpis(first: 7) { nodes { id } edges { node { id } } pageInfo { hasNextPage } } }") == 1 + 14
    assert cost("{ kpis { nodes { id } } }") == 1 + 50, "by the argument's default"
    assert cost("{ kpis(first: 7) { totalCount } }") == 1 + prices.READING_LEAVES["totalCount"]


def test_lists_within_lists_multiply() -> None:
    query = "{ kpis(first: 10) { nodes { values(last: 20) { value recordedBy { id } } } } }"
    assert cost(query) == 1 + 10 * (1 + 20 * (1 + 1))


def test_a_list_that_comes_whole_costs_what_such_lists_mostly_hold() -> None:
    lists = prices.LISTS
    perspectives, objectives = lists["Scorecard.perspectives"], lists["Perspective.objectives"]
    query = '{ scorecard(id: "x") { perspectives { objectives { id } } } }'
    assert cost(query) == 1 + perspectives * (1 + objectives)


def test_the_size_of_a_page_comes_from_a_variable_as_from_the_document() -> None:
    query = "query ($n: Int!) { kpis(first: $n) { nodes { id } } }"
    assert cost(query, n=3) == 1 + 3
    assert cost(query, n=30) == 1 + 30
    with_default = "query ($n: Int! = 4) { kpis(first: $n) { nodes { id } } }"
    assert cost(with_default) == 1 + 4
    assert cost(with_default, n=5) == 1 + 5


def test_a_history_without_a_number_has_its_usual_length_and_more_from_a_day_on() -> None:
    query = '{ kpi(id: "x") { values%s { value } } }'
    usual, since = prices.WITHOUT_SIZE["Kpi.values"], prices.SINCE[1]
    assert cost(query % "") == cost(query % "(last: null)") == 1 + usual
    assert cost(query % '(from: "2020-01-01")') == 1 + since
    assert cost(query % '(from: "2020-01-01", last: 2)') == 1 + 2
    assert cost('query ($n: Int) { kpi(id: "x") { values(last: $n) { value } } }', n=None) == 1 + usual


@pytest.mark.parametrize(
    ("given", "entries"),
    [
        (2**31, prices.MOST_ENTRIES),
        (10**999, prices.MOST_ENTRIES),
        (16_777_217, prices.MOST_ENTRIES),
        (-1, 0),
        (-(10**999), prices.MOST_ENTRIES),
        (float("nan"), prices.MOST_ENTRIES),
        (float("inf"), prices.MOST_ENTRIES),
        ("7", 50),
        (True, 50),
        ([1], 50),
        ({}, 50),
    ],
    ids=repr,
)
def test_a_size_that_no_page_can_have_is_weighed_all_the_same(given: Any, entries: int) -> None:
    assert cost("query ($n: Int! = 50) { kpis(first: $n) { nodes { id } } }", n=given) == 1 + (
        entries if not isinstance(given, str | bool | list | dict) else 50
    )


def test_what_nests_beyond_all_bounds_costs_a_number_that_can_be_written_down() -> None:
    query = "query ($n: Int!) { " + "kpis(first: $n) { nodes { objective { kpis { " * 1
    query += "values(last: $n) { revisions { recordedBy { orgUnit { children { children { children { id } } } } } } }"
    query += " } } } } }"
    assert cost(query, n=2**31) <= MOST
    assert cost(query, n=2**31) > 10**6


def test_a_directive_takes_its_field_out_of_the_cost() -> None:
    query = "query ($x: Boolean!) { viewer { person @include(if: $x) { id } organisation @skip(if: $x) { id name } } }"
    assert cost(query, x=True) == cost(query, x=False) == 2
    nothing = "query ($x: Boolean!) { viewer { ...F @include(if: $x) ... @skip(if: true) { person { id } } } } "
    nothing += "fragment F on Viewer { person { id } }"
    assert (cost(nothing, x=True), cost(nothing, x=False)) == (2, 1)
    paged = "query ($x: Boolean!) { kpis(first: 9) { nodes @include(if: $x) { id } } }"
    assert (cost(paged, x=True), cost(paged, x=False)) == (10, 1)


def test_a_fragment_costs_what_it_would_written_out() -> None:
    written = '{ a: kpis(first: 3) { nodes { id } } b: kpis(first: 5) { nodes { id } } node(id: "x") { id } }'
    spread = (
        '{ a: kpis(first: 3) { ...P } b: kpis(first: 5) { ...P } ... on Query { node(id: "x") { id } } }'
        " fragment P on KpiConnection { nodes { id } }"
    )
    assert cost(spread) == cost(written) == 1 + 3 + 1 + 5 + 1


@pytest.mark.parametrize("last", ["viewer { role }", "kpis(first: $n) { nodes { id } }"])
def test_fragments_that_double_sixty_times_are_weighed_as_fast_as_they_are_read(last: str) -> None:
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60))
    query = f"query ($n: Int! = 1) {{ ...F0 }} {chain} fragment F60 on Query {{ {last} }}"
    began = time.process_time()
    assert cost(query, n=5) == MOST - prices.REQUEST
    assert time.process_time() - began < 1


def test_a_mutation_costs_more_for_each_item_that_it_is_given() -> None:
    record = (QUERIES / "record_values.graphql").read_text()
    assert cost(record, input={"values": []}) == prices.MUTATION
    assert cost(record, input={"values": [{"kpi": "a"}] * 1_000}) == prices.MUTATION + 1_000 * prices.ITEM
    listed = "mutation ($v: [KpiValueInput!]!) { recordKpiValues(input: {values: $v}) { recorded } }"
    assert cost(listed, v=[{}] * 3) == prices.MUTATION + 3 * prices.ITEM
    inline = 'mutation { recordKpiValues(input: {values: [{kpi: "a"}, {kpi: "b"}]}) { recorded } }'
    assert cost(inline) == prices.MUTATION + 2 * prices.ITEM


@pytest.mark.parametrize("given", [None, 1, "x", [], {}, {"values": 1}, {"values": {"kpi": "a"}}, {"values": None}])
def test_an_input_that_does_not_fit_is_weighed_all_the_same(given: Any) -> None:
    assert cost((QUERIES / "record_values.graphql").read_text(), input=given) == prices.MUTATION


def test_introspection_has_a_price_of_its_own() -> None:
    assert cost(get_introspection_query()) == prices.INTROSPECTION["__schema"]
    assert cost('{ __type(name: "Kpi") { name } }') == prices.INTROSPECTION["__type"]


def test_the_documents_of_real_frontends_cost_a_small_part_of_what_one_document_may() -> None:
    variables: dict[str, Any] = {"record_values": {"input": {"values": [{}] * 1_000}}, "unused_kpis": {"first": 100}}
    costs = {
        path.stem: cost(path.read_text(), **variables.get(path.stem, {"id": "x"})) for path in QUERIES.glob("*.graphql")
    }
    assert len(costs) >= 6
    assert max(costs.values()) <= 6_000
    assert costs["kpi_detail"] < 100 < costs["scorecard_page"] < 2_000


def _lists_without_size() -> set[str]:
    found = set()
    for gql_type in schema._schema.type_map.values():
        if not isinstance(gql_type, GraphQLObjectType | GraphQLInterfaceType) or gql_type.name.startswith("__"):
            continue
        for name, field in gql_type.fields.items():
            leads_to = get_named_type(field.type)
            many = is_list_type(get_nullable_type(field.type)) and is_composite_type(leads_to)
            pages = isinstance(leads_to, GraphQLObjectType) and prices.is_page(leads_to)
            free = leads_to.name in prices.FREE_TYPES or prices.is_page(gql_type)
            if (many or pages) and not free and not any(each in field.args for each in prices.SIZE_ARGUMENTS):
                found.add(f"{gql_type.name}.{name}")
    return found - {"ConnectionPayload.connection"}


def test_every_list_of_the_schema_has_a_size_and_no_list_besides() -> None:
    assert sorted(_lists_without_size() - set(prices.LISTS)) == [], "add them to equipoise_graphql/cost/prices.py"
    assert sorted(set(prices.LISTS) - _lists_without_size()) == [], "no longer lists of objects without a size"
    for place in prices.WITHOUT_SIZE:
        type_name, _, name = place.partition(".")
        owner = schema._schema.type_map[type_name]
        assert isinstance(owner, GraphQLObjectType)
        assert name in owner.fields
