"""A KPI that nobody uses: flagged, reviewed, retired, and brought back."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import kpi_of, record
from tests.support.reviews import (
    ADVANCE,
    CLOSE,
    DECIDE,
    OPEN,
    OPINION,
    RAISE,
    RESTORE,
    actions_on,
    items_of,
    kpi_by_key,
    scheduled,
    unused_board,
)

REVIEW = (QUERIES / "review.graphql").read_text(encoding="utf-8")
UNUSED = (QUERIES / "unused_kpis.graphql").read_text(encoding="utf-8")
DETAIL = (QUERIES / "kpi_detail.graphql").read_text(encoding="utf-8")
SCORE = """
query Score($id: ID!) {
  scorecard(id: $id) {
    score(on: "2026-10-15") { value status scoredWeight scoredCount totalCount }
    perspectives { objectives { score(on: "2026-10-15") { value status scoredCount totalCount } } }
  }
}
"""


async def test_a_kpi_that_nobody_uses_is_reviewed_retired_and_can_come_back(
    engine: AsyncEngine, app: Starlette, organisation: TestOrganisation, clock: Clock, signed_in: NewPerson
) -> None:
    api = organisation.api
    board = await unused_board(engine, organisation, clock, "complaints", "churn")
    complaints, churn = await kpi_by_key(api, "complaints"), await kpi_by_key(api, "churn")
    for kpi, figure in ((complaints, "20"), (churn, "80")):
        await record(api, kpi, ("2026-10-01", figure))
    before = await _score(api, board.scorecard)
    assert before["score"] | {"value": "50", "totalCount": 2} == before["score"]

    viewer = await signed_in(organisation, Role.VIEWER)
    await viewer.data(DETAIL, id=churn)
    await app.state.usage.flush()
    unused = (await api.data(UNUSED, first=10))["kpis"]
    assert (unused["totalCount"], [node["key"] for node in unused["nodes"]]) == (1, ["complaints"])

    assert await api.mutate(RAISE, input={}) == {"raised": 1, "cleared": 0, "userErrors": []}
    assert await kpi_of(api, complaints, "state flags { rule }") == {"state": "FLAGGED", "flags": [{"rule": "UNUSED"}]}
    assert await _score(api, board.scorecard) == before

    cycle = await scheduled(api, board, opensOn="2027-02-24", closesOn="2027-03-10")
    await api.mutate(OPEN, input={"id": cycle})
    (item,) = await items_of(api, cycle)
    assert (item["kpi"]["id"], item["recommendation"]) == (complaints, "RETIRE")
    await viewer.mutate(OPINION, input={"item": item["id"], "stance": "AGREE", "comment": "never saw it"})
    for _ in range(2):
        await api.mutate(ADVANCE, input={"id": cycle})
    decision = {"item": item["id"], "outcome": "RETIRE", "reason": "nobody looked at it in 100 days"}
    await api.mutate(DECIDE, input=decision)

    after = await _score(api, board.scorecard)
    assert after["score"] | {"value": "80", "scoredCount": 1, "totalCount": 1} == after["score"]
    assert await kpi_of(api, complaints, "state flags { rule }") == {"state": "RETIRED", "flags": []}
    assert (await api.data(UNUSED, first=10))["kpis"]["totalCount"] == 0
    await api.mutate(CLOSE, input={"id": cycle})
    _check_review((await api.data(REVIEW, id=cycle))["reviewCycle"], complaints)

    await api.mutate(RESTORE, input={"item": item["id"], "reason": "the board asks for it"})
    assert await _score(api, board.scorecard) == before
    assert (await kpi_of(api, complaints, "state"))["state"] == "ACTIVE"
    assert [each for each in await actions_on(api, complaints) if each != "kpi_values.recorded"] == [
        "kpi.added", "kpi.activated", "kpi.flagged", "kpi.retired", "kpi.flag_cleared", "kpi.restored",
    ]  # fmt: skip
    assert await actions_on(api, item["id"]) == ["review.opinion_given", "review.decided", "review.restored"]
    assert await actions_on(api, cycle) == [
        "review.scheduled", "review.opened", "review.advanced", "review.advanced", "review.closed",
    ]  # fmt: skip


def _check_review(review: Any, complaints: str) -> None:
    assert (review["state"], review["opensOn"], review["closesOn"]) == ("CLOSED", "2027-02-24", "2027-03-10")
    assert review["progress"] == {"items": 1, "decided": 1, "overdue": 0}
    (item,) = review["items"]["nodes"]
    assert (item["kpi"]["id"], item["rule"], item["recommendation"]) == (complaints, "UNUSED", "RETIRE")
    assert item["evidence"]["lastUsedOn"] is None
    ((opinion),) = item["opinions"]
    assert (opinion["stance"], opinion["comment"]) == ("AGREE", "never saw it")
    assert item["decision"] | {"outcome": "RETIRE", "reason": "nobody looked at it in 100 days"} == item["decision"]
    assert item["decision"]["decidedBy"]["displayName"] == "Olga Owner"


async def _score(api: Api, scorecard: str) -> Any:
    return (await api.data(SCORE, id=scorecard))["scorecard"]
