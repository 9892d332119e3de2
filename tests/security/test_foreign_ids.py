"""From organisation B, wherever the API takes an id: one of organisation A is the same as one that never was."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.models import Connection
from equipoise.db.ids import new_id
from equipoise.db.public_ids import encode, encode_of_table, split
from equipoise.strategy.models import Scorecard
from equipoise_graphql.node import NODE_TYPES
from equipoise_graphql.schema import schema
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.every_table import TENANT_TABLES, Rows, fill
from tests.support.id_positions import Call, Position, id_positions
from tests.support.serving import served, signed_up

OPERATIONS = {"query", "mutation", "subscription"}
MADE_AT_SIGN_UP = {"organisation", "change_counter", "event"}
POSITIONS = sorted(id_positions(schema._schema), key=str)

CONFIG = {
    "file": "orders.csv",
    "sources": [
        {
            "layout": "long",
            "measure_column": "KPI",
            "period_column": "Month",
            "aggregate": {"function": "as_is", "column": "Value"},
        }
    ],
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "decideReviewItem(input.mergeInto)": {"outcome": "MERGE"},
    "decideReviewItem(input.changes.owner)": {"outcome": "CHANGE"},
}
"""Values by their places, where a sample of the type does not get as far as the id."""

GIVEN: dict[str, dict[str, Any]] = {
    "person": {"left_at": None},
    "objective": {"retired_at": None},
    "kpi": {"scoring": {"method": "UNSCORED"}, "status_rules": None, "state": "ACTIVE", "retired_at": None},
    "target_plan": {"plan": {"kind": "CONSTANT", "target": "1"}},
    "connection": {"connector": "spreadsheets", "config": CONFIG, "secrets": None},
    "connection_file": {"name": CONFIG["file"], "content": b"KPI,Month,Value\nwords,2026-03,1\n"},
    "review_cycle": {"state": "DECIDING"},
    "review_item": {"objective_id": None},
}
"""Columns that a reader has to understand, or without which a thing takes part in nothing any more."""


@dataclass
class Strangers:
    """Two organisations with a row of everything."""

    a: TestOrganisation
    b: TestOrganisation
    rows_of_a: Rows
    rows_of_b: Rows
    superuser: psycopg.Connection[Any]

    def ids(self, rows: Rows) -> dict[str, str]:
        """An id of every kind of thing that the API knows, by the tag that it begins with."""
        found = {}
        for table, made in rows.items():
            if made and "id" in made[0]:
                shown = encode_of_table(table, made[0]["id"])
                if shown is not None:
                    found[shown.rpartition("_")[0]] = shown
        return found

    def everything_of_a(self) -> list[Any]:
        """How many rows A has in each table, and a sum over all that is in them."""
        each = (
            "SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} t WHERE tenant_id = %(a)s"
        )
        query = " UNION ALL ".join(each.format(table.name) for table in TENANT_TABLES)
        return self.superuser.execute(query.encode(), {"a": self.a.tenant_id}).fetchall()


@pytest.fixture(scope="module")
async def strangers(
    engine: AsyncEngine, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Strangers]:
    # Of the whole module: nothing that is refused changes anything, which is what is tested.
    clock = Clock()
    async with served(engine, tmp_path_factory.mktemp("home"), clock) as client:
        a, b = await signed_up(engine, client, clock.now), await signed_up(engine, client, clock.now)
        with psycopg.connect(database_url, autocommit=True) as superuser:
            rows_of_a = fill(superuser, a.tenant_id, "secret of A", GIVEN, without=MADE_AT_SIGN_UP)
            rows_of_b = fill(superuser, b.tenant_id, "word of B", GIVEN, without=MADE_AT_SIGN_UP)
            # What is decided is asked about no more.
            superuser.execute("DELETE FROM review_decision WHERE tenant_id = %s", [b.tenant_id])
            yield Strangers(a, b, rows_of_a, rows_of_b, superuser)


def random_id(tag: str) -> str:
    return f"{tag}_{new_id()}"


async def sent(api: Api, call: Call) -> httpx.Response:
    body = {"query": call.document(), "variables": call.variables()}
    if call.position.operation == "subscription":
        headers = {"Authorization": f"Bearer {api.token}", "Accept": "text/event-stream"}
        return await api.client.post("/graphql", json=body, headers=headers)
    if not call.files:
        return await api.post(body)
    form = {"operations": json.dumps(body), "map": json.dumps({"0": sorted(call.files)})}
    headers = {"Authorization": f"Bearer {api.token}"}
    return await api.client.post("/graphql", data=form, files={"0": ("a.csv", b"a")}, headers=headers)


async def answer(strangers: Strangers, call: Call) -> Any:
    response = await sent(strangers.b.api, call)
    assert response.status_code == (400 if call.position.operation == "subscription" else 200), response.text
    # What is left of the points changes with every request, whatever it asks for.
    return {name: part for name, part in response.json().items() if name != "extensions"}


def refusals(body: Any, position: Position) -> dict[tuple[str, str], str]:
    """The message of every error of an answer by its code and place."""
    payload = (body.get("data") or {}).get(position.name) or {}
    told = {(each["code"], each["field"]): each["message"] for each in payload.get("userErrors", ())}
    for each in body.get("errors", ()):
        told[each["extensions"]["code"], each["extensions"].get("field", "")] = each["message"]
    return told


def without_ids(body: Any, *ids: str) -> str:
    text = json.dumps(body)
    for each in ids:
        text = text.replace(each, "…").replace(each.rpartition("_")[2], "…")
    return text


async def accepted_tags(strangers: Strangers, call: Call) -> list[str]:
    """Which kinds of ids the place takes; the other places of the call get ids of B, of whatever kind they take."""
    own, place = strangers.ids(strangers.rows_of_b), call.position.reported
    call.variables()
    call.ids[place] = random_id(next(iter(own)))
    for _ in range(2 * len(call.ids)):
        told = refusals(await answer(strangers, call), call.position)
        refused = {where: message for (code, where), message in told.items() if code == "INVALID_ID"}
        if not refused:
            break
        for where, message in refused.items():
            wanted = re.search(r"not of a (\w+)\.", message)
            tag = wanted[1] if wanted else next(iter(own))
            call.ids[where] = random_id(tag) if where == place else own[tag]
    found = call.ids[place].rpartition("_")[0]
    if found != next(iter(own)):
        return [found]
    taken = []
    for tag in own:
        call.ids[place] = random_id(tag)
        if ("INVALID_ID", place) not in refusals(await answer(strangers, call), call.position):
            taken.append(tag)
    return taken


@pytest.mark.parametrize("position", POSITIONS, ids=str)
async def test_a_foreign_id_is_the_same_as_one_that_never_was(strangers: Strangers, position: Position) -> None:
    assert position.operation in ("query", "mutation", "subscription"), (
        f"{position}: no root field; give a valid example"
    )
    call = Call(schema._schema, position, EXAMPLES.get(str(position), {}))
    tags = await accepted_tags(strangers, call)
    assert tags, f"{position}: no kind of id gets through; give a valid example in EXAMPLES"
    foreign = strangers.ids(strangers.rows_of_a)
    before = strangers.everything_of_a()
    for tag in tags:
        answers = []
        for given in (random_id(tag), foreign[tag]):
            call.ids[position.reported] = given
            body = await answer(strangers, call)
            answers.append(without_ids(body, given))
            if position.operation != "query":
                assert ("NOT_FOUND", position.reported) in refusals(body, position), (
                    f"{position}: the id is not looked at; give a valid example in EXAMPLES: {body}"
                )
        assert answers[0] == answers[1]
        assert "secret of A" not in answers[1]
        assert strangers.a.tenant_id.hex not in answers[1].replace("-", "")
    assert strangers.everything_of_a() == before


async def test_nodes_are_shown_to_their_own_organisation_alone(strangers: Strangers) -> None:
    own, foreign = strangers.ids(strangers.rows_of_b), strangers.ids(strangers.rows_of_a)
    query = "query Node($id: ID!) { node(id: $id) { __typename id } }"
    for tag, shown in own.items():
        model, _ = split(shown)
        found = await strangers.b.api.data(query, id=shown)
        if model in NODE_TYPES:
            assert found["node"]["id"] == shown, "without rows the attack would find nothing"
        else:
            assert found["node"] is None
        assert await strangers.b.api.data(query, id=foreign[tag]) == {"node": None}
        assert await strangers.b.api.data(query, id=random_id(tag)) == {"node": None}


async def test_every_kind_of_node_has_a_row_to_look_for(strangers: Strangers) -> None:
    tables = {model.__tablename__ for model in NODE_TYPES}
    assert tables == {table for table in tables if strangers.rows_of_a.get(table)}


@pytest.mark.parametrize(
    ("method", "path", "model"),
    [("GET", "/scorecards/{id}/map.svg", Scorecard), ("PUT", "/connections/{id}/files/orders.csv", Connection)],
)
async def test_web_addresses_do_not_tell_a_foreign_id_from_one_that_never_was(
    strangers: Strangers, method: str, path: str, model: Any
) -> None:
    before = strangers.everything_of_a()
    headers = {"Authorization": f"Bearer {strangers.b.api.token}"}
    told = []
    for given in (new_id(), strangers.rows_of_a[model.__tablename__][0]["id"]):
        response = await strangers.b.api.client.request(
            method,
            path.replace("{id}", encode(model, given)),
            headers=headers,
            content=b"a,b" if method == "PUT" else None,
        )
        assert response.status_code == 404
        told.append(response.text.replace(str(given), "…"))
    assert told[0] == told[1]
    assert strangers.everything_of_a() == before


async def test_a_foreign_key_word_is_the_same_as_one_that_never_was(strangers: Strangers) -> None:
    # KPIs are known by a key too, which people choose: those of A are free in B, and lead nowhere.
    record = """
        mutation Record($input: RecordKpiValuesInput!) {
          recordKpiValues(input: $input) { recorded userErrors { field message code } }
        }
    """
    told = []
    for key in ("no_such_key", strangers.rows_of_a["kpi"][0]["key"]):
        values = [{"kpi": key, "periodStart": "2026-03-01", "value": "1"}]
        body = await strangers.b.api.send(record, input={"values": values})
        told.append(json.dumps(body).replace(key, "…"))
    assert told[0] == told[1]
