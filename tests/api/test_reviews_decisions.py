"""What follows from a decision."""

from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RETIRE, kpi_of, new_kpi, record
from tests.support.reviews import (
    ADVANCE,
    CLOSE,
    DECIDE,
    OPINION,
    RAISE,
    RESTORE,
    actions_on,
    decided,
    deciding,
    items_of,
    kpi_by_key,
    opened,
    unused_board,
)

NOBODY = "person_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"
NO_KPI = "kpi_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"
ITSELF = "the KPI in question"
NO_ITEM = "reviewitem_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"


Item: TypeAlias = tuple[Api, dict[str, Any]]


@pytest.fixture
async def first_item(engine: AsyncEngine, organisation: TestOrganisation, clock: Clock) -> Item:
    """The item of a review that decides on one KPI nobody uses."""
    return await _item(engine, organisation, clock)


async def test_a_kpi_that_is_kept_is_active_and_left_alone_for_a_window(first_item: Item, clock: Clock) -> None:
    api, item = first_item
    decision = (await decided(api, item["id"], "KEEP"))["decision"]
    assert (decision["outcome"], decision["leftAloneUntil"]) == ("KEEP", "2027-05-25")
    assert await kpi_of(api, item["kpi"]["id"], "state flags { rule }") == {"state": "ACTIVE", "flags": []}
    clock.now = clock.now.replace(month=5, day=25)
    assert (await api.mutate(RAISE, input={}))["raised"] == 0
    clock.now += timedelta(days=1)
    assert (await api.mutate(RAISE, input={}))["raised"] == 1


async def test_a_kpi_can_be_left_alone_until_a_day(first_item: Item) -> None:
    api, item = first_item
    decision = (await decided(api, item["id"], "KEEP", leaveAloneUntil="2027-03-01"))["decision"]
    assert decision["leftAloneUntil"] == "2027-03-01"


async def test_a_decision_freezes_the_evidence_of_its_own_moment(
    first_item: Item, clock: Clock, app: Starlette
) -> None:
    api, item = first_item
    clock.now += timedelta(days=3)
    await kpi_of(api, item["kpi"]["id"], "id")
    await app.state.usage.flush()
    frozen = (await decided(api, item["id"], "KEEP"))["decision"]["evidence"]
    assert frozen | {"views": 1, "distinctPeople": 1, "lastUsedOn": "2027-02-27", "asOf": "2027-02-27"} == frozen
    clock.now += timedelta(days=1)
    await kpi_of(api, item["kpi"]["id"], "id")
    await app.state.usage.flush()
    document = "query N($id: ID!) { node(id: $id) { ... on ReviewItem { evidence decision { evidence } } } }"
    later = (await api.data(document, id=item["id"]))["node"]
    assert (later["evidence"], later["decision"]["evidence"]) == (item["evidence"], frozen)


