"""Answers that a client has already are not made again, and what it is shown counts all the same."""

import json
from typing import Any

import asyncpg
import httpx
import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.app import create_app
from equipoise.db.engine import libpq_url
from equipoise.domain.roles import Role
from equipoise.settings import Settings
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.documents import NEW_FORM, WITHDRAW, code_of, got, posted, registered, sha256_of
from tests.support.kpis import new_board, new_kpi, record
from tests.support.services import service_of
from tests.support.statements import statements_of

PAGE = (QUERIES / "scorecard_page.graphql").read_text(encoding="utf-8")
UNUSED = (QUERIES / "unused_kpis.graphql").read_text(encoding="utf-8")
VIEWER = "{ viewer { role } }"
NAME = "query Name($kpi: ID!) { kpi(id: $kpi) { name } }"


@pytest.fixture
async def kpi(engine: AsyncEngine, organisation: TestOrganisation) -> str:
    board = await new_board(engine, organisation, kpis=0)
    return await new_kpi(organisation.api, board.objectives[0])


async def scorecard_of(api: Api) -> str:
    return str((await api.data("{ scorecards { nodes { id } } }"))["scorecards"]["nodes"][0]["id"])


async def again(api: Api, first: httpx.Response, **parameters: Any) -> httpx.Response:
    return await got(api, {"If-None-Match": first.headers["etag"]}, **parameters)


async def test_an_answer_that_cannot_have_changed_is_not_sent_again(api: Api) -> None:
    first = await got(api, query=VIEWER)
    assert first.headers["cache-control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept"} <= set(first.headers["vary"].replace(" ", "").split(","))
    second = await again(api, first, query=VIEWER)
    assert (second.status_code, second.content) == (304, b"")
    assert "content-type" not in second.headers
    for name in ("etag", "cache-control", "vary"):
        assert second.headers[name] == first.headers[name]


async def test_the_same_etag_is_for_the_same_bytes(api: Api) -> None:
    first, second = await got(api, query=VIEWER), await got(api, query=VIEWER)
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["etag"].startswith('"')
    assert first.content == second.content
    assert json.loads(first.headers["equipoise-cost"])["requestedQueryCost"] >= 0


@pytest.mark.parametrize(
    "form",
    ["W/{tag}", '"x", {tag}', '"", W/"y" ,{tag} , "z"', "*", " * ", '"a,b", {tag}'],
)
async def test_the_condition_is_read_as_the_standard_writes_it(api: Api, form: str) -> None:
    tag = (await got(api, query=VIEWER)).headers["etag"]
    response = await got(api, {"If-None-Match": form.format(tag=tag)}, query=VIEWER)
    assert (response.status_code, response.headers["etag"]) == (304, tag)


async def test_conditions_in_several_lines_add_up(api: Api) -> None:
    tag = (await got(api, query=VIEWER)).headers["etag"]
    headers = [("Authorization", f"Bearer {api.token}"), ("Accept", NEW_FORM)]
    headers += [("If-None-Match", '"x"'), ("If-None-Match", tag)]
    assert (await api.client.get("/graphql", params={"query": VIEWER}, headers=headers)).status_code == 304


@pytest.mark.parametrize(
    "condition",
    [
        "",
        '"',
        "{bare}",
        '"{bare}',
        '"{bare}x"',
        '"x{bare}"',
        '"*"',
        '"AAAA"',
        '"%s"' % ("A" * 5000),
        '"é"',
        '"{upper}"',
    ],
)
async def test_what_is_no_etag_of_ours_is_no_condition(api: Api, condition: str) -> None:
    tag = (await got(api, query=VIEWER)).headers["etag"].strip('"')
    sent = condition.format(bare=tag, upper=tag.swapcase()).encode("latin-1")
    headers: Any = {
        b"If-None-Match": sent,
        b"Authorization": f"Bearer {api.token}".encode(),
        b"Accept": NEW_FORM.encode(),
    }
    response = await api.client.get("/graphql", params={"query": VIEWER}, headers=headers)
    assert (response.status_code, response.json()["data"]) == (200, {"viewer": {"role": "OWNER"}})


async def test_every_change_of_the_organisation_makes_an_etag_void(api: Api, kpi: str) -> None:
    first = await got(api, query=PAGE, variables={"id": await scorecard_of(api)})
    await record(api, kpi, ("2026-10-01", "42"))
    second = await again(api, first, query=PAGE, variables={"id": await scorecard_of(api)})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


