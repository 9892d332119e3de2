"""The schema keeps the rules for a schema, and each rule can tell one that does not."""

from collections.abc import Callable, Iterator

import pytest
from graphql import GraphQLSchema, build_schema

from equipoise_graphql.schema import schema
from tests.schema.rules import deprecation, descriptions, mutations, naming, nullability, paging
from tests.schema.rules.elements import elements

Rule = Callable[[GraphQLSchema], Iterator[str]]

RULES: tuple[Rule, ...] = (
    naming.style_of_names,
    naming.ends_of_type_names,
    naming.verbs_of_mutations,
    descriptions.descriptions,
    nullability.lists,
    nullability.ids,
    nullability.payloads,
    paging.fields_that_lead_to_pages,
    paging.pages,
    mutations.calls,
    mutations.answers,
    deprecation.deprecations,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_schema_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(schema._schema)) == []


PAGE = "type PageInfo { endCursor: String } type ThingEdge { cursor: String! } "
PAYLOAD = "type UserError { code: String! } interface Payload { userErrors: [UserError!]! } "
DONE = "type DonePayload implements Payload { userErrors: [UserError!]! } input AddInput { name: String } "

BROKEN: dict[str, tuple[Rule, str, str]] = {
    "a field in snake case": (naming.style_of_names, "type Query { my_kpis: Int }", "Query.my_kpis"),
    "a type in lower case": (naming.style_of_names, "type Query { kpi: kpi } type kpi { a: Int }", "kpi"),
    "an enum value in lower case": (naming.style_of_names, "type Query { a: A } enum A { green }", "A.green"),
    "an argument in upper case": (naming.style_of_names, "type Query { a(First: Int): Int }", "Query.a(First:)"),
    "a directive in upper case": (
        naming.style_of_names,
        "directive @Cost on FIELD type Query { a: Int }",
        "@Cost",
    ),
    "an input type that does not say so": (
        naming.ends_of_type_names,
        "type Query { a(b: Thing): Int } input Thing { c: Int }",
        "Thing",
    ),
    "an object that says it is an input": (
        naming.ends_of_type_names,
        "type Query { a: ThingInput } type ThingInput { b: Int }",
        "ThingInput",
    ),
    "a payload that does not say so": (
        naming.ends_of_type_names,
        "type Query { a: Answer } type Answer { userErrors: Int }",
        "Answer",
    ),
    "a page that does not say so": (
        naming.ends_of_type_names,
        "type Query { a: Things } type Things { pageInfo: Int }",
        "Things",
    ),
    "an enum that says so": (
        naming.ends_of_type_names,
        "type Query { a: StateEnum } enum StateEnum { A }",
        "StateEnum",
    ),
    "a mutation without a verb": (
        naming.verbs_of_mutations,
        "type Query { a: Int } type Mutation { kpiAdd: Int }",
        "Mutation.kpiAdd",
    ),
    "a field without a description": (descriptions.descriptions, '"A." type Query { a: Int }', "Query.a"),
    "an argument without a description": (
        descriptions.descriptions,
        '"The root." type Query { "One." a(b: Int): Int }',
        "Query.a(b:)",
    ),
    "an enum value without a description": (
        descriptions.descriptions,
        '"The root." type Query { "One." a: A } "A word." enum A { B }',
        "A.B",
    ),
    "a directive's argument without a description": (
        descriptions.descriptions,
        '"What it costs." directive @cost(of: Int) on FIELD "The root." type Query { "One." a: Int }',
        "@cost(of:)",
    ),
    "a description that is no sentence": (
        descriptions.descriptions,
        '"The root." type Query { "the number" a: Int }',
        "Query.a",
    ),
    "a description that is the name": (
        descriptions.descriptions,
        '"The root." type Query { "The org unit." orgUnit: Int }',
        "Query.orgUnit",
    ),
    "a description without end": (
        descriptions.descriptions,
        f'"The root." type Query {{ "{"Very long. " * 70}" a: Int }}',
        "Query.a",
    ),
    "a list that may be null": (nullability.lists, "type Query { a: [Int!] }", "Query.a"),
    "a list with nulls": (nullability.lists, "type Query { a: [Int]! }", "Query.a"),
    "a list of lists with nulls": (nullability.lists, "type Query { a: [[Int]!]! }", "Query.a"),
    "an input with nulls in a list": (nullability.lists, "type Query { a(b: [Int]): Int }", "Query.a(b:)"),
    "an id that may be null": (nullability.ids, "type Query { a: A } type A { id: ID }", "A.id"),
    "an id that is a number": (nullability.ids, "type Query { a: A } type A { id: Int! }", "A.id"),
    "an object that a refused mutation would owe": (
        nullability.payloads,
        "type Query { a: APayload } type APayload { kpi: String! }",
        "APayload.kpi",
    ),
    "user errors that may be null": (
        nullability.payloads,
        "type Query { a: APayload } type APayload { userErrors: [UserError!] } type UserError { code: String! }",
        "APayload.userErrors",
    ),
    "a page without after": (
        paging.fields_that_lead_to_pages,
        PAGE + "type Query { a(first: Int! = 50): ThingConnection! } type ThingConnection { pageInfo: PageInfo! }",
        "Query.a",
    ),
    "a page whose first may be null": (
        paging.fields_that_lead_to_pages,
        PAGE
        + "type Query { a(first: Int = 50, after: String): ThingConnection! } "
        + "type ThingConnection { pageInfo: PageInfo! }",
        "Query.a",
    ),
    "a page whose first has no default": (
        paging.fields_that_lead_to_pages,
        PAGE
        + "type Query { a(first: Int!, after: String): ThingConnection! } "
        + "type ThingConnection { pageInfo: PageInfo! }",
        "Query.a",
    ),
    "a page that may be null": (
        paging.fields_that_lead_to_pages,
        PAGE
        + "type Query { a(first: Int! = 50, after: String): ThingConnection } "
        + "type ThingConnection { pageInfo: PageInfo! }",
        "Query.a",
    ),
    "a page that does not count": (
        paging.pages,
        PAGE
        + "type Query { a: ThingConnection } "
        + "type ThingConnection { pageInfo: PageInfo! nodes: [Thing!]! edges: [ThingEdge!]! } type Thing { a: Int }",
        "ThingConnection.totalCount",
    ),
    "a mutation with two arguments": (
        mutations.calls,
        "type Query { a: Int } type Mutation { addA(input: AddInput!, b: Int): Int } input AddInput { name: String }",
        "Mutation.addA",
    ),
    "a mutation whose input may be null": (
        mutations.calls,
        "type Query { a: Int } type Mutation { addA(input: AddInput): Int } input AddInput { name: String }",
        "Mutation.addA",
    ),
    "a mutation that returns its object": (
        mutations.answers,
        PAYLOAD + DONE + "type Query { a: DonePayload } type Mutation { addA(input: AddInput!): Int! }",
        "Mutation.addA",
    ),
    "a mutation whose payload may be null": (
        mutations.answers,
        PAYLOAD + DONE + "type Query { a: Int } type Mutation { addA(input: AddInput!): DonePayload }",
        "Mutation.addA",
    ),
    "a payload that is none": (
        mutations.answers,
        PAYLOAD + "type Query { a: Int } type Mutation { addA: DonePayload! } type DonePayload { a: Int }",
        "Mutation.addA",
    ),
    "a deprecation without a reason": (
        deprecation.deprecations,
        "type Query { a: Int @deprecated b: Int }",
        "Query.a",
    ),
    "a deprecation in favour of nothing": (
        deprecation.deprecations,
        'type Query { a: Int @deprecated(reason: "Use `Query.c`.") b: Int }',
        "Query.a",
    ),
    "a deprecated argument that is required": (
        deprecation.deprecations,
        'type Query { a(b: Int! @deprecated(reason: "Use `Query.a(c:)`."), c: Int): Int }',
        "Query.a(b:)",
    ),
}


@pytest.mark.parametrize(("rule", "sdl", "coordinate"), BROKEN.values(), ids=BROKEN.keys())
def test_a_rule_tells_what_breaks_it(rule: Rule, sdl: str, coordinate: str) -> None:
    found = {each.partition(": ")[0] for each in rule(build_schema(sdl))}
    assert coordinate in found


def test_every_rule_has_been_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BROKEN.values()} == set(RULES)


def test_a_list_that_may_be_missing_is_one_still() -> None:
    there = {element.coordinate: str(getattr(element.thing, "type", "")) for element in elements(schema._schema)}
    for coordinate in nullability.LISTS_THAT_MAY_BE_MISSING:
        assert there[coordinate].endswith("]")
