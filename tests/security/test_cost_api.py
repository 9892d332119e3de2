"""Limits as a client of the API meets them."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from equipoise.settings import Settings
from equipoise_graphql.cost.prices import MUTATION, REQUEST
from tests.conftest import NewOrganisation
from tests.support.api import Api

GRAPHQL_JSON = "application/graphql-response+json"
LARGE = "query Large($n: Int!) { kpis(first: 100) { nodes { id values(last: $n) { value } } } }"
PER_SECOND = 5_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, cost_per_second=PER_SECOND, batch_size=3)


async def post(api: Api, body: Any, accept: str = "application/json") -> httpx.Response:
    headers = {"Authorization": f"Bearer {api.token}", "Accept": accept, "Content-Type": "application/json"}
    return await api.client.post("/graphql", content=json.dumps(body), headers=headers)


def state(body: dict[str, Any]) -> dict[str, Any]:
    cost: dict[str, Any] = body["extensions"]["cost"]
    return cost


async def test_every_answer_says_what_it_cost_and_what_is_left(api: Api) -> None:
    first = await api.send("{ viewer { role } }")
    assert state(first) == {
        "requestedQueryCost": REQUEST + 1,
        "chargedQueryCost": REQUEST + 1,
        "throttleStatus": {
            "maximumAvailable": PER_SECOND * 20 // 4,
            "currentlyAvailable": PER_SECOND * 20 // 4 - REQUEST - 1,
            "restoreRate": PER_SECOND // 4,
        },
    }
    mutation = 'mutation { addOrgUnit(input: {name: "", kind: TEAM}) { userErrors { code } } }'
    assert state(await api.send(mutation))["chargedQueryCost"] == REQUEST + MUTATION


async def test_a_document_that_costs_too_much_is_refused_with_its_cost_and_the_bound(api: Api) -> None:
    for n, accept, status in ((400, GRAPHQL_JSON, 400), (2**31 - 1, GRAPHQL_JSON, 400), (400, "application/json", 200)):
        response = await post(api, {"query": LARGE, "variables": {"n": n}}, accept)
        (error,) = response.json()["errors"]
        told = error["extensions"]
        assert (response.status_code, told["code"], told["mostCost"]) == (status, "COST_TOO_HIGH", 25_000)
        assert told["cost"] > told["mostCost"]
        assert f"{told['cost']:,}" in error["message"]
        assert "Retry-After" not in response.headers
        assert state(response.json())["chargedQueryCost"] == 0


async def test_who_spends_faster_than_points_come_back_is_told_when_to_go_on(api: Api) -> None:
    asked = {"query": LARGE, "variables": {"n": 100}}
    answers = [await post(api, asked, GRAPHQL_JSON) for _ in range(4)]
    assert [each.status_code for each in answers[:2]] == [200, 200]
    assert answers[-1].status_code == 429
    (error,) = answers[-1].json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    seconds = error["extensions"]["retryAfter"]
    assert 1 <= seconds <= 10
    assert answers[-1].headers["Retry-After"] == str(seconds)
    assert state(answers[-1].json())["throttleStatus"]["currentlyAvailable"] < error["extensions"]["cost"]
    older = await post(api, asked)
    assert (older.status_code, "data" in older.json()) == (200, False)
    assert older.headers["Retry-After"]
    cheap = await post(api, {"query": "{ viewer { role } }"}, GRAPHQL_JSON)
    assert cheap.status_code == 200, "what is left is enough for something smaller"


async def test_one_organisation_s_flood_leaves_another_s_points_alone(
    api: Api, new_organisation: NewOrganisation
) -> None:
    for _ in range(4):
        flooded = await post(api, {"query": LARGE, "variables": {"n": 100}}, GRAPHQL_JSON)
    assert flooded.status_code == 429
    other = (await new_organisation()).api
    assert (await post(other, {"query": LARGE, "variables": {"n": 100}}, GRAPHQL_JSON)).status_code == 200


async def test_a_document_that_is_not_executed_is_not_charged(api: Api) -> None:
    before = state(await api.send("{ viewer { role } }"))["throttleStatus"]["currentlyAvailable"]
    for query in ("{", "{ nothingOfThatName }", "{ " + "viewer { role } " * 200 + "}"):
        assert "data" not in await api.send(query)
    after = state(await api.send("{ viewer { role } }"))["throttleStatus"]["currentlyAvailable"]
    assert after >= before - REQUEST - 1


async def test_a_list_of_requests_is_answered_one_by_one_each_with_its_own_cost(api: Api) -> None:
    asked = [
        {"query": "{ viewer { role } }"},
        {"query": "{ nothing }"},
        {"query": "{ kpis(first: 5) { nodes { id } } }"},
    ]
    response = await post(api, asked)
    one, two, three = response.json()
    assert (response.status_code, one["data"]) == (200, {"viewer": {"role": "OWNER"}})
    assert two["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert [state(each)["chargedQueryCost"] for each in (one, three)] == [REQUEST + 1, REQUEST + 6]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([{"query": "{ viewer { role } }"}] * 4, "BATCH_TOO_LARGE"),
        ([{"query": "{ viewer { role } }"}] * 10_000, "BATCH_TOO_LARGE"),
        ([], "BAD_REQUEST"),
        ([1], "BAD_REQUEST"),
        ([[{"query": "{ viewer { role } }"}]], "BAD_REQUEST"),
    ],
    ids=["one too many", "ten thousand", "none", "no request", "a list in the list"],
)
async def test_a_list_that_may_not_be_is_refused_as_a_whole(api: Api, body: Any, code: str) -> None:
    response = await post(api, body)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (400, code)


@pytest.mark.parametrize(
    "value", [[1] * 20_001, [[1] * 10_000] * 16, [{"a": 1}] * 20_001, {"a": {"b": [None] * 20_001}}]
)
async def test_variables_that_hold_more_than_any_field_takes_are_refused_unseen(api: Api, value: Any) -> None:
    response = await post(api, {"query": "{ viewer { role } }", "variables": {"value": value}})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (400, "VARIABLES_TOO_LARGE")