async def test_a_change_is_made_at_once(first_item: Item) -> None:
    api, item = first_item
    me = (await api.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    changes = {"owner": me, "name": "Complaints per order", "frequency": "QUARTERLY"}
    await decided(api, item["id"], "CHANGE", changes=changes)
    assert await kpi_of(api, item["kpi"]["id"], "name frequency state owner { id }") == {
        "name": "Complaints per order",
        "frequency": "QUARTERLY",
        "state": "ACTIVE",
        "owner": {"id": me},
    }


async def test_a_change_that_is_refused_leaves_the_item_undecided(first_item: Item) -> None:
    api, item = first_item
    await record(api, item["kpi"]["id"], ("2026-10-01", "20"))
    error = await _refused(api, item, outcome="CHANGE", changes={"name": "Other", "frequency": "YEARLY"})
    assert (error["code"], error["field"]) == ("FREQUENCY_IN_USE", "changes.frequency")
    assert await kpi_of(api, item["kpi"]["id"], "name state") == {"name": "Complaints", "state": "FLAGGED"}
    assert (await decided(api, item["id"], "KEEP"))["decision"]["outcome"] == "KEEP"


async def test_a_change_to_be_made_later_is_recorded_with_its_reason(first_item: Item) -> None:
    api, item = first_item
    decision = (await decided(api, item["id"], "CHANGE", reason="measure per order"))["decision"]
    assert (decision["outcome"], decision["reason"]) == ("CHANGE", "measure per order")


async def test_a_merged_kpi_is_retired_and_says_which_one_goes_on(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api, item = await _item(engine, organisation, clock, "complaints", "claims")
    survivor = await kpi_by_key(api, "claims")
    decision = (await decided(api, item["id"], "MERGE", mergeInto=survivor))["decision"]
    assert decision["mergedInto"] == {"id": survivor}
    assert (await kpi_of(api, item["kpi"]["id"], "state"))["state"] == "RETIRED"
    await api.mutate(RESTORE, input={"item": item["id"]})
    assert (await kpi_of(api, item["kpi"]["id"], "state"))["state"] == "ACTIVE"


async def test_an_addition_is_recorded_with_how_many_kpis_there_are_by_now(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    board = await unused_board(engine, organisation, clock)
    await api.mutate(RETIRE, input={"id": await kpi_by_key(api, "complaints"), "reason": "x"})
    (item,) = await items_of(api, await deciding(api, board))
    await new_kpi(api, board.objectives[0], "first_contact_resolution")
    decision = (await decided(api, item["id"], "ADD"))["decision"]
    assert (item["evidence"]["kpis"], decision["evidence"]["kpis"]) == (0, 1)


async def test_a_kpi_that_was_retired_meanwhile_can_still_be_decided_on(first_item: Item) -> None:
    api, item = first_item
    await api.mutate(RETIRE, input={"id": item["kpi"]["id"], "reason": "in a hurry"})
    assert (await _refused(api, item, outcome="KEEP"))["code"] == "IMPOSSIBLE_STATE"
    assert (await decided(api, item["id"], "RETIRE"))["decision"]["outcome"] == "RETIRE"


async def test_an_item_is_decided_once(first_item: Item) -> None:
    api, item = first_item
    await decided(api, item["id"], "KEEP")
    error = await _refused(api, item, outcome="RETIRE")
    assert (error["code"], error["field"]) == ("ALREADY_DECIDED", "item")
    assert (await kpi_of(api, item["kpi"]["id"], "state"))["state"] == "ACTIVE"


async def test_decisions_are_for_the_deciding_stage(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await opened(api, await unused_board(engine, organisation, clock))
    (item,) = await items_of(api, cycle)
    codes = []
    for step in (ADVANCE, ADVANCE):
        codes.append((await _refused(api, item, outcome="RETIRE"))["code"])
        await api.mutate(step, input={"id": cycle})
    assert codes == ["WRONG_STAGE", "WRONG_STAGE"]
    await decided(api, item["id"], "RETIRE")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"outcome": "RETIRE", "reason": " "}, "TEXT_MISSING", "reason"),
        ({"outcome": "RETIRE", "reason": "x" * 10_001}, "TEXT_TOO_LONG", "reason"),
        ({"outcome": "RETIRE", "reason": "a\0b"}, "TEXT_NOT_PLAIN", "reason"),
        ({"outcome": "RETIRE", "item": NO_ITEM}, "NOT_FOUND", "item"),
        ({"outcome": "RETIRE", "item": NO_KPI}, "INVALID_ID", "item"),
        ({"outcome": "ADD"}, "WRONG_OUTCOME", "outcome"),
        ({"outcome": "MERGE"}, "WRONG_OUTCOME", "mergeInto"),
        ({"outcome": "MERGE", "mergeInto": NO_KPI}, "NOT_FOUND", "mergeInto"),
        ({"outcome": "MERGE", "mergeInto": ITSELF}, "WRONG_OUTCOME", "mergeInto"),
        ({"outcome": "RETIRE", "mergeInto": NO_KPI}, "WRONG_OUTCOME", "mergeInto"),
        ({"outcome": "KEEP", "changes": {"name": "Other"}}, "WRONG_OUTCOME", "changes"),
        ({"outcome": "RETIRE", "leaveAloneUntil": "2027-12-31"}, "WRONG_OUTCOME", "leaveAloneUntil"),
        ({"outcome": "KEEP", "leaveAloneUntil": "2027-02-23"}, "INVALID", "leaveAloneUntil"),
        ({"outcome": "KEEP", "leaveAloneUntil": "9999-12-31"}, "INVALID", "leaveAloneUntil"),
        ({"outcome": "CHANGE", "changes": {"owner": NOBODY}}, "NOT_FOUND", "changes.owner"),
        ({"outcome": "CHANGE", "changes": {"name": ""}}, "TEXT_MISSING", "changes.name"),
    ],
)
async def test_a_decision_that_makes_no_sense_is_refused(
    first_item: Item, given: dict[str, Any], code: str, field: str
) -> None:
    api, item = first_item
    asked = {name: item["kpi"]["id"] if value == ITSELF else value for name, value in given.items()}
    error = await _refused(api, item, **asked)
    assert (error["code"], error["field"]) == (code, field)
    assert (await kpi_of(api, item["kpi"]["id"], "state"))["state"] == "FLAGGED"


async def test_nothing_is_restored_where_nothing_was_retired(first_item: Item) -> None:
    api, item = first_item
    assert (await api.refusal(RESTORE, input={"item": item["id"]}))["code"] == "NOTHING_RETIRED"
    await decided(api, item["id"], "KEEP")
    assert (await api.refusal(RESTORE, input={"item": item["id"]}))["code"] == "NOTHING_RETIRED"


async def test_a_kpi_is_restored_once_and_also_after_the_review_is_closed(
    engine: AsyncEngine, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await deciding(api, await unused_board(engine, organisation, clock))
    (item,) = await items_of(api, cycle)
    await decided(api, item["id"], "RETIRE")
    await api.mutate(CLOSE, input={"id": cycle})
    restored = (await api.mutate(RESTORE, input={"item": item["id"]}))["item"]
    assert (restored["kpi"]["state"], restored["decision"]["outcome"]) == ("ACTIVE", "RETIRE")
    assert (await api.refusal(RESTORE, input={"item": item["id"]}))["code"] == "IMPOSSIBLE_STATE"


async def test_an_opinion_replaces_the_former_one_of_the_same_person(first_item: Item) -> None:
    api, item = first_item
    for stance, comment in (("AGREE", ""), ("DISAGREE", "the board asks for it")):
        answer = await api.mutate(OPINION, input={"item": item["id"], "stance": stance, "comment": comment})
    (opinion,) = answer["item"]["opinions"]
    assert (opinion["stance"], opinion["comment"]) == ("DISAGREE", "the board asks for it")


async def test_an_opinion_comes_too_late_after_the_decision(first_item: Item) -> None:
    api, item = first_item
    await decided(api, item["id"], "KEEP")
    error = await api.refusal(OPINION, input={"item": item["id"], "stance": "AGREE"})
    assert error["code"] == "ALREADY_DECIDED"
    assert await actions_on(api, item["id"]) == ["review.decided"]


async def _item(engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, *keys: str) -> Item:
    """The first item of a review that decides on KPIs nobody uses."""
    board = await unused_board(engine, organisation, clock, *keys)
    return organisation.api, (await items_of(organisation.api, await deciding(organisation.api, board)))[0]


async def _refused(api: Api, item: dict[str, Any], /, **given: Any) -> Any:
    return await api.refusal(DECIDE, input={"item": item["id"], "reason": "nobody looked at it", **given})
