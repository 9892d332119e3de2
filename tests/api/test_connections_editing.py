"""Connections over the API: their configuration, their secrets, and who may touch them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import Connection, ConnectionFile, ConnectionRun, MeasureMapping
from equipoise.db.session import reading
from equipoise.domain.roles import Role
from equipoise.settings import Settings
from tests.conftest import NewOrganisation, NewPerson
from tests.connections.connectors import SECRETIVE, host_with
from tests.support.api import Api, TestOrganisation
from tests.support.connections import (
    ADD,
    MAP,
    PAUSE,
    REMOVE,
    REMOVE_FILE,
    RESUME,
    RUN,
    TEST,
    UNMAP,
    UPDATE,
    asked_for_run,
    mapped,
    new_connection,
    put_file,
)
from tests.support.kpis import new_board
from tests.support.statements import statements_of

WORD, TOKEN = "s3cret-word", "t0ken-word"
CONFIG: dict[str, Any] = {"login": {"user": "ann", "password": WORD}, "token": TOKEN}
SHOWN = "query($id: ID!) { connection(id: $id) { name connector config state files { name } latestRun { id } } }"


@pytest.fixture
def connectors(settings: Settings, tmp_path: Path) -> ConnectorHost:
    return host_with(settings, tmp_path, "secretive", SECRETIVE)


async def secretive(api: Api, **changed: Any) -> str:
    return await new_connection(api, "Secretive", {**CONFIG, **changed}, "secretive")


async def test_the_installed_connectors_are_listed_with_their_forms(api: Api) -> None:
    found = (await api.data("{ connectors { key title version hosts configSchema } }"))["connectors"]
    assert [(each["key"], each["title"]) for each in found] == [
        ("secretive", "Secretive"),
        ("spreadsheets", "Spreadsheets and CSV files"),
    ]
    assert found[0]["configSchema"]["$defs"]["Login"]["properties"]["password"]["writeOnly"] is True


async def test_secrets_are_kept_sealed_and_never_read_back(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    answer = await api.post({"query": ADD, "variables": {"input": added(CONFIG)}})
    connection = answer.json()["data"]["addConnection"]["connection"]
    assert connection["config"] == {"login": {"user": "ann"}}
    seen = await api.post({"query": SHOWN, "variables": {"id": connection["id"]}})
    log = await api.post({"query": "{ auditLog { nodes { action before after } } }"})
    assert "connection.added" in log.text
    for answered in (answer, seen, log):
        assert WORD not in answered.text
        assert TOKEN not in answered.text
    async with reading(engine, organisation.tenant_id) as session:
        row = (await session.scalars(select(Connection))).one()
    assert row.secrets is not None
    assert WORD.encode() not in row.secrets
    assert WORD not in str(row.config)


def added(config: Any, name: str = "Secretive", connector: str = "secretive") -> dict[str, Any]:
    return {"name": name, "connector": connector, "config": config}


async def test_the_connector_names_every_field_that_has_to_change(api: Api) -> None:
    wrong = {"login": {"user": 7}, "say": "no"}
    (payload,) = (await api.data(ADD, input=added(wrong))).values()
    assert payload["connection"] is None
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == [
        ("config.login.user", "INVALID"),
        ("config.login.password", "INVALID"),
        ("config.say", "INVALID"),
    ]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"connector": "nothing"}, "connector", "NOT_FOUND"),
        ({"connector": "x" * 100_000}, "connector", "NOT_FOUND"),
        ({"name": " "}, "name", "TEXT_MISSING"),
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"name": "nul \0"}, "name", "TEXT_NOT_PLAIN"),
        ({"config": "text"}, "config", "INVALID"),
        ({"config": [1]}, "config", "INVALID"),
        ({"config": {"say": "nul \0"}}, "config.say", "TEXT_NOT_PLAIN"),
        ({"config": {"say": "x" * 300_000}}, "config", "INVALID"),
    ],
)
async def test_what_cannot_be_a_connection_is_refused(api: Api, changed: dict[str, Any], field: str, code: str) -> None:
    error = await api.refusal(ADD, input={**added(CONFIG), **changed})
    assert (error["field"], error["code"]) == (field, code)


async def test_a_name_is_taken_once(api: Api) -> None:
    first = await secretive(api)
    assert (await api.refusal(ADD, input=added(CONFIG)))["code"] == "DUPLICATE"
    await new_connection(api, "Other", CONFIG, "secretive")
    error = await api.refusal(UPDATE, input={"id": first, "name": "Other"})
    assert (error["field"], error["code"]) == ("name", "DUPLICATE")


async def test_secrets_that_are_left_out_stay_and_reach_the_connector(api: Api) -> None:
    connection = await secretive(api)
    changed = await api.mutate(UPDATE, input={"id": connection, "config": {"login": {"user": "bob"}, "say": "tell"}})
    assert changed["connection"]["config"] == {"login": {"user": "bob"}, "say": "tell"}
    assert (await api.mutate(TEST, input={"id": connection}))["userErrors"] == []
    await api.mutate(
        UPDATE, input={"id": connection, "config": {"login": {"user": "bob"}, "token": None, "say": "tell"}}
    )
    error = await api.refusal(TEST, input={"id": connection})
    assert (error["field"], error["code"]) == ("config.login.password", "INVALID")


@pytest.mark.parametrize(
    ("say", "code", "words"),
    [
        ("auth", "AUTH", "is wrong"),
        ("bug", "CONNECTOR_BUG", "RuntimeError"),
        ("past", "CRASHED", "exit code 9"),
        ("limited", "RATE_LIMITED", "in 30 seconds"),
        ("away", "TRANSIENT", "being maintained"),
    ],
)
async def test_trying_a_connection_says_what_is_wrong_without_a_secret(
    api: Api, caplog: pytest.LogCaptureFixture, say: str, code: str, words: str
) -> None:
    caplog.set_level("DEBUG")
    connection = await secretive(api, say=say)
    error = await api.refusal(TEST, input={"id": connection})
    assert (error["code"], words in error["message"]) == (code, True)
    for text in (error["message"], caplog.text):
        assert WORD not in text
        assert TOKEN not in text


async def test_a_connection_is_paused_and_resumed(api: Api) -> None:
    connection = await secretive(api)
    assert (await api.mutate(PAUSE, input={"id": connection}))["connection"]["state"] == "PAUSED"
    assert (await api.refusal(RUN, input={"id": connection}))["code"] == "CONNECTION_PAUSED"
    assert (await api.mutate(RESUME, input={"id": connection}))["connection"]["state"] == "ACTIVE"
    assert (await api.refusal(RUN, input={"id": connection}))["code"] == "NOTHING_MAPPED"


async def test_a_removed_connection_takes_everything_of_its_own_along(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation)
    connection = await secretive(api)
    await put_file(api, connection, "a.csv", b"a")
    await mapped(api, connection, {"measure": "m", "kpi": board.kpis[0]})
    await asked_for_run(api, connection)
    await api.mutate(REMOVE, input={"id": connection})
    assert await api.data(SHOWN, id=connection) == {"connection": None}
    async with reading(engine, organisation.tenant_id) as session:
        for model in (Connection, ConnectionFile, ConnectionRun, MeasureMapping):
            assert (await session.scalars(select(model))).all() == []


def everything(connection: str, kpi: str) -> list[tuple[str, dict[str, Any]]]:
    """Every mutation that is told a connection, in a form that would be carried out."""
    return [
        (UPDATE, {"id": connection, "name": "Mine"}),
        (UPDATE, {"id": connection, "config": CONFIG}),
        (TEST, {"id": connection}),
        (PAUSE, {"id": connection}),
        (RESUME, {"id": connection}),
        (REMOVE, {"id": connection}),
        (REMOVE_FILE, {"connection": connection, "name": "a.csv"}),
        (MAP, {"connection": connection, "mappings": [{"measure": "m", "kpi": kpi}]}),
        (UNMAP, {"connection": connection, "kpi": kpi}),
        (RUN, {"id": connection}),
    ]


async def test_only_who_may_connect_sources_touches_connections(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    board = await new_board(engine, organisation)
    connection = await secretive(api)
    editor = await signed_in(organisation, Role.EDITOR)
    for document, given in [(ADD, added(CONFIG, "Mine")), *everything(connection, board.kpis[0])]:
        assert (await editor.refusal(document, input=given))["code"] == "FORBIDDEN"
    for query in ("{ connectors { key } }", "{ connections { nodes { id } } }"):
        assert (await editor.send(query))["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    answer = await editor.send(SHOWN, id=connection)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    node = "query($id: ID!) { node(id: $id) { id } }"
    assert (await editor.data(node, id=connection)) == {"node": None}


async def test_results_of_runs_are_for_editors_and_not_for_viewers(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    board = await new_board(engine, organisation)
    connection = await secretive(api)
    await mapped(api, connection, {"measure": "m", "kpi": board.kpis[0]})
    run = await asked_for_run(api, connection)
    query = "query($id: ID!) { connectionRun(id: $id) { state connectionName requestedBy { displayName } } }"
    editor = await signed_in(organisation, Role.EDITOR)
    assert (await editor.data(query, id=run))["connectionRun"] == {
        "state": "QUEUED",
        "connectionName": "Secretive",
        "requestedBy": {"displayName": "Olga Owner"},
    }
    viewer = await signed_in(organisation, Role.VIEWER)
    assert (await viewer.send(query, id=run))["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_another_organisation_gets_the_same_answer_as_for_what_never_was(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    other = await new_organisation()
    board, theirs = await new_board(engine, organisation), await new_board(engine, other)
    connection = await secretive(api)
    await put_file(api, connection, "a.csv", b"a")
    await mapped(api, connection, {"measure": "m", "kpi": board.kpis[0]})
    run = await asked_for_run(api, connection)
    never = connection[:-12] + "0" * 12
    stranger = other.api
    for (document, real), (_, unreal) in zip(
        everything(connection, theirs.kpis[0]), everything(never, theirs.kpis[0]), strict=True
    ):
        error = await stranger.refusal(document, input=real)
        assert error["code"] == "NOT_FOUND"
        assert error == await stranger.refusal(document, input=unreal)
    assert await stranger.data(SHOWN, id=connection) == {"connection": None}
    assert await stranger.data("query($id: ID!) { connectionRun(id: $id) { state } }", id=run) == {
        "connectionRun": None
    }
    assert await stranger.data("{ connections { totalCount nodes { id } } }") == {
        "connections": {"totalCount": 0, "nodes": []}
    }
    refused = await api.refusal(
        MAP, input={"connection": connection, "mappings": [{"measure": "m", "kpi": theirs.kpis[0]}]}
    )
    assert (refused["field"], refused["code"]) == ("mappings.0.kpi", "NOT_FOUND")
    again = await api.data(SHOWN, id=connection)
    assert again["connection"]["files"] == [{"name": "a.csv"}]


async def test_measures_are_asked_for_one_connection_at_a_time(api: Api) -> None:
    connection = await secretive(api)
    one = "query($id: ID!) { connection(id: $id) { measures { key name unit } } }"
    assert (await api.data(one, id=connection))["connection"]["measures"] == [{"key": "m", "name": "M", "unit": "EUR"}]
    answer = await api.send("{ connections { nodes { measures { key } } } }")
    assert answer["errors"][0]["extensions"]["code"] == "INVALID"


LISTED = """
{ connections { totalCount nodes {
    id files { name uploadedBy { displayName } } mappings { measure kpi { name } }
    latestRun { state rowErrors { message } } runs(first: 5) { totalCount nodes { id requestedBy { displayName } } }
} } }
"""


async def test_a_list_of_connections_costs_no_more_statements_than_one(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation)
    asked = []
    for number in range(3):
        connection = await new_connection(api, f"Source {number}", CONFIG, "secretive")
        await put_file(api, connection, "a.csv", b"a")
        await mapped(api, connection, {"measure": "m", "kpi": board.kpis[number % 2]})
        await asked_for_run(api, connection)
        with statements_of(engine) as statements:
            found = await api.data(LISTED)
        assert found["connections"]["totalCount"] == number + 1
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.parametrize(
    "given",
    [
        {"connector": "secretive", "config": CONFIG},
        {"name": 7, "connector": "secretive", "config": CONFIG},
        {"name": "x", "connector": "secretive", "config": CONFIG, "extra": 1},
        {"name": "x", "connector": "nothing", "config": CONFIG},
        {"name": "x" * 300, "connector": "secretive", "config": CONFIG},
        {"name": "x", "connector": "secretive", "config": {**CONFIG, "say": "no"}},
    ],
)
async def test_a_refused_connection_repeats_no_secret(
    api: Api, given: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answer = await api.post({"query": ADD, "variables": {"input": given}})
    for text in (answer.text, caplog.text):
        assert WORD not in text
        assert TOKEN not in text
