"""The page of docs/examples/scorecard, in a real browser against a real server with the demo organisation."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from equipoise.db.session import writing
from equipoise.identity.models import AccessToken
from tests.docs.conftest import PassingTime
from tests.docs.demo_server import DemoServer, demo_server
from tests.docs.guides import ROOT
from tests.support.browser import Page, browser
from tests.support.clusters import TestCluster
from tests.support.listening import listening
from tests.support.node import installed

EXAMPLE = ROOT / "docs/examples/scorecard"
SCHEMA = ROOT / "graphql/equipoise_graphql/schema.graphql"
PICTURES = os.environ.get("EQUIPOISE_TEST_PICTURES")
"""A folder for pictures of the page, for people to look at."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with what npm locks for it, outside of the checkout."""
    folder = tmp_path_factory.mktemp("scorecard") / "example"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "config.json"))
    return installed(EXAMPLE, folder)


async def test_the_generated_types_are_those_of_the_schema(example: Path) -> None:
    await _node(example, "generate.mjs", str(SCHEMA), "generated.ts")
    assert (example / "generated.ts").read_text() == (EXAMPLE / "src/generated.ts").read_text(), "npm run generate"


async def test_the_page_is_sound_by_the_strictest_rules_of_its_language(example: Path) -> None:
    await _node(example, "node_modules/typescript/bin/tsc", "--noEmit", "--strict")


async def test_a_person_signs_in_looks_around_and_signs_out(
    example: Path, demo_cluster: TestCluster, tmp_path: Path
) -> None:
    await _node(example, "node_modules/typescript/bin/tsc")
    async with (
        demo_server(demo_cluster, "page", tmp_path) as server,
        _served(example, server) as origin,
        browser(tmp_path / "profile") as page,
    ):
        await page.look(width=1440, height=900)
        await page.open(origin)
        await page.see("Your scorecard, on one page")
        await _picture(page, "welcome")
        await page.click("Sign in")
        await page.fill("#token", await server.token("elin@lindmoor.example"))
        await page.click("Sign in")
        await page.see("would like to act for you")
        await page.see("Read scorecards, objectives, KPIs with their values, and reviews")
        await _picture(page, "consent")
        await page.click("Allow")
        await page.see("Net revenue")
        await _looks_well(page)
        await _pictures(page)

        await _end_access_tokens(server)
        await _choose(page, "Cargo Bikes")
        await page.until("document.querySelector('h1')?.textContent === 'Cargo Bikes'")

        await page.run(_LIMIT_ONCE)
        await _choose(page, "Lindmoor")
        await page.see("The server asks for a pause")
        await page.see("Net revenue")

        await page.click("Sign out")
        await page.see("Your scorecard, on one page")
        await page.open(origin)
        await page.see("Sign in")
        expected = (f"{server.address}/graphql", f"{server.address}/favicon.ico")  # the token that ended; no picture
        assert [complaint for complaint in page.complaints if not complaint.endswith(expected)] == []


_LIMIT_ONCE = """
    const real = window.fetch;
    window.fetch = async () => {
      window.fetch = real;
      const limited = {errors: [{message: "", extensions: {code: "RATE_LIMITED", retryAfter: 2}}]};
      return new Response(JSON.stringify(limited));
    };
"""
"""What a server says whose points are used up, which one that was just started cannot be brought to by one page."""


async def _choose(page: Page, scorecard: str) -> None:
    await page.run(f"""{{
        const choice = document.querySelector('select');
        choice.value = [...choice.options].find(each => each.textContent === {json.dumps(scorecard)}).value;
        choice.dispatchEvent(new Event('change'));
    }}""")


async def _looks_well(page: Page) -> None:
    """Statuses have words besides colours, trends have a text, nothing runs over the edge."""
    found = await page.run("""({
        perspectives: document.querySelectorAll('.perspective').length,
        marks: [...document.querySelectorAll('.mark')].every(mark => mark.getAttribute('aria-label')),
        trends: [...document.querySelectorAll('.sparkline')].every(trend => trend.getAttribute('aria-label')),
        words: [...new Set([...document.querySelectorAll('.status')].map(each => each.textContent))].sort(),
        storage: localStorage.length + sessionStorage.length,
        address: location.search,
    })""")
    assert found["perspectives"] == 4
    assert found["marks"]
    assert found["trends"]
    assert set(found["words"]) <= {"On track", "At risk", "Off track", "No data"}
    assert (found["storage"], found["address"]) == (0, ""), "tokens are in memory alone, the code is gone"
    for width in (1440, 800, 360):
        await page.look(width=width, height=900)
        assert await page.run("document.documentElement.scrollWidth <= innerWidth"), width


async def _pictures(page: Page) -> None:
    for name, width in (("wide", 1440), ("narrow", 390)):
        for scheme in ("light", "dark"):
            await page.look(width=width, height=900, dark=scheme == "dark")
            await _picture(page, f"{name}-{scheme}")
    await page.look(width=1440, height=900)


async def _picture(page: Page, name: str) -> None:
    if PICTURES:
        taken = await page.picture()
        await asyncio.to_thread(Path(PICTURES, f"{name}.png").write_bytes, taken)


async def _end_access_tokens(server: DemoServer) -> None:
    """As if somebody had ended them: the page has to get new ones without troubling anybody."""
    async with writing(server.engine, server.tenant_id) as session:
        given = AccessToken.client_id.is_not(None)
        ended = update(AccessToken).where(AccessToken.tenant_id == session.tenant_id, given)
        await session.execute(ended.values(revoked_at=PassingTime()()))


@asynccontextmanager
async def _served(example: Path, server: DemoServer) -> AsyncIterator[str]:
    """The page on an origin of its own, registered and told where the server is."""
    async with listening(Starlette(routes=[Mount("/", StaticFiles(directory=example, html=True))])) as origin:
        made = await server.register(
            name="Scorecard example",
            kind="PUBLIC",
            scopes=["scorecard:read", "offline_access"],
            redirectUris=[f"{origin}/"],
            webOrigins=[origin],
        )
        config = {"server": server.address, "clientId": made["client"]["clientId"]}
        (example / "config.json").write_text(json.dumps(config))
        yield origin


async def _node(folder: Path, *words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        "node", *words, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
