"""Which KPIs are questioned, and until when."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RESTORE, RETIRE, kpi_of, new_board, new_kpi
from tests.support.reviews import A_QUARTER, RAISE, actions_on, kpi_by_key, unused_board
from tests.support.statements import statements_of

COMMENT = """
mutation Go($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { field code } } }
"""
POLICY = """
mutation Go($input: UpdateOrganisationInput!) {
  updateOrganisation(input: $input) { organisation { slug } userErrors { field code } }
}
"""


async def test_raising_flags_again_changes_nothing_but_the_evidence(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    await api.mutate(RAISE, input={})
    kpi = await kpi_by_key(api, "complaints")
    first = (await kpi_of(api, kpi, "flags { message evidence raisedAt }"))["flags"]
    clock.now += timedelta(days=1)
    assert (await api.mutate(RAISE, input={}))["raised"] == 0
    second = (await kpi_of(api, kpi, "flags { message evidence raisedAt }"))["flags"]
    assert [flag["raisedAt"] for flag in second] == [flag["raisedAt"] for flag in first]
    assert (first[0]["evidence"]["asOf"], second[0]["evidence"]["asOf"]) == ("2027-02-24", "2027-02-25")


async def test_a_flag_says_why_with_the_figures_it_rests_on(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    await api.mutate(RAISE, input={})
    (flag,) = (await kpi_of(api, await kpi_by_key(api, "complaints"), "flags { rule message evidence }"))["flags"]
    assert flag == {
        "rule": "UNUSED",
        "message": "Nobody has ever used it; in the last 90 days: 0 people, 0 views, 0 comments, 0 decisions.",
        "evidence": {
            "lastUsedOn": None, "distinctPeople": 0, "views": 0, "comments": 0, "decisions": 0, "weight": 0,
            "windowDays": 90, "minimumWeight": 20, "minimumPeople": 1, "asOf": "2027-02-24",
        },
    }  # fmt: skip


async def test_a_flag_is_cleared_once_the_kpi_is_used_again(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    await api.mutate(RAISE, input={})
    kpi = await kpi_by_key(api, "complaints")
    await api.mutate(COMMENT, input={"kpi": kpi, "text": "Why did it rise?"})
    assert await api.mutate(RAISE, input={}) == {"raised": 0, "cleared": 1, "userErrors": []}
    assert await kpi_of(api, kpi, "state flags { rule }") == {"state": "ACTIVE", "flags": []}
    assert (await actions_on(api, kpi))[-1] == "kpi.flag_cleared"


async def test_a_kpi_that_falls_out_of_use_again_gets_another_flag(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    kpi = await kpi_by_key(api, "complaints")
    await api.mutate(RAISE, input={})
    await api.mutate(COMMENT, input={"kpi": kpi, "text": "Why did it rise?"})
    await api.mutate(RAISE, input={})
    clock.now += A_QUARTER
    assert (await api.mutate(RAISE, input={}))["raised"] == 1
    (flag,) = (await kpi_of(api, kpi, "flags { message }"))["flags"]
    assert flag["message"].startswith("Last used on 2027-02-24 (100 days ago)")


async def test_a_new_kpi_is_left_alone_in_its_days_of_grace(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    await new_kpi(api, board.objectives[0])
    clock.now += timedelta(days=59)
    assert (await api.mutate(RAISE, input={}))["raised"] == 0
    clock.now += timedelta(days=1)
    assert (await api.mutate(RAISE, input={}))["raised"] == 1


async def test_a_restored_kpi_has_days_of_grace_again(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    kpi = await kpi_by_key(api, "complaints")
    await api.mutate(RAISE, input={})
    await api.mutate(RETIRE, input={"id": kpi, "reason": "not needed"})
    assert await kpi_of(api, kpi, "state flags { rule }") == {"state": "RETIRED", "flags": []}
    await api.mutate(RESTORE, input={"id": kpi})
    assert await api.mutate(RAISE, input={}) == {"raised": 0, "cleared": 1, "userErrors": []}
    assert await kpi_of(api, kpi, "state flags { rule }") == {"state": "ACTIVE", "flags": []}


async def test_flags_of_one_scorecard_leave_the_others_alone(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    other = await new_board(engine, organisation, kpis=0)
    await new_kpi(api, other.objectives[0], "elsewhere")
    board = await unused_board(engine, organisation, clock)
    assert (await api.mutate(RAISE, input={"scorecard": board.scorecard}))["raised"] == 1
    assert (await kpi_of(api, await kpi_by_key(api, "elsewhere"), "state"))["state"] == "ACTIVE"


async def test_a_proposed_kpi_is_never_questioned(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    await new_kpi(api, board.objectives[0], active=False)
    clock.now += A_QUARTER
    assert (await api.mutate(RAISE, input={}))["raised"] == 0


async def test_the_organisation_decides_when_a_kpi_counts_as_unused(
    engine: AsyncEngine, app: Starlette, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    await unused_board(engine, organisation, clock)
    kpi = await kpi_by_key(api, "complaints")
    await kpi_of(api, kpi, "id")
    await app.state.usage.flush()
    assert (await api.mutate(RAISE, input={}))["raised"] == 0
    await api.mutate(POLICY, input={"usagePolicy": {"minimumPeople": 2}})
    assert (await api.mutate(RAISE, input={}))["raised"] == 1


async def test_many_flags_cost_no_more_reading_than_one(
    engine: AsyncEngine, api: Api, organisation: TestOrganisation, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    counted = []
    for keys in (["one"], ["two", "three", "four", "five"]):
        for key in keys:
            await new_kpi(api, board.objectives[0], key)
        clock.now += A_QUARTER
        with statements_of(engine) as sent:
            await api.mutate(RAISE, input={})
        counted.append(sum(statement.lstrip().startswith("SELECT") for statement in sent))
    assert counted[0] == counted[1]
