"""Much of everything: memory stays bounded, and the others are served."""

import asyncio
import json
from typing import Any

import pytest

from tests.security.attacks.conftest import Victim
from tests.support.api import Api

MEGABYTE = 1_000_000


async def flooded(api: Api, bodies: list[Any], connections: int = 16) -> list[int]:
    """The statuses of the answers; so many requests are under way at the same time."""
    waiting = list(reversed(bodies))
    statuses: list[int] = []

    async def lane() -> None:
        while waiting:
            content = json.dumps(waiting.pop()).encode()
            headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"}
            statuses.append((await api.client.post("/graphql", content=content, headers=headers)).status_code)

    await asyncio.gather(*(lane() for _ in range(connections)))
    return statuses


FLOODS: dict[str, list[Any]] = {
    "documents beyond their bounds": [{"query": "{ " + "viewer { role } " * 300 + f"}} # {n}"} for n in range(40)],
    "new documents, each as large as may be": [
        {"query": "{ viewer { person { " + "orgUnit { id } " * 44 + f"}} }} }} # {n}"} for n in range(15)
    ],
    "directives": [{"query": "{ viewer { role " + "@include(if: true) " * 150 + f"}} }} # {n}"} for n in range(20)],
    "variables of a megabyte": [
        {"query": "{ viewer { role } }", "variables": {"a": [[1] * 100] * 2_000, "n": n}} for n in range(15)
    ],
    "deep variables": [{"query": "{ viewer { role } }", "variables": {"a": json.loads("[" * 60 + "]" * 60)}}] * 40,
    "pages of sixteen million": [
        {"query": f"{{ kpis(first: {16_777_217 + n}) {{ nodes {{ values(last: 400) {{ value }} }} }} }}"}
        for n in range(40)
    ],
    "lists of requests": [[{"query": "{ viewer { role } }"}] * 1_000] * 30,
    "the whole schema": [{"query": "{ __schema { types { name fields { name } } } }"}] * 20,
}


@pytest.mark.parametrize("bodies", FLOODS.values(), ids=FLOODS.keys())
async def test_a_flood_is_answered_and_the_others_are_served(victim: Victim, bodies: list[Any]) -> None:
    async with asyncio.timeout(60):
        flood = asyncio.create_task(flooded(victim.attacker, bodies))
        served = 0
        while not flood.done():
            assert await victim.innocent.data("{ viewer { role } }") == {"viewer": {"role": "OWNER"}}
            served += 1
        statuses = await flood
    assert len(statuses) == len(bodies)
    assert max(statuses) < 500
    assert served > 0
    await victim.still_serves()


async def test_documents_that_are_always_new_fill_no_memory(victim: Victim) -> None:
    warm = [{"query": f"{{ viewer {{ role }} }} # warm {n}"} for n in range(30)]
    await flooded(victim.attacker, warm)
    before = victim.target.memory()
    large = "{ viewer { role } } #" + "x" * 90_000
    await flooded(victim.attacker, [{"query": f"{large} {n}"} for n in range(300)])
    assert victim.target.memory() - before < 120 * MEGABYTE, "27 MB of documents came, and 64 MB may be kept"
