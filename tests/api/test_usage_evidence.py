"""What counts as use of a KPI, and what does not."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.domain.roles import Role
from tests.conftest import Clock, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.kpis import new_board, new_kpi, record
from tests.support.reviews import OPINION, decided, deciding, items_of, kpi_by_key, unused_board
from tests.support.services import service_of
from tests.support.statements import statements_of

DETAIL = (QUERIES / "kpi_detail.graphql").read_text(encoding="utf-8")
UNUSED = (QUERIES / "unused_kpis.graphql").read_text(encoding="utf-8")
PAGE = (QUERIES / "scorecard_page.graphql").read_text(encoding="utf-8")
USAGE = "usage { lastUsedAt distinctPeople views comments decisions weight }"
NONE = {"lastUsedAt": None, "distinctPeople": 0, "views": 0, "comments": 0, "decisions": 0, "weight": 0}


@pytest.fixture
async def kpi(engine: AsyncEngine, organisation: TestOrganisation) -> str:
    board = await new_board(engine, organisation, kpis=0)
    return await new_kpi(organisation.api, board.objectives[0])


async def test_asking_for_a_kpis_detail_counts_as_a_persons_view(
    app: Starlette, organisation: TestOrganisation, kpi: str, signed_in: NewPerson
) -> None:
    for person in (organisation.api, await signed_in(organisation, Role.VIEWER)):
        await person.data(DETAIL, id=kpi)
    await app.state.usage.flush()
    used = {"lastUsedAt": "2026-11-16", "distinctPeople": 2, "views": 2, "comments": 0, "decisions": 0, "weight": 40}
    assert await _usage(organisation.api) == used


async def test_a_person_who_looks_all_day_counts_once(app: Starlette, api: Api, kpi: str) -> None:
    for _ in range(3):
        await api.data(DETAIL, id=kpi)
        await app.state.usage.flush()
    assert (await _usage(api))["views"] == 1


async def test_being_listed_is_no_use_unless_the_policy_says_so(app: Starlette, api: Api, kpi: str) -> None:
    scorecard = (await api.data("{ scorecards { nodes { id } } }"))["scorecards"]["nodes"][0]["id"]
    await api.data(PAGE, id=scorecard)
    await app.state.usage.flush()
    assert await _usage(api) == NONE


async def test_what_a_service_reads_and_says_is_no_use(
    engine: AsyncEngine, app: Starlette, organisation: TestOrganisation, kpi: str
) -> None:
    service = await service_of(engine, organisation)
    await service.data(DETAIL, id=kpi)
    await service.mutate(
        "mutation Go($input: AddCommentInput!) { addComment(input: $input) { userErrors { code } } }",
        input={"kpi": kpi, "text": "synchronised"},
    )
    await app.state.usage.flush()
    assert await _usage(organisation.api) == NONE


async def test_recording_values_is_no_use(app: Starlette, api: Api, kpi: str) -> None:
    await record(api, kpi, ("2026-10-01", "12"))
    await app.state.usage.flush()
    assert await _usage(api) == NONE


async def test_a_review_leaves_no_evidence_of_use(
    engine: AsyncEngine, app: Starlette, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    cycle = await deciding(api, await unused_board(engine, organisation, clock))
    (item,) = await items_of(api, cycle)
    await api.mutate(OPINION, input={"item": item["id"], "stance": "AGREE"})
    await decided(api, item["id"], "KEEP")
    await app.state.usage.flush()
    assert await _usage(api) == NONE


async def test_use_before_the_window_is_remembered_only_as_the_last_day(
    app: Starlette, api: Api, kpi: str, clock: Clock
) -> None:
    await api.data(DETAIL, id=kpi)
    await app.state.usage.flush()
    clock.now = clock.now.replace(year=2027)
    assert await _usage(api) == {**NONE, "lastUsedAt": "2026-11-16"}


async def test_unused_kpis_are_paged_and_counted(
    engine: AsyncEngine, app: Starlette, organisation: TestOrganisation, clock: Clock
) -> None:
    api = organisation.api
    await unused_board(engine, organisation, clock, "one", "two", "three", "used")
    await api.data(DETAIL, id=await kpi_by_key(api, "used"))
    await app.state.usage.flush()
    first = (await api.data(UNUSED, first=2))["kpis"]
    rest = (await api.data(UNUSED, first=2, after=first["pageInfo"]["endCursor"]))["kpis"]
    assert [page["totalCount"] for page in (first, rest)] == [3, 3]
    assert [node["key"] for page in (first, rest) for node in page["nodes"]] == ["one", "two", "three"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, rest)] == [True, False]
    assert first["nodes"][0] | {"state": "ACTIVE", "flags": []} == first["nodes"][0]


async def test_the_evidence_of_many_kpis_costs_no_more_statements_than_of_one(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    board = await new_board(engine, organisation, kpis=12)
    document = f"query($n: Int!) {{ kpis(first: $n) {{ nodes {{ {USAGE} flags {{ rule }} }} }} }}"
    counted = []
    await organisation.api.data(document, n=1)  # the first use of a token on a day is noted
    for many in (1, 12):
        with statements_of(engine) as sent:
            await organisation.api.data(document, n=many)
        counted.append(len(sent))
    assert len(board.kpis) == 12
    assert counted[0] == counted[1]


async def _usage(api: Api) -> Any:
    """The use of the organisation's one KPI, without a look at it that would count."""
    (kpi,) = (await api.data(f"{{ kpis {{ nodes {{ {USAGE} }} }} }}"))["kpis"]["nodes"]
    return kpi["usage"]
