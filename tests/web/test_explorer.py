"""The explorer for developers, in a real browser that reaches nothing but the server."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.app import create_app
from equipoise.settings import Environment, Settings
from equipoise.web.credentials import COOKIE
from tests.conftest import Clock
from tests.support.api import Api
from tests.support.browser import Page, browser
from tests.support.live import Server, running

ADD_SCORECARD = "mutation ($input: AddScorecardInput!) { addScorecard(input: $input) { userErrors { code } } }"
BROWSER = {"Accept": "text/html"}


@pytest.fixture
async def server(engine: AsyncEngine, tmp_path: Path, clock: Clock) -> AsyncIterator[Server]:
    async with running(engine, tmp_path, clock) as server:
        yield server


@pytest.fixture
async def page(server: Server, tmp_path: Path) -> AsyncIterator[Page]:
    async with browser(tmp_path / "browser") as page:
        await page.look(width=1400, height=850)
        await page.open(f"{server.address}/graphql")
        await page.see("API explorer")
        yield page


async def write(page: Page, selector: str, text: str) -> None:
    """As somebody does who types."""
    field = f"document.querySelector({json.dumps(selector)})"
    await page.fill(selector, text)
    for event in ("input", "change"):
        await page.run(f"{field}.dispatchEvent(new Event('{event}', {{bubbles: true}}))")


async def press(page: Page, selector: str, key: str, *, ctrl: bool = False) -> None:
    options = json.dumps({"key": key, "ctrlKey": ctrl, "bubbles": True, "cancelable": True})
    pressed = f"new KeyboardEvent('keydown', {options})"
    await page.run(f"document.querySelector({json.dumps(selector)}).dispatchEvent({pressed})")


async def with_token(page: Page, api: Api) -> None:
    await write(page, "#token", api.token)
    await page.see("query: Query")


async def shown(page: Page, selector: str) -> str:
    return str(await page.run(f"document.querySelector({json.dumps(selector)}).textContent"))


async def test_everything_comes_from_the_server_itself(page: Page, api: Api) -> None:
    await with_token(page, api)
    sources = await page.run("performance.getEntriesByType('resource').map(each => new URL(each.name).origin)")
    assert set(sources) == {await page.run("location.origin")}
    assert await page.run("document.querySelectorAll('script[src], link, img, iframe').length") == 0
    # Before there was a token the schema was not to be had; nothing was blocked, and no script failed.
    assert [complaint for complaint in page.complaints if "401" not in complaint] == []


async def test_a_document_is_run_with_variables_and_its_answer_is_shown(page: Page, api: Api) -> None:
    await with_token(page, api)
    document = "query Me($first: Int!) { viewer { person { displayName } } people(first: $first) { totalCount } }"
    await write(page, "#query", document)
    await write(page, "#variables", '{"first": 3}')
    await press(page, "#query", "Enter", ctrl=True)
    await page.see("Olga Owner")
    answer = json.loads(await shown(page, "#answer"))
    assert answer["data"] == {"viewer": {"person": {"displayName": "Olga Owner"}}, "people": {"totalCount": 1}}
    assert "status 200" in await shown(page, "#facts")
    await page.click("Format")
    tidy = await page.run("document.querySelector('#query').value")
    assert tidy.startswith("query Me($first: Int!) {\n  viewer {\n    person {\n")


async def test_what_cannot_be_sent_is_said(page: Page, api: Api) -> None:
    await with_token(page, api)
    await write(page, "#variables", "{")
    await page.click("▶ Run")
    await page.see("Variables are no JSON")
    await write(page, "#variables", "")
    await write(page, "#query", "{ viewr }")
    await page.click("▶ Run")
    await page.see("Cannot query field")


async def test_who_is_signed_in_needs_no_token(server: Server, page: Page, api: Api) -> None:
    await page.run(f"document.cookie = '{COOKIE}={api.token}; path=/'")
    await page.open(f"{server.address}/graphql")
    await page.see("query: Query")
    await page.click("▶ Run")
    await page.see("Olga Owner")


async def test_the_documentation_leads_from_type_to_type(page: Page, api: Api) -> None:
    await with_token(page, api)
    await page.click("Query")
    await page.see("What can be read")
    await page.click("Kpi")
    await page.see("A measure of an objective.")
    await page.click("KpiState!")
    await page.see("FLAGGED")
    assert await shown(page, "#trail") == "Schema Query Kpi"
    await write(page, "#search", "displayname")
    await page.see(".displayName")


async def test_fields_are_suggested_at_the_caret(page: Page, api: Api) -> None:
    await with_token(page, api)
    await write(page, "#query", "{ viewer { person { disp")
    await page.run("document.querySelector('#query').setSelectionRange(24, 24)")
    await press(page, "#query", " ", ctrl=True)
    await page.see("displayName String!")
    await press(page, "#query", "Enter")
    assert await page.run("document.querySelector('#query').value") == "{ viewer { person { displayName"


async def test_what_was_run_can_be_had_again(server: Server, page: Page, api: Api) -> None:
    await with_token(page, api)
    await write(page, "#query", "{ viewer { role } }")
    await page.click("▶ Run")
    await page.see('"OWNER"')
    await write(page, "#query", "{ organisation { name } }")
    await page.click("History")
    await page.click("{ viewer { role } }")
    assert await page.run("document.querySelector('#query').value") == "{ viewer { role } }"
    assert api.token not in await page.run("JSON.stringify(localStorage)"), "a token is kept in its tab alone"
    await page.open(f"{server.address}/graphql")
    await page.see("query: Query")
    assert await page.run("document.querySelector('#query').value") == "{ viewer { role } }"


async def test_a_subscription_is_listened_to(page: Page, api: Api) -> None:
    await with_token(page, api)
    unit = (await api.data("{ orgUnits { id } }"))["orgUnits"][0]["id"]
    given = {"orgUnit": unit, "cycleStart": "2026-01-01", "cycleEnd": "2026-12-31", "template": "EMPTY"}
    await write(page, "#query", "subscription { events { kind cursor } }")
    await page.click("▶ Run")
    await page.see("listening")
    for number in range(50):  # what happens before the server listens is not heard
        await api.mutate(ADD_SCORECARD, input={**given, "name": f"Card {number}"})
        await asyncio.sleep(0.1)
        if "received" in await shown(page, "#facts"):
            break
    await page.see("SCORECARD_CHANGED")
    await page.click("■ Stop")
    await page.see("stopped")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_nothing_sticks_out_and_everything_has_a_name(page: Page, api: Api, tmp_path: Path, dark: bool) -> None:
    """Whoever sets PICTURES to a folder can look at it there."""
    await page.look(width=1400, height=850, dark=dark)
    await with_token(page, api)
    await page.click("▶ Run")
    await page.see("Olga Owner")
    picture = Path(os.environ.get("PICTURES", tmp_path)) / f"explorer-{'dark' if dark else 'light'}.png"
    picture.write_bytes(await page.picture())
    for width in (1400, 1000, 420):
        await page.look(width=width, height=850, dark=dark)
        assert await page.run("document.documentElement.scrollWidth <= window.innerWidth"), width
    unnamed = (
        "[...document.querySelectorAll('button, input, textarea, select')].filter(each => !each.textContent.trim()"
    )
    labelled = "!each.labels?.length && !each.getAttribute('aria-label')"
    assert await page.run(f"{unnamed} && {labelled}).map(each => each.outerHTML)") == []


async def test_the_page_may_neither_be_framed_nor_load_anything(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", headers=BROWSER)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


async def test_production_has_no_explorer(engine: AsyncEngine, tmp_path: Path, clock: Clock) -> None:
    app = create_app(engine, Settings(home=tmp_path, environment=Environment.PRODUCTION), clock=clock)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client:
        response = await client.get("/graphql", headers=BROWSER)
    assert "<html" not in response.text
