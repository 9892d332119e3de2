"""Queries by GET: the same answers as by POST, and nothing that a link could change or find out."""

import json
from typing import Any

import httpx
import pytest

from equipoise_graphql.http.get import URL_BYTES
from tests.support.api import Api
from tests.support.documents import NEW_FORM, code_of, got

QUERY = "{ viewer { role } }"
ANSWER = {"viewer": {"role": "OWNER"}}
PEOPLE = "query Few($first: Int!) { people(first: $first) { nodes { displayName } } } query Role { viewer { role } }"


async def test_a_query_is_answered_as_by_post(api: Api) -> None:
    response = await got(api, query=QUERY)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{NEW_FORM}; charset=utf-8")
    assert response.json()["data"] == ANSWER


async def test_variables_and_the_operation_s_name_are_in_the_address(api: Api) -> None:
    response = await got(api, query=PEOPLE, operationName="Few", variables={"first": 1})
    assert response.json()["data"] == {"people": {"nodes": [{"displayName": "Olga Owner"}]}}
    assert (await got(api, query=PEOPLE, operationName="Role")).json()["data"] == ANSWER


async def test_letters_of_any_script_arrive(api: Api) -> None:
    query = "query Find($s: String) { people(filter: {search: $s}) { totalCount } } # für + & = %"
    assert (await got(api, query=query, variables={"s": "Łódź & 東京"})).json()["data"] == {"people": {"totalCount": 0}}


@pytest.mark.parametrize("variables", ["", "null"])
async def test_an_operation_name_or_variables_that_say_nothing_are_as_none(api: Api, variables: str) -> None:
    given: dict[str, Any] = {"variables": variables} if variables else {}
    assert (await got(api, query=QUERY, operationName="", **given)).json()["data"] == ANSWER


async def test_what_else_is_in_the_address_is_let_by(api: Api) -> None:
    assert (await got(api, query=QUERY, utm="x", _="1")).json()["data"] == ANSWER


async def test_a_head_has_the_head_of_a_get(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token}", "Accept": NEW_FORM}
    head = await api.client.head("/graphql", params={"query": QUERY}, headers=headers)
    assert head.status_code == 200
    assert head.headers["etag"] == (await got(api, query=QUERY)).headers["etag"]


async def test_a_mutation_is_refused_and_changes_nothing(api: Api) -> None:
    mutation = 'mutation { updateOrganisation(input: {name: "Taken over"}) { userErrors { code } } }'
    for accept in (NEW_FORM, "application/json"):
        response = await got(api, {"Accept": accept}, query=mutation)
        assert (response.status_code, response.headers["allow"], code_of(response)) == (
            405,
            "POST",
            "METHOD_NOT_ALLOWED",
        )
    assert (await api.data("{ organisation { name } }"))["organisation"]["name"] == "Acme"


async def test_of_two_operations_the_one_that_is_named_decides(api: Api) -> None:
    both = "query A { viewer { role } } mutation B { updateOrganisation(input: {}) { userErrors { code } } }"
    assert (await got(api, query=both, operationName="A")).status_code == 200
    assert (await got(api, query=both, operationName="B")).status_code == 405


BROKEN = {
    "nothing": "",
    "a broken escape": "query=%7B%20viewer%20%zz",
    "half of an escape": "query={viewer{role}}%2",
    "an escaped byte that is no UTF-8": "query=%FF",
    "a surrogate in UTF-8": "query=%ED%A0%80",
    "overlong UTF-8": "query=%C0%AF",
    "UTF-16": "query=%00%7B",
    "query twice": "query={viewer{role}}&query={viewer{role}}",
    "query twice, once in disguise": "query={viewer{role}}&%71uery={viewer{role}}",
    "variables twice": "query={viewer{role}}&variables={}&variables={}",
    "variables a list": "query={viewer{role}}&variables=[]",
    "variables a text": "query={viewer{role}}&variables=%22x%22",
    "variables a number": "query={viewer{role}}&variables=1",
    "variables empty": "query={viewer{role}}&variables=",
    "variables no JSON": "query={viewer{role}}&variables={",
    "variables with more behind": "query={viewer{role}}&variables={},%22query%22:1",
    "variables too deep": "query={viewer{role}}&variables={%22a%22:" + "[" * 100 + "]" * 100 + "}",
    "variables far too deep": "query={viewer{role}}&variables=" + "[" * 5000,
    "an exponent beyond all bounds": "query={viewer{role}}&variables={%22a%22:1e" + "9" * 30 + "}",
    "extensions a list": "query={viewer{role}}&extensions=[]",
    "a hash that is none": 'extensions={"persistedQuery":{"version":1,"sha256Hash":"x"}}',
    "a version that is none": 'extensions={"persistedQuery":{"version":"1","sha256Hash":"' + "0" * 64 + '"}}',
}


