"""The schema is open to developers, and in production closed to those who only look."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import get_introspection_query

from equipoise.domain.roles import Role
from equipoise.settings import Environment, Introspection, Settings
from equipoise_graphql.schema import schema
from tests.conftest import NewPerson
from tests.support.api import Api, TestOrganisation

MODES: dict[str, tuple[Environment, Introspection | None, set[Role]]] = {
    "development": (Environment.DEVELOPMENT, None, set(Role)),
    "production": (Environment.PRODUCTION, None, {Role.OWNER, Role.ADMIN, Role.EDITOR}),
    "editors in development": (
        Environment.DEVELOPMENT,
        Introspection.EDITORS,
        {Role.OWNER, Role.ADMIN, Role.EDITOR},
    ),
    "everybody in production": (Environment.PRODUCTION, Introspection.EVERYBODY, set(Role)),
    "nobody in development": (Environment.DEVELOPMENT, Introspection.NOBODY, set()),
}
CLOSED = "production"


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    environment, introspection, _ = MODES[getattr(request, "param", CLOSED)]
    return Settings(home=tmp_path, environment=environment, introspection=introspection)


@pytest.fixture
async def viewer(organisation: TestOrganisation, signed_in: NewPerson) -> Api:
    """Somebody to whom the schema is closed in production."""
    return await signed_in(organisation, Role.VIEWER)


def codes(body: dict[str, Any]) -> list[str]:
    assert "data" not in body
    return [error["extensions"]["code"] for error in body["errors"]]


@pytest.mark.parametrize(("settings", "open_to"), [(mode, MODES[mode][2]) for mode in MODES], indirect=["settings"])
@pytest.mark.parametrize("role", Role)
async def test_the_schema_is_open_to(
    organisation: TestOrganisation, signed_in: NewPerson, role: Role, open_to: set[Role]
) -> None:
    body = await (await signed_in(organisation, role)).send(get_introspection_query())
    if role in open_to:
        assert len(body["data"]["__schema"]["types"]) > 100
    else:
        assert codes(body) == ["INTROSPECTION_CLOSED"]


QUESTIONS = {
    "the schema": "{ __schema { types { name } } }",
    "one type": '{ __type(name: "Kpi") { name } }',
    "an alias": "{ viewer: __schema { types { name } } }",
    "beside something else": "{ viewer { role } __schema { types { name } } }",
    "an inline fragment": "{ ... on Query { ... { __schema { types { name } } } } }",
    "a fragment": "{ ...A } fragment A on Query { __schema { types { name } } }",
    "fragments": "{ ...A } fragment A on Query { ...B } fragment B on Query { __schema { types { name } } }",
    "left out": "query ($on: Boolean = false) { viewer { role } __schema @include(if: $on) { types { name } } }",
    "another operation of the document": "query A { viewer { role } } query B { __schema { types { name } } }",
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
async def test_the_schema_is_not_told_however_it_is_asked_for(viewer: Api, question: str) -> None:
    response = await viewer.post({"query": question, "operationName": "A" if "query A" in question else None})
    assert codes(response.json()) == ["INTROSPECTION_CLOSED"]


@pytest.mark.parametrize(
    "document",
    ["{ __typename viewer { __typename } }", "{ ...A } fragment A on Query { __typename viewer { __typename } }"],
)
async def test_names_of_types_in_answers_stay(viewer: Api, document: str) -> None:
    assert await viewer.data(document) == {"__typename": "Query", "viewer": {"__typename": "Viewer"}}


SLIPS = {
    "a field": ("{ viewr { role } }", {}, "viewer"),
    "a field further down": ("{ viewer { rol } }", {}, "role"),
    "a leaf without selection": ("{ viewer }", {}, "Did you mean"),
    "an argument": ('{ kpi(idd: "a") { id } }', {}, "'id'"),
    "a type": ("query ($a: Kpii) { viewer { role } }", {}, "Kpi\\b"),
    "a type of a fragment": ("{ viewer { ... on Vewer { role } } }", {}, "'Viewer'\\?"),
    "a directive's argument": ("{ viewer @include(iff: true) { role } }", {}, "'if'\\?"),
    "an enum value": ("{ kpis(filter: {states: [ACTIV]}) { totalCount } }", {}, "ACTIVE"),
    "an enum value as text": ('{ kpis(filter: {states: ["ACTIVE"]}) { totalCount } }', {}, "enum value"),
    "an input field": ('{ kpis(filter: {serch: "a"}) { totalCount } }', {}, "'search'"),
    "an enum value in a variable": (
        "query ($f: KpiFilter) { kpis(filter: $f) { totalCount } }",
        {"f": {"states": ["ACTIV"]}},
        "ACTIVE",
    ),
    "an input field in a variable": (
        "query ($f: KpiFilter) { kpis(filter: $f) { totalCount } }",
        {"f": {"serch": "a"}},
        "'search'",
    ),
}


@pytest.mark.parametrize(("document", "variables", "hint"), SLIPS.values(), ids=SLIPS.keys())
async def test_a_slip_is_corrected_only_for_those_who_may_read_the_schema(
    api: Api, viewer: Api, document: str, variables: dict[str, Any], hint: str
) -> None:
    """The document is known already, with its errors, when the second one sends it: in both orders."""
    for first, second in ((api, viewer), (viewer, api)):
        answers = {id(who): await who.send(document, **variables) for who in (first, second)}
        told, untold = answers[id(api)], answers[id(viewer)]
        assert codes(told) == codes(untold)
        hints = [error["message"] for error in told["errors"] if "Did you mean" in error["message"]]
        assert re.search(hint, " ".join(hints))
        for error in untold["errors"]:
            assert "Did you mean" not in error["message"]
            assert error["message"].strip()
        assert untold["errors"][0]["locations"] == told["errors"][0]["locations"]


async def test_nothing_but_the_names_that_were_sent_comes_back_in_a_slip(viewer: Api) -> None:
    """One letter wrong in the name of every field of the API, and no other field is named."""
    names = sorted(schema._schema.query_type.fields if schema._schema.query_type else ())
    for name in names:
        body = await viewer.send(f"{{ {name}x }}")
        (error,) = body["errors"]
        assert error["message"] == f"Cannot query field '{name}x' on type 'Query'."


async def test_who_is_not_signed_in_is_told_nothing_at_all(api: Api) -> None:
    stranger = Api(api.client, "")
    for document in (*QUESTIONS.values(), "{ viewr }"):
        response = await stranger.post({"query": document})
        assert response.status_code == 401
        assert codes(response.json()) == ["UNAUTHENTICATED"]
