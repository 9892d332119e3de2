"""What the server process makes of bytes that are no proper request: no 5xx, no silence, and it goes on serving."""

import asyncio
import json
from urllib.parse import quote

import pytest

from tests.security.attacks.conftest import Victim
from tests.security.attacks.raw import head, received, sent
from tests.security.test_hostile_requests import BODIES, TOO_LARGE

QUERY = b'{"query": "{ viewer { role } }"}'
MUTATION = 'mutation { addOrgUnit(input: {name: "Forged", kind: TEAM}) { userErrors { code } } }'


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_body_that_is_no_request(victim: Victim, body: bytes) -> None:
    answer = await sent(victim.target.port, head(victim.attacker.token, len(body)) + body)
    assert answer.status == 400
    assert json.loads(answer.body)["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    await victim.still_serves()


@pytest.mark.parametrize("document", TOO_LARGE.values(), ids=TOO_LARGE.keys())
async def test_a_document_beyond_its_bounds(victim: Victim, document: str) -> None:
    body = json.dumps({"query": document}).encode()
    lines = ["Accept: application/graphql-response+json"]
    answer = await sent(victim.target.port, head(victim.attacker.token, len(body), *lines) + body)
    assert answer.status == 400
    assert json.loads(answer.body)["errors"][0]["extensions"]["code"] == "DOCUMENT_TOO_LARGE"
    await victim.still_serves()


POST = b"POST /graphql HTTP/1.1\r\nHost: a\r\n"
NOT_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "zeros": bytes(10_000),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /graphql\r\n\r\n",
    "a header without end": POST + b"X: " + b"x" * 300_000,
    "ten thousand headers": POST + b"" + b"X: y\r\n" * 10_000 + b"\r\n",
    "a length that is none": POST + b"Content-Length: 12abc\r\n\r\n",
    "a negative length": POST + b"Content-Length: -5\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "a chunk of no size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "length and chunks": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a path that is no text": b"POST /graphql\xff\xfe%ff%00 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
    "a token that is no text": POST + b"Authorization: Bearer \xff\xfe\r\nContent-Length: 0\r\n\r\n",
    "accepts no text": POST + b"Accept: \xff;q=\xfe\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("raw", NOT_HTTP.values(), ids=NOT_HTTP.keys())
async def test_bytes_that_are_hardly_http(victim: Victim, raw: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", victim.target.port)
    try:
        writer.write(raw)
        writer.write_eof()
        async with asyncio.timeout(30):
            answer = await received(reader)
    except ConnectionError:
        answer = None
    finally:
        writer.close()
    assert answer is None or answer.status is None or answer.status < 500
    await victim.still_serves()


async def test_a_body_that_never_ends_is_cut_off(victim: Victim) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = await sent(victim.target.port, head(victim.attacker.token, None), *[chunk] * 1_000)
    assert answer.status == 413
    await victim.still_serves()


async def test_a_body_that_is_announced_too_large_is_not_waited_for(victim: Victim) -> None:
    answer = await sent(victim.target.port, head(victim.attacker.token, 10**12))
    assert answer.status == 413


async def test_a_request_that_stops_in_the_middle_is_forgotten(victim: Victim) -> None:
    for _ in range(50):
        _, writer = await asyncio.open_connection("127.0.0.1", victim.target.port)
        writer.write(head(victim.attacker.token, 100) + b'{"query"')
        await writer.drain()
        writer.close()
    await victim.still_serves()


async def test_bodies_that_trickle_in_hold_up_nobody(victim: Victim) -> None:
    """Also not the other requests of the same client."""
    writers = []
    for _ in range(80):
        _, writer = await asyncio.open_connection("127.0.0.1", victim.target.port)
        writer.write(head(victim.attacker.token, 100_000) + b"{")
        writers.append(writer)
    await victim.still_serves()
    for writer in writers:
        writer.close()
    await victim.still_serves()


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
    ],
)
async def test_a_form_of_another_site_changes_nothing(victim: Victim, content_type: str) -> None:
    """What a browser sends without asking first, with the cookie of a visitor who is signed in."""
    body = json.dumps({"query": MUTATION}).encode()
    origin = ["Origin: https://evil.example", f"Content-Type: {content_type}"]
    cookie = f"Cookie: equipoise_session={victim.attacker.token}"
    for lines in (origin, [*origin, cookie]):
        answer = await sent(victim.target.port, head(victim.attacker.token, len(body), *lines) + body)
        assert answer.status in (400, 401, 403, 415)
    assert (await victim.attacker.data("{ orgUnits { name } }"))["orgUnits"] == [{"name": "Acme"}]


async def test_a_link_of_another_site_changes_nothing(victim: Victim) -> None:
    path = f"/graphql?query={quote(MUTATION)}"
    answer = await sent(victim.target.port, head(victim.attacker.token, 0, method="GET", path=path))
    assert answer.status is not None
    assert answer.status < 500
    assert (await victim.attacker.data("{ orgUnits { name } }"))["orgUnits"] == [{"name": "Acme"}]


async def test_requests_one_behind_the_other_are_answered_in_their_order(victim: Victim) -> None:
    request = head(victim.attacker.token, len(QUERY)) + QUERY
    reader, writer = await asyncio.open_connection("127.0.0.1", victim.target.port)
    writer.write(request * 30)
    answers = [await received(reader) for _ in range(30)]
    writer.close()
    assert {answer.status for answer in answers} == {200}