@pytest.mark.parametrize("query", BROKEN.values(), ids=BROKEN.keys())
async def test_an_address_that_is_no_request_is_refused(api: Api, query: str) -> None:
    for accept in (NEW_FORM, "application/json"):
        headers = {"Authorization": f"Bearer {api.token}", "Accept": accept}
        response = await api.client.get(f"/graphql?{query}", headers=headers)
        if query == "query=%00%7B":
            assert code_of(response) == "GRAPHQL_PARSE_FAILED"
        else:
            assert (response.status_code, code_of(response)) == (400, "BAD_REQUEST")
        assert response.headers["cache-control"] == "no-store"


async def test_an_address_may_only_be_so_long(api: Api) -> None:
    fits = QUERY + "#" + "x" * (URL_BYTES - 100)
    assert (await got(api, query=fits)).status_code == 200
    response = await got(api, query=fits + "x" * 100)
    assert (response.status_code, code_of(response)) == (414, "URL_TOO_LONG")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_methods_are_told_what_there_is(api: Api, method: str) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}
    response = await api.client.request(method, "/graphql", json={"query": QUERY}, headers=headers)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert code_of(response) == "METHOD_NOT_ALLOWED"


async def test_options_execute_nothing_and_invite_no_other_site(client: httpx.AsyncClient) -> None:
    response = await client.options("/graphql", params={"query": QUERY}, headers={"Origin": "https://evil.example"})
    assert (response.status_code, response.content) == (204, b"")
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("token", ["", "eqp_x_y"])
async def test_without_a_token_that_works_nothing_is_said(api: Api, token: str) -> None:
    response = await got(Api(api.client, token), query=QUERY)
    assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")


COOKIES = ["", "equipoise_session={token}", "equipoise_session=eqp_x_y"]


@pytest.mark.parametrize("cookie", COOKIES)
async def test_what_any_page_could_have_sent_is_refused_whoever_is_signed_in(api: Api, cookie: str) -> None:
    headers = {"Accept": "application/graphql-response+json, application/json;q=0.9", "Content-Type": "text/plain"}
    if cookie:
        headers["Cookie"] = cookie.format(token=api.token)
    response = await api.client.get("/graphql", params={"query": QUERY}, headers=headers)
    assert (response.status_code, code_of(response)) == (403, "CROSS_SITE")
    assert "etag" not in response.headers


@pytest.mark.parametrize("header", ["X-Requested-With", "GraphQL-Require-Preflight", "Apollo-Require-Preflight"])
async def test_with_the_cookie_a_header_shows_that_it_was_a_page_of_ours(api: Api, header: str) -> None:
    headers = {"Cookie": f"equipoise_session={api.token}", header: "1"}
    response = await api.client.get("/graphql", params={"query": QUERY}, headers=headers)
    assert response.json()["data"] == ANSWER
    empty = await api.client.get("/graphql", params={"query": QUERY}, headers=headers | {header: ""})
    assert empty.status_code == 403


async def test_an_answer_cannot_be_run_as_a_script_or_read_as_a_page(api: Api) -> None:
    response = await got(api, query=QUERY)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert json.loads(response.content).keys() == {"data"}


async def test_a_browser_that_opens_the_address_sees_the_explorer(client: httpx.AsyncClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = await client.get("/graphql", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "Explore the API" in page.text
    with_query = await client.get("/graphql", params={"query": QUERY}, headers=browser)
    assert with_query.headers["content-type"].startswith("application/json")
