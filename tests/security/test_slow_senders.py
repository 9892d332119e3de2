"""Who sends a request byte by byte: bounded in time, and nobody else waits."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from equipoise.web import slow_heads
from equipoise_graphql.http import request as reading
from tests.support.api import Api
from tests.support.sockets import head, listening_port


@pytest.fixture
async def port(app: Starlette) -> AsyncIterator[int]:
    async with listening_port(app) as port:
        yield port


async def test_a_body_that_does_not_arrive_in_time_is_refused_and_the_connection_closed(
    api: Api, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BODY_SECONDS", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head(api, 1_000))
    for _ in range(10):
        writer.write(b" ")
        await asyncio.sleep(0.01)
    async with asyncio.timeout(20):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"BODY_TOO_SLOW"' in answer
    writer.close()


@pytest.mark.parametrize("sent", [b"", b"POST /graphql HTTP/1.1\r\nHost: test\r\nX-", "after an answer"])
async def test_a_connection_on_which_no_request_comes_about_is_closed(
    api: Api, port: int, monkeypatch: pytest.MonkeyPatch, sent: bytes | str
) -> None:
    monkeypatch.setattr(slow_heads, "HEAD_SECONDS", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    if isinstance(sent, str):
        writer.write(head(api, 2) + b"{}")
        await reader.readuntil(b"\r\n\r\n")
        sent = b"POST /graphql HTTP/1.1\r\n"
    writer.write(sent)
    async with asyncio.timeout(20):
        rest = await reader.read()
    assert b"HTTP/1.1" not in rest
    writer.close()


async def test_a_slow_request_that_arrives_in_time_is_answered(
    api: Api, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_heads, "HEAD_SECONDS", 20.0)
    body = b'{"query": "{ viewer { role } }"}'
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for byte in head(api, len(body)) + body:
        writer.write(bytes([byte]))
        await asyncio.sleep(0.0005)
    async with asyncio.timeout(20):
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
    writer.close()
