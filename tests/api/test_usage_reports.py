"""Views that frontends report in batches."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import Board, new_board
from tests.support.services import service_of

REPORT = """
mutation Report($input: ReportKpiViewsInput!) {
  reportKpiViews(input: $input) { counted userErrors { field message code } }
}
"""
NEVER = "kpi_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"


@pytest.fixture
async def board(engine: AsyncEngine, organisation: TestOrganisation) -> Board:
    return await new_board(engine, organisation)


async def test_reported_views_count_for_the_person_at_once(
    organisation: TestOrganisation, board: Board, signed_in: NewPerson
) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    views = [{"kpi": board.kpis[0]}, {"kpi": board.kpis[1], "viewedOn": "2026-10-16"}]
    assert (await viewer.mutate(REPORT, input={"views": views}))["counted"] == 2
    assert await _usage(organisation.api) == [
        {"lastUsedAt": "2026-11-16", "distinctPeople": 1, "views": 1, "weight": 10},
        {"lastUsedAt": "2026-10-16", "distinctPeople": 1, "views": 1, "weight": 10},
    ]


async def test_a_thousand_views_of_a_day_are_one_use(api: Api, board: Board) -> None:
    for _ in range(2):
        await api.mutate(REPORT, input={"views": [{"kpi": board.kpis[0]}] * 1_000})
    assert (await _usage(api))[0]["views"] == 1


async def test_a_service_may_report_and_is_told_that_nothing_counts(
    engine: AsyncEngine, organisation: TestOrganisation, board: Board
) -> None:
    service = await service_of(engine, organisation)
    assert (await service.mutate(REPORT, input={"views": [{"kpi": board.kpis[0]}]}))["counted"] == 0
    assert (await _usage(organisation.api))[0]["views"] == 0


async def test_an_empty_report_is_fine(api: Api) -> None:
    assert (await api.mutate(REPORT, input={"views": []}))["counted"] == 0


@pytest.mark.parametrize(
    ("view", "code", "field"),
    [
        ({"kpi": NEVER}, "NOT_FOUND", "views.1.kpi"),
        ({"kpi": "lead_time"}, "INVALID_ID", "views.1.kpi"),
        ({"viewedOn": "2026-11-17"}, "INVALID", "views.1.viewedOn"),
        ({"viewedOn": "2026-10-15"}, "INVALID", "views.1.viewedOn"),
        ({"viewedOn": "0001-01-01"}, "INVALID", "views.1.viewedOn"),
    ],
)
async def test_one_bad_view_is_named_and_nothing_counts(
    api: Api, board: Board, view: dict[str, str], code: str, field: str
) -> None:
    views = [{"kpi": board.kpis[0]}, {"kpi": board.kpis[0], **view}]
    error = await api.refusal(REPORT, input={"views": views})
    assert (error["code"], error["field"]) == (code, field)
    assert (await _usage(api))[0]["views"] == 0


async def test_more_than_a_thousand_views_are_refused(api: Api, board: Board) -> None:
    error = await api.refusal(REPORT, input={"views": [{"kpi": board.kpis[0]}] * 1_001})
    assert (error["code"], error["field"]) == ("TOO_MANY", "views")


async def test_another_organisations_kpi_is_as_unknown_as_one_that_never_was(
    board: Board, new_organisation: NewOrganisation
) -> None:
    stranger = (await new_organisation()).api
    answers = [await stranger.refusal(REPORT, input={"views": [{"kpi": kpi}]}) for kpi in (board.kpis[0], NEVER)]
    assert answers[0] == answers[1]


async def _usage(api: Api) -> list[Any]:
    nodes = (await api.data("{ kpis { nodes { usage { lastUsedAt distinctPeople views weight } } } }"))["kpis"]["nodes"]
    return [node["usage"] for node in nodes]
