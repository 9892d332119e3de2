"""Signing in at a browser."""

import httpx
import pytest

from tests.support.api import TestOrganisation


async def test_a_token_signs_in_and_the_console_greets_the_person(
    client: httpx.AsyncClient, organisation: TestOrganisation
) -> None:
    answer = await client.post("/login", data={"token": organisation.api.token, "next": "/console"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    assert "HttpOnly" in answer.headers["set-cookie"]
    page = await client.get("/console")
    assert "Olga Owner" in page.text
    client.cookies.clear()
    assert (await client.get("/console")).headers["location"] == "/login"


async def test_a_wrong_token_is_told_without_a_cookie(client: httpx.AsyncClient) -> None:
    answer = await client.post("/login", data={"token": "eqp_" + "0" * 32 + "_" + "x" * 43})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//x"]
)
async def test_the_page_never_leads_to_another_site(
    client: httpx.AsyncClient, organisation: TestOrganisation, wanted: str
) -> None:
    answer = await client.post("/login", data={"token": organisation.api.token, "next": wanted})
    assert answer.headers["location"] == "/console"


async def test_a_form_of_another_site_signs_nobody_in(
    client: httpx.AsyncClient, organisation: TestOrganisation
) -> None:
    answer = await client.post(
        "/login", data={"token": organisation.api.token}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


async def test_health_and_readiness_answer(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"status": "ok"}