async def test_changes_of_another_organisation_do_not(api: Api, new_organisation: NewOrganisation) -> None:
    first = await got(api, query=VIEWER)
    other = await new_organisation()
    await other.api.mutate('mutation { updateOrganisation(input: {name: "B"}) { userErrors { field message code } } }')
    assert (await again(api, first, query=VIEWER)).status_code == 304


async def test_an_etag_ends_with_the_day_of_the_organisation_and_with_that_of_the_clock(api: Api, clock: Clock) -> None:
    await api.mutate(
        'mutation { updateOrganisation(input: {timeZone: "Asia/Tokyo"}) { userErrors { field message code } } }'
    )
    clock.now = clock.now.replace(hour=14, minute=59)
    before_midnight_in_tokyo = await got(api, query=VIEWER)
    assert (await again(api, before_midnight_in_tokyo, query=VIEWER)).status_code == 304
    clock.now = clock.now.replace(hour=15, minute=0)
    after_midnight_in_tokyo = await again(api, before_midnight_in_tokyo, query=VIEWER)
    assert after_midnight_in_tokyo.status_code == 200
    clock.now = clock.now.replace(day=17, hour=0)
    assert (await again(api, after_midnight_in_tokyo, query=VIEWER)).status_code == 200


async def test_an_etag_is_for_one_person_one_document_one_operation_and_one_set_of_variables(
    organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    api = organisation.api
    query = (
        "query A($n: Int) { people(first: $n) { totalCount } } query B($n: Int) { people(first: $n) { totalCount } }"
    )
    asked: dict[str, Any] = {"query": query, "operationName": "A", "variables": {"n": 1}}
    viewer = await signed_in(organisation, Role.VIEWER)
    first = await got(api, **asked)
    assert (await again(api, first, **asked)).status_code == 304
    others = [
        await again(api, first, **(asked | {"operationName": "B"})),
        await again(api, first, **(asked | {"variables": {"n": 2}})),
        await again(api, first, **(asked | {"variables": {"n": 1, "m": None}})),
        await again(api, first, **(asked | {"query": query + " "})),
        await again(viewer, first, **asked),
        await got(api, {"If-None-Match": first.headers["etag"], "Accept": "application/json"}, **asked),
    ]
    assert [response.status_code for response in others] == [200] * 6
    assert len({response.headers["etag"] for response in (first, *others)}) == 7


async def test_figures_and_texts_that_look_alike_are_told_apart(api: Api) -> None:
    query = "query A($s: String) { people(filter: {search: $s}) { totalCount } }"
    by_text = await got(api, query=query, variables={"s": "1.5"})
    by_figure = await again(api, by_text, query=query, variables={"s": 1.5})
    assert by_figure.json()["errors"][0]["extensions"]["code"] == "BAD_VARIABLES"


async def test_who_loses_a_role_gets_no_old_answers(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    first = await got(admin, query="{ auditLog { totalCount } }")
    assert first.status_code == 200
    person = (await admin.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    await organisation.api.mutate(
        "mutation Go($id: ID!) { updatePerson(input: {id: $id, role: VIEWER}) { userErrors { field message code } } }",
        id=person,
    )
    second = await again(admin, first, query="{ auditLog { totalCount } }")
    assert second.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_who_has_no_access_any_more_hears_nothing(api: Api) -> None:
    first = await got(api, query=VIEWER)
    ended = Api(api.client, api.token[:-1] + ("A" if api.token[-1] != "A" else "B"))
    assert (await again(ended, first, query=VIEWER)).status_code == 401


async def test_answers_with_errors_have_no_etag(api: Api) -> None:
    for query in ('{ kpi(id: "x") { id } }', "{ nothing }", "{", "{ viewer { role } } { viewer { role } }"):
        response = await got(api, query=query)
        assert "etag" not in response.headers
        assert response.headers["cache-control"] == "no-store"
    partly = await got(api, query='{ viewer { role } kpi(id: "x") { id } }')
    assert partly.json()["data"] == {"viewer": {"role": "OWNER"}, "kpi": None}
    assert "etag" not in partly.headers


async def test_answers_to_a_post_have_no_etag(api: Api) -> None:
    response = await posted(api, query=VIEWER)
    assert "etag" not in response.headers
    tag = (await got(api, query=VIEWER)).headers["etag"]
    headers = {"Authorization": f"Bearer {api.token}", "If-None-Match": tag}
    assert (await api.client.post("/graphql", json={"query": VIEWER}, headers=headers)).status_code == 200


USE = {
    "evidence of use": ("query A($kpi: ID!) { kpi(id: $kpi) { usage { views } } }", {}),
    "in a fragment": ("query A($kpi: ID!) { kpi(id: $kpi) { ...F } } fragment F on Kpi { usage { views } }", {}),
    "of anything": ("query A($kpi: ID!) { node(id: $kpi) { ... on Kpi { usage { views } } } }", {}),
    "as a condition": ("{ kpis(filter: {unused: true}) { totalCount } }", {}),
    "in a variable": ("query A($f: KpiFilter) { kpis(filter: $f) { totalCount } }", {"f": {"unused": True}}),
    "by default": ("query A($f: KpiFilter = {unused: true}) { kpis(filter: $f) { totalCount } }", {}),
    "that is a variable": ("query A($u: Boolean!) { kpis(filter: {unused: $u}) { totalCount } }", {"u": True}),
    "a document of real frontends": (UNUSED, {"first": 20}),
}


@pytest.mark.parametrize(("query", "variables"), USE.values(), ids=USE.keys())
async def test_evidence_of_use_makes_an_etag_void_where_it_is_shown(
    app: Starlette, api: Api, kpi: str, query: str, variables: dict[str, Any]
) -> None:
    asked: dict[str, Any] = {"query": query, "variables": variables | ({"kpi": kpi} if "$kpi" in query else {})}
    first = await got(api, **asked)
    assert (await again(api, first, **asked)).status_code == 304
    await api.data(NAME, kpi=kpi)
    await app.state.usage.flush()
    assert (await again(api, first, **asked)).status_code == 200


UNCOUNTED = {
    "the last use of a token": "{ accessTokens { nodes { lastUsedOn } } }",
    "the last use of a trusted document": "{ trustedDocuments { nodes { lastUsedOn } } }",
    "what connectors there are": "{ connectors { key } }",
    "whether messages arrive": "{ webhooks { nodes { failingSince } } }",
    "who uses which field": "{ fieldUse { nodes { coordinate } } }",
}


@pytest.mark.parametrize("query", UNCOUNTED.values(), ids=UNCOUNTED.keys())
async def test_what_depends_on_more_than_the_counter_has_no_etag(api: Api, query: str) -> None:
    response = await got(api, {"If-None-Match": "*"}, query=query)
    assert response.status_code == 200
    assert "errors" not in response.json()
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


COUNTED = {
    "without the condition": ("query A($f: KpiFilter) { kpis(filter: $f) { totalCount } }", {"f": {"search": "x"}}),
    "with a condition that says no": (
        "query A($f: KpiFilter) { kpis(filter: $f) { totalCount } }",
        {"f": {"unused": False}},
    ),
    "another operation of the document": (
        "query Other { viewer { role } } query Used { kpis { nodes { ...F } } } fragment F on Kpi { usage { views } }",
        {},
    ),
    "the schema": ("{ __schema { queryType { name } } }", {}),
}


@pytest.mark.parametrize(("query", "variables"), COUNTED.values(), ids=COUNTED.keys())
async def test_what_does_not_use_it_has_one(api: Api, query: str, variables: dict[str, Any]) -> None:
    named: dict[str, Any] = {"operationName": "Other"} if "Other" in query else {}
    assert "etag" in (await got(api, query=query, variables=variables, **named)).headers


SEEN = {
    "a KPI": (NAME, {"DETAIL_OPENED": 1}),
    "a KPI twice": ("query T($kpi: ID!) { a: kpi(id: $kpi) { name } b: kpi(id: $kpi) { unit } }", None),
    "a KPI by its key": ('query K { kpiByKey(key: "%s") { name } }', {"DETAIL_OPENED": 1}),
    "a scorecard page": (PAGE, {"LISTED": 1}),
    "KPIs of objectives": ("{ scorecards { nodes { perspectives { objectives { kpis { name } } } } } }", {"LISTED": 1}),
    "nothing of a KPI": ("{ scorecards { nodes { name } } }", {}),
}


@pytest.mark.parametrize(("query", "seen"), SEEN.values(), ids=SEEN.keys())
async def test_what_is_seen_again_counts_again_although_nothing_is_sent(
    app: Starlette, api: Api, kpi: str, database_url: str, *, query: str, seen: dict[str, int] | None
) -> None:
    (key,) = [
        node["key"] for node in (await api.data("{ kpis { nodes { id key } } }"))["kpis"]["nodes"] if node["id"] == kpi
    ]
    variables = {"kpi": kpi} if "$kpi" in query else {"id": await scorecard_of(api)} if "$id" in query else {}
    asked: dict[str, Any] = {"query": query.replace("%s", key), "variables": variables}
    first = await got(api, **asked)
    await app.state.usage.flush()
    once = _times_used(database_url, kpi)
    assert seen is None or once == seen
    assert (await again(api, first, **asked)).status_code == 304
    await app.state.usage.flush()
    twice = _times_used(database_url, kpi)
    assert twice == {signal: 2 * times for signal, times in (seen if seen is not None else once).items()}


async def test_another_process_knows_what_was_looked_at(
    api: Api, kpi: str, database_url: str, engine: AsyncEngine, *, settings: Settings, clock: Clock
) -> None:
    first = await got(api, query=NAME, variables={"kpi": kpi})
    elsewhere = create_app(engine, settings, clock=clock)
    transport = httpx.ASGITransport(app=elsewhere)
    async with httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client:
        second = await again(Api(client, api.token), first, query=NAME, variables={"kpi": kpi})
    assert second.status_code == 304
    await elsewhere.state.usage.flush()
    assert _times_used(database_url, kpi) == {"DETAIL_OPENED": 1}


async def test_what_a_service_is_shown_again_is_no_use(
    app: Starlette, organisation: TestOrganisation, kpi: str, database_url: str, engine: AsyncEngine
) -> None:
    service = await service_of(engine, organisation)
    first = await got(service, query=NAME, variables={"kpi": kpi})
    assert (await again(service, first, query=NAME, variables={"kpi": kpi})).status_code == 304
    await app.state.usage.flush()
    assert _times_used(database_url, kpi) == {}


async def test_nothing_changed_costs_one_statement_that_looks_into_one_index(
    api: Api, kpi: str, engine: AsyncEngine, database_url: str
) -> None:
    asked: dict[str, Any] = {"query": PAGE, "variables": {"id": await scorecard_of(api)}}
    first = await got(api, **asked)
    with statements_of(engine) as sent:
        assert (await again(api, first, **asked)).status_code == 304
    (statement,) = sent
    assert "kpi" not in statement
    connection = await asyncpg.connect(libpq_url(database_url))
    try:
        await connection.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE asked AS {statement}")
        (plan,) = json.loads(await connection.fetchval("EXPLAIN (FORMAT JSON) EXECUTE asked(NULL, NULL, NULL)"))
    finally:
        await connection.close()
    looked_into = [
        (node["Relation Name"], node["Node Type"]) for node in _nodes(plan["Plan"]) if "Relation Name" in node
    ]
    of_authentication = {"access_token", "person", "tenant", "organisation"}
    assert [each for each in looked_into if each[0] not in of_authentication] == [("change_counter", "Index Scan")]


async def test_trusted_documents_by_get_are_told_apart_by_their_etags_too(api: Api) -> None:
    await registered(api, VIEWER)
    by_hash = await got(api, documentId=sha256_of(VIEWER))
    assert (await again(api, by_hash, documentId=sha256_of(VIEWER))).status_code == 304
    assert (await again(api, by_hash, query=VIEWER)).status_code == 304
    assert (await again(api, by_hash, query=VIEWER + " ")).status_code == 200


async def test_a_withdrawn_document_is_not_confirmed(api: Api) -> None:
    (document,) = await registered(api, VIEWER)
    first = await got(api, documentId=sha256_of(VIEWER))
    await api.mutate(WITHDRAW, input={"documents": [document["id"]]})
    assert code_of(await again(api, first, documentId=sha256_of(VIEWER))) == "UNKNOWN_DOCUMENT"


async def test_evidence_that_is_written_later_makes_no_etag_void(app: Starlette, api: Api, kpi: str) -> None:
    first = await got(api, query=NAME, variables={"kpi": kpi})
    await app.state.usage.flush()
    assert (await again(api, first, query=NAME, variables={"kpi": kpi})).status_code == 304


def _times_used(database_url: str, kpi: str) -> dict[str, int]:
    """How often each signal was counted, as it is written."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT signal, sum(times)::int FROM usage_day WHERE kpi_id = %s GROUP BY signal", [kpi.rpartition("_")[2]]
        )
        return dict(found.fetchall())


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for below in plan.get("Plans", ()) for node in _nodes(below))]
