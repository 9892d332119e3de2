"""Bytes that are no request, and documents made to cost more than they say: each is answered at once, with a code."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.identity.tokens import create_token, revoke_token
from equipoise_graphql.documents.limits import Limits
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation

LIMITS = Limits()
ANSWERED_WITHIN = 1.0
"""Seconds; the aim on a quiet machine. Tests on a busy one get three times as long."""


async def sent(
    api: Api, content: bytes | AsyncIterator[bytes], content_type: str | None = "application/json", **headers: str
) -> tuple[int, Any]:
    """Status and body of an answer, which has to come soon and to be JSON without internals."""
    given = {"Authorization": f"Bearer {api.token}", **({"Content-Type": content_type} if content_type else {})}
    began = time.perf_counter()
    response = await api.client.post("/graphql", content=content, headers=given | headers)
    assert time.perf_counter() - began < 3 * ANSWERED_WITHIN
    assert response.status_code < 500
    assert "Traceback" not in response.text
    assert 'File "' not in response.text
    return response.status_code, response.json()


async def asked(api: Api, query: str, **more: Any) -> tuple[int, str]:
    """Status and code of the answer to a document."""
    status, body = await sent(
        api, json.dumps({"query": query, **more}).encode(), Accept="application/graphql-response+json"
    )
    return status, code(body)


def code(body: Any) -> str:
    assert "data" not in body, "nothing was to be executed"
    codes = {error["extensions"]["code"] for error in body["errors"]}
    assert all(len(error["message"]) <= 1000 for error in body["errors"])
    (only,) = codes
    return str(only)


async def still_answers(api: Api) -> None:
    assert await api.data("{ viewer { role } }") == {"viewer": {"role": "OWNER"}}


BODIES = {
    "nothing": b"",
    "half of JSON": b'{"query": "{ viewer { role } }',
    "null": b"null",
    "a number": b"1",
    "a text": b'"{ viewer { role } }"',
    "true": b"true",
    "a list": b"[]",
    "a batch": b'[{"query": "{ viewer { role } }"}]',
    "an empty object": b"{}",
    "query null": b'{"query": null}',
    "query a number": b'{"query": 1}',
    "query an object": b'{"query": {"a": "b"}}',
    "variables a list": b'{"query": "{ viewer { role } }", "variables": []}',
    "variables a text": b'{"query": "{ viewer { role } }", "variables": "{}"}',
    "extensions a text": b'{"query": "{ viewer { role } }", "extensions": "{}"}',
    "operationName a number": b'{"query": "{ viewer { role } }", "operationName": 1}',
    "bytes that are not UTF-8": b'{"query": "{ viewer { role } } # \xff"}',
    "UTF-16": '{"query": "{ viewer { role } }"}'.encode("utf-16"),
    "a byte order mark": '\ufeff{"query": "{ viewer { role } }"}'.encode(),
    "half of a surrogate pair": b'{"query": "{ viewer { role } }", "operationName": "\\ud800"}',
    "a surrogate in UTF-8": b'{"query": "{ viewer { role } }", "operationName": "\xed\xa0\x80"}',
    "gzip without saying so": gzip.compress(b'{"query": "{ viewer { role } }"}'),
    "NaN": b'{"query": "{ viewer { role } }", "variables": {"a": NaN}}',
    "an exponent beyond all bounds": b'{"query": "{ viewer { role } }", "variables": {"a": 1e' + b"9" * 30 + b"}}",
    "an integer of 5,000 digits": b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"1" * 5000 + b"}}",
    "an integer of 4,000 digits": b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"1" * 4000 + b"}}",
    "lists 10,000 deep": b'{"query": "{ viewer { role } }", "variables": {"a": '
    + b"[" * 10_000
    + b"]" * 10_000
    + b"}}",
    "lists 900 deep": b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "objects 10,000 deep": b'{"a": ' * 10_000 + b"1" + b"}" * 10_000,
    "binary": bytes(range(256)) * 100,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_body_that_is_no_request_is_refused(api: Api, body: bytes) -> None:
    for accept in ("application/json", "application/graphql-response+json", "*/*"):
        status, answer = await sent(api, body, Accept=accept)
        assert (status, code(answer)) == (400, "BAD_REQUEST")
    await still_answers(api)


async def test_a_body_of_20_megabytes_is_not_read_to_its_end(api: Api) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(320):
            read += 64 * 1024
            yield b" " * 64 * 1024

    status, answer = await sent(api, chunks())
    assert (status, code(answer)) == (413, "BODY_TOO_LARGE")
    assert read < 2_000_000
    await still_answers(api)


@pytest.mark.parametrize(
    ("content_type", "headers"),
    [
        (None, {}),
        ("text/plain", {}),
        ("application/jsonx", {}),
        ("application/graphql", {}),
        ("application/x-www-form-urlencoded", {}),
        ("application/json; charset=utf-16", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)
async def test_a_body_of_another_kind_is_refused_before_it_is_read(
    api: Api, content_type: str | None, headers: dict[str, str]
) -> None:
    status, answer = await sent(api, b'{"query": "{ viewer { role } }"}', content_type, **headers)
    assert (status, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])
async def test_json_may_say_that_it_is_utf_8(api: Api, content_type: str) -> None:
    status, answer = await sent(api, '{"query": "{ viewer { role } } # ü"}'.encode(), content_type)
    assert (status, answer["data"]) == (200, {"viewer": {"role": "OWNER"}})


TOKENS = ["", "x", "eqp_", "eqp_x_y", f"eqp_{'0' * 32}_{'a' * 43}", f"eqp_{'g' * 32}_{'a' * 43}", "eqp_" + "x" * 8000]


@pytest.mark.parametrize("token", TOKENS)
async def test_without_a_token_that_works_nothing_is_said(api: Api, token: str) -> None:
    status, answer = await sent(Api(api.client, token), b'{"query": "{ viewer { role } }"}')
    assert (status, code(answer)) == (401, "UNAUTHENTICATED")


async def test_tokens_that_ended_are_refused_like_tokens_that_never_were(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    owner, client = organisation.owner, organisation.api.client
    async with writing(engine, organisation.tenant_id) as session:
        short = await create_token(
            session, owner, person_id=owner.person_id, name="short", lifetime=timedelta(minutes=1)
        )
        ended = await create_token(session, owner, person_id=owner.person_id, name="ended")
        await revoke_token(session, owner, ended.row.id)
    clock.now += timedelta(minutes=2)
    never = f"eqp_{organisation.tenant_id.hex}_{'a' * 43}"
    foreign = f"eqp_{'0' * 32}_{short.secret.rpartition('_')[2]}"
    answers = [
        await sent(Api(client, token), b'{"query": "{ viewer { role } }"}')
        for token in (short.secret, ended.secret, never, foreign)
    ]
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0][0], code(answers[0][1])) == (401, "UNAUTHENTICATED")


def fragments(count: int, type_name: str, body: str, last: str) -> str:
    """Each spreads the next one twice: 2 to the power of `count` when written out."""
    chain = " ".join(
        f"fragment F{n} on {type_name} {{ {body} ...F{n + 1} ...F{n + 1} }}" for n in range(count)
    )  # fmt: skip
    return f"{chain} fragment F{count} on {type_name} {{ {last} }}"


TOO_LARGE = {
    "depth": "{ viewer { person { orgUnit " + "{ parent " * 20 + "{ id }" + " }" * 20 + " } } }",
    "depth through fragments": "{ viewer { person { orgUnit { ...F0 } } } } "
    + " ".join(f"fragment F{n} on OrgUnit {{ parent {{ ...F{n + 1} }} }}" for n in range(10))
    + " fragment F10 on OrgUnit { id }",
    "brackets 300 deep": "{ a " * 300 + "}" * 300,
    "lists 400 deep": "{ node(id: " + "[" * 400 + "]" * 400 + ") { id } }",
    "types 400 deep": "query ($a: " + "[" * 400 + "Int" + "]" * 400 + ") { viewer { role } }",
    "aliases": "{ " + " ".join(f"a{n}: viewer {{ role }}" for n in range(LIMITS.aliases + 1)) + " }",
    "aliases through fragments": "{ viewer { ...F0 } } " + fragments(5, "Viewer", "a: role", "b: role"),
    "tokens": "{ viewer { " + "role " * (LIMITS.tokens + 1) + "} }",
    "characters": "{ viewer { role } } #" + "x" * LIMITS.characters,
    "18 fragments of 660 bytes": "{ viewer { ...F0 } } " + fragments(18, "Viewer", "", "role"),
    "60 fragments": "{ viewer { ...F0 } } " + fragments(60, "Viewer", "", "role"),
    "an integer of 5,000 digits": "{ people(first: " + "1" * 5000 + ") { totalCount } }",
    "60 fragments in the introspection": "{ __schema { types { ...F0 } } } " + fragments(60, "__Type", "", "name"),
    "the whole schema twice": "{ __schema { types { name } } again: __schema { types { name } } }",
    "60 unused fragments": "{ viewer { role } } " + fragments(60, "Viewer", "", "role"),
    "200 overlapping fields": "{ viewer { " + "person { id } " * 200 + "} }",
    "overlap in three levels": "{ " + ("viewer { " + ("person { " + "id " * 8 + "} ") * 8 + "} ") * 8 + "}",
    "overlap through fragments": "{ viewer { " + " ".join(f"...F{n}" for n in range(30)) + " } } "
    + " ".join(f"fragment F{n} on Viewer {{ {'person { id } ' * 4}}}" for n in range(30)),
    "introspection without bottom": "{ __schema { types { fields { type " + "{ ofType " * 20 + "{ name }" + " }" * 20
    + " } } } }",
}  # fmt: skip


@pytest.mark.parametrize("document", TOO_LARGE.values(), ids=TOO_LARGE.keys())
async def test_a_document_beyond_a_bound_is_refused_at_once(api: Api, document: str) -> None:
    assert await asked(api, document) == (400, "DOCUMENT_TOO_LARGE")
    await still_answers(api)


REFUSED = {
    "nothing": ("", "GRAPHQL_PARSE_FAILED"),
    "blanks": ("   ", "GRAPHQL_PARSE_FAILED"),
    "an open bracket": ("{", "GRAPHQL_PARSE_FAILED"),
    "NUL": ("{ viewer \x00 { role } }", "GRAPHQL_PARSE_FAILED"),
    "half of a surrogate pair in a text": ('{ node(id: "\\ud800") { id } }', "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ nothingOfThatName }", "GRAPHQL_VALIDATION_FAILED"),
    "a missing argument": ("{ node { id } }", "GRAPHQL_VALIDATION_FAILED"),
    "a cycle of fragments": (
        "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a fragment of itself": ("{ viewer { ...A } } fragment A on Viewer { ...A role }", "GRAPHQL_VALIDATION_FAILED"),
    "an unused cycle": (
        "{ viewer { role } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "an unknown fragment": ("{ viewer { ...Nowhere } }", "GRAPHQL_VALIDATION_FAILED"),
    "900 unknown fields": ("{ " + " ".join(f"x{n}" for n in range(900)) + " }", "GRAPHQL_VALIDATION_FAILED"),
    "only a fragment": ("fragment A on Viewer { role }", "BAD_OPERATION"),
    "two operations and no name": ("query A { viewer { role } } query B { viewer { role } }", "BAD_OPERATION"),
    "a subscription": ("subscription { viewer { role } }", "BAD_OPERATION"),
    "a schema": ("type Query { a: Int }", "BAD_OPERATION"),
}


@pytest.mark.parametrize(("document", "expected"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_document_that_cannot_be_executed_says_why(api: Api, document: str, expected: str) -> None:
    assert await asked(api, document) == (400, expected)
    await still_answers(api)


async def test_an_operation_that_is_not_in_the_document_is_refused(api: Api) -> None:
    document = "query A { viewer { role } } query B { viewer { role } }"
    assert await asked(api, document, operationName="C") == (400, "BAD_OPERATION")
    assert await asked(api, document, operationName="") == (400, "BAD_OPERATION")
    status, body = await sent(api, json.dumps({"query": document, "operationName": "A"}).encode())
    assert (status, body["data"]) == (200, {"viewer": {"role": "OWNER"}})


@pytest.mark.parametrize(
    "variables",
    [{}, {"id": None}, {"id": ["a", "b"]}, {"id": {"a": "b"}}, {"id": 1.5}, {"id": True}],
)
async def test_variables_that_do_not_fit_are_refused(api: Api, variables: dict[str, Any]) -> None:
    document = "query Node($id: ID!) { node(id: $id) { id } }"
    assert await asked(api, document, variables=variables) == (400, "BAD_VARIABLES")


async def test_the_older_media_type_says_in_the_body_alone_that_a_document_cannot_be_executed(api: Api) -> None:
    for document in ("{", "{ nothingOfThatName }", "query Node($id: ID!) { node(id: $id) { id } }"):
        for accept in ("application/json", "*/*"):
            status, body = await sent(api, json.dumps({"query": document}).encode(), Accept=accept)
            assert status == 200
            assert code(body).startswith(("GRAPHQL_", "BAD_VARIABLES"))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/html, application/xml;q=0.9", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json; charset=utf-8, application/json", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json;q=0", "application/json"),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON", "application/graphql-response+json"),
    ],
)
async def test_the_answer_is_of_the_media_type_that_the_caller_accepts(
    api: Api, accept: str | None, expected: str
) -> None:
    request = api.client.build_request(
        "POST", "/graphql", json={"query": "{ viewer { role } }"}, headers={"Authorization": f"Bearer {api.token}"}
    )
    del request.headers["Accept"]
    if accept is not None:
        request.headers["Accept"] = accept
    response = await api.client.send(request)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{expected}; charset=utf-8")


@pytest.mark.parametrize("parameter", ["variables", "operationName", "extensions"])
async def test_what_is_optional_may_be_null(api: Api, parameter: str) -> None:
    status, body = await sent(api, json.dumps({"query": "{ viewer { role } }", parameter: None}).encode())
    assert (status, body["data"]) == (200, {"viewer": {"role": "OWNER"}})


async def test_the_usual_introspection_of_tools_is_within_bounds(api: Api) -> None:
    body = await api.data(get_introspection_query(input_value_deprecation=True))
    assert body["__schema"]["queryType"]["name"] == "Query"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_execute_nothing(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql", params={"query": "mutation { __typename }"})
    assert response.status_code == 405


async def test_the_costliest_document_within_bounds_holds_up_nobody(api: Api) -> None:
    # In processor time of this process, so that a busy machine fails nobody.
    costly = "{ viewer { person { " + "orgUnit { id } " * 44 + "} } }"
    longest = 0.0

    async def others() -> None:
        nonlocal longest
        while True:
            began = time.process_time()
            await asyncio.sleep(0)
            longest = max(longest, time.process_time() - began)

    watching = asyncio.create_task(others())
    for number in range(5):
        status, _ = await sent(api, json.dumps({"query": f"{costly} # {number}"}).encode())
        assert status == 200
    await api.data(get_introspection_query())
    watching.cancel()
    assert longest < 0.5
