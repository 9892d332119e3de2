"""Before anything is measured: every server gives the same figures for the same organisation."""

import http.client
from collections import Counter
from typing import Any

import msgspec

from benchmarks.seeding.database import Seeded
from benchmarks.servers import Peers, Running
from benchmarks.workloads import KPI_DETAIL, SCORECARD_PAGE, WORKS, requests_of
from equipoise_graphql.compiled.marks import take_seen


class DisagreementError(Exception):
    """A server answers something else than the product, so that its speed would say nothing."""


def check(peers: Peers, data: Seeded) -> None:
    """Raises: DisagreementError."""
    for work in (SCORECARD_PAGE, KPI_DETAIL):
        answers = {
            server.name: _figures(server, requests_of(work, server.dialect, data)[0]) for server in peers.servers
        }
        expected = answers[peers.servers[0].name]
        for name, figures in answers.items():
            if figures != expected:
                other = sorted((figures - expected) + (expected - figures))
                raise DisagreementError(f"{name} answers {work.title} with other figures, e.g. {other[:5]}")
    for work in WORKS:
        for server in peers.servers:
            answer = ask(server, requests_of(work, server.dialect, data)[0])
            if b'"errors":' in answer or b'"code":' in answer:
                raise DisagreementError(f"{server.name} refuses {work.title}: {answer[:500].decode(errors='replace')}")


def ask(server: Running, request: bytes) -> bytes:
    """The body that a prepared request is answered with."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    connection = http.client.HTTPConnection(*server.address, timeout=60)
    try:
        connection.request(method, path, body or None, dict(line.split(": ", 1) for line in lines))
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or not content:
            raise DisagreementError(f"{server.name} answers with status {answer.status}: {content[:500]!r}")
        return content
    finally:
        connection.close()


def _figures(server: Running, request: bytes) -> Counter[str]:
    """The names and values of an answer, whatever the order and the form of the rest."""
    found: list[str] = []
    body, _ = take_seen(ask(server, request))  # the bare handler leaves the planner's marks where they are
    _collect(msgspec.json.decode(body), found)
    return Counter(found)


def _collect(answer: Any, found: list[str]) -> None:
    match answer:
        case dict():
            for key, value in answer.items():
                if key in ("name", "periodStart"):
                    found.append(str(value))
                elif key in ("value", "currentTarget") and isinstance(value, str):
                    found.append(f"{float(value):.4f}")
                else:
                    _collect(value, found)
        case list():
            for value in answer:
                _collect(value, found)
