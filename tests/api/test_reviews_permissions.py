"""Who may do what in a review, and what another organisation sees of it."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import new_board
from tests.support.reviews import (
    ADVANCE,
    CANCEL,
    CLOSE,
    DECIDE,
    OPEN,
    OPINION,
    RAISE,
    RESTORE,
    SCHEDULE,
    deciding,
    items_of,
    scheduled,
    unused_board,
)

REVIEW = (QUERIES / "review.graphql").read_text(encoding="utf-8")
NEVER = "01a1ff54-6ac2-76ff-956e-bfa4e75a3252"
DATES = {"name": "Spring clean", "opensOn": "2027-02-24", "closesOn": "2027-03-10"}
FOR_ADMINISTRATORS = [
    pytest.param(RAISE, {}, id="raiseFlags"),
    pytest.param(SCHEDULE, {"scorecard": f"scorecard_{NEVER}", **DATES}, id="scheduleReview"),
    pytest.param(OPEN, {"id": f"review_{NEVER}"}, id="openReview"),
    pytest.param(ADVANCE, {"id": f"review_{NEVER}"}, id="advanceReview"),
    pytest.param(CLOSE, {"id": f"review_{NEVER}"}, id="closeReview"),
    pytest.param(CANCEL, {"id": f"review_{NEVER}", "reason": "x"}, id="cancelReview"),
    pytest.param(DECIDE, {"item": f"reviewitem_{NEVER}", "outcome": "KEEP", "reason": "x"}, id="decideReviewItem"),
    pytest.param(RESTORE, {"item": f"reviewitem_{NEVER}"}, id="restoreReviewedKpi"),
]


@pytest.mark.parametrize(("act", "given"), FOR_ADMINISTRATORS)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_reviews_are_run_by_administrators(
    organisation: TestOrganisation, signed_in: NewPerson, role: Role, act: str, given: dict[str, str]
) -> None:
    person = await signed_in(organisation, role)
    assert (await person.refusal(act, input=given))["code"] == "FORBIDDEN"


async def test_a_viewer_may_give_an_opinion_and_read_the_review(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, signed_in: NewPerson
) -> None:
    cycle = await deciding(organisation.api, await unused_board(engine, organisation, clock))
    viewer = await signed_in(organisation, Role.VIEWER)
    (item,) = await items_of(viewer, cycle)
    await viewer.mutate(OPINION, input={"item": item["id"], "stance": "DISAGREE"})
    (read,) = (await viewer.data(REVIEW, id=cycle))["reviewCycle"]["items"]["nodes"]
    assert [opinion["stance"] for opinion in read["opinions"]] == ["DISAGREE"]


async def test_another_organisation_gets_the_same_answer_as_for_what_never_was(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, new_organisation: NewOrganisation
) -> None:
    board = await unused_board(engine, organisation, clock)
    cycle = await deciding(organisation.api, board)
    (item,) = await items_of(organisation.api, cycle)
    stranger = (await new_organisation()).api
    for act, field, own, extra in (
        (RAISE, "scorecard", board.scorecard, {}),
        (SCHEDULE, "scorecard", board.scorecard, DATES),
        (OPEN, "id", cycle, {}),
        (ADVANCE, "id", cycle, {}),
        (CLOSE, "id", cycle, {}),
        (CANCEL, "id", cycle, {"reason": "x"}),
        (DECIDE, "item", item["id"], {"outcome": "KEEP", "reason": "x"}),
        (RESTORE, "item", item["id"], {}),
        (OPINION, "item", item["id"], {"stance": "AGREE"}),
    ):
        never = f"{own.split('_')[0]}_{NEVER}"
        foreign, absent = [await stranger.refusal(act, input={field: row_id, **extra}) for row_id in (own, never)]
        assert foreign == absent
        assert (foreign["code"], foreign["field"]) == ("NOT_FOUND", field)
    assert await _seen(stranger, cycle) == {"reviewCycle": None, "node": None, "reviewCycles": {"totalCount": 0}}
    assert await _seen(stranger, item["id"], "node(id: $id) { id }") == {"node": None}


async def test_a_kpi_of_another_organisation_is_none_to_merge_into(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, new_organisation: NewOrganisation
) -> None:
    elsewhere = (await new_board(engine, await new_organisation())).kpis[0]
    cycle = await deciding(organisation.api, await unused_board(engine, organisation, clock))
    (item,) = await items_of(organisation.api, cycle)
    given = {"item": item["id"], "outcome": "MERGE", "reason": "x", "mergeInto": elsewhere}
    error = await organisation.api.refusal(DECIDE, input=given)
    assert (error["code"], error["field"]) == ("NOT_FOUND", "mergeInto")


async def test_a_filter_by_another_organisations_scorecard_finds_nothing(
    engine: AsyncEngine, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    board = await new_board(engine, organisation)
    await scheduled(organisation.api, board)
    stranger = (await new_organisation()).api
    document = "query($s: ID!) { reviewCycles(filter: { scorecard: $s }) { totalCount nodes { id } } }"
    assert (await stranger.data(document, s=board.scorecard))["reviewCycles"] == {"totalCount": 0, "nodes": []}


async def test_a_malformed_id_is_named(api: Api) -> None:
    errors = (await api.send(REVIEW, id="nonsense"))["errors"]
    assert [error["extensions"]["code"] for error in errors] == ["INVALID_ID"]


async def _seen(
    api: Api, row_id: str, fields: str = "reviewCycle(id: $id) { id } node(id: $id) { id } reviewCycles { totalCount }"
) -> Any:
    return await api.data(f"query Seen($id: ID!) {{ {fields} }}", id=row_id)
