"""`/scorecards/{id}/map.svg`."""

from xml.etree import ElementTree

import httpx
import pytest

from equipoise.web.credentials import COOKIE
from tests.conftest import NewOrganisation
from tests.support.api import Api
from tests.support.kpis import new_kpi, record
from tests.support.strategy import linked, new_objective, new_scorecard

NEVER = "scorecard_00000000-0000-7000-8000-000000000000"


async def picture(api: Api, scorecard: str, **parameters: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {api.token}"}
    return await api.client.get(f"/scorecards/{scorecard}/map.svg", params=parameters, headers=headers)


async def new_map(api: Api) -> str:
    scorecard = await new_scorecard(api, "Growth & <b>joy</b>")
    cause = await new_objective(api, scorecard["perspectives"][3], "Train everybody")
    effect = await new_objective(api, scorecard["perspectives"][1], "Delight customers")
    await linked(api, cause, effect)
    await record(api, await new_kpi(api, effect), ("2026-03-01", "80"))
    scorecard_id: str = scorecard["id"]
    return scorecard_id


async def test_the_map_is_a_picture_with_its_objectives_and_scores(api: Api) -> None:
    answer = await picture(api, await new_map(api), on="2026-03-15")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    drawn = ElementTree.fromstring(answer.text)
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    text = "".join(drawn.itertext())
    for expected in ("Growth & <b>joy</b>", "Train everybody", "Delight customers", "80", "2026-03-15"):
        assert expected in text


async def test_without_a_day_it_shows_today(api: Api) -> None:
    answer = await picture(api, await new_map(api))
    assert "2026-11-16" in answer.text


async def test_the_picture_may_neither_run_nor_load_anything_and_stays_with_who_asked(api: Api) -> None:
    answer = await picture(api, await new_map(api))
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert answer.headers["cache-control"] == "private"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_cookie_of_the_sign_in_page_opens_it_too(api: Api) -> None:
    scorecard = await new_map(api)
    answer = await api.client.get(f"/scorecards/{scorecard}/map.svg", headers={"Cookie": f"{COOKIE}={api.token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer eqp_rubbish"}, {"Cookie": f"{COOKIE}=x"}])
async def test_nobody_sees_it_without_signing_in(headers: dict[str, str], api: Api) -> None:
    scorecard = await new_map(api)
    answer = await api.client.get(f"/scorecards/{scorecard}/map.svg", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.text.startswith("UNAUTHENTICATED: ")


async def test_a_foreign_an_unknown_and_a_malformed_id_are_answered_alike(
    new_organisation: NewOrganisation, api: Api
) -> None:
    foreign = await new_map((await new_organisation()).api)
    answers = [await picture(api, scorecard) for scorecard in (foreign, NEVER, "rubbish", "kpi_1")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.parametrize(("on", "code"), [("yesterday", "INVALID"), ("1066-10-14", "DATE_OUT_OF_RANGE")])
async def test_a_day_that_cannot_be_is_refused(on: str, code: str, api: Api) -> None:
    answer = await picture(api, await new_map(api), on=on)
    assert (answer.status_code, answer.text.split(":")[0]) == (400, code)
