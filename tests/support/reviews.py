"""Reviews as administrators run them, with KPIs that nobody uses."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ERRORS, Board, new_board, new_kpi

CYCLE = "reviewCycle { id name state opensOn closesOn openedAt endedAt }"
SCHEDULE = f"mutation Go($input: ScheduleReviewInput!) {{ scheduleReview(input: $input) {{ {CYCLE} {ERRORS} }} }}"
OPEN = f"mutation Go($input: ReviewInput!) {{ openReview(input: $input) {{ {CYCLE} {ERRORS} }} }}"
ADVANCE = f"mutation Go($input: ReviewInput!) {{ advanceReview(input: $input) {{ {CYCLE} {ERRORS} }} }}"
CLOSE = f"mutation Go($input: ReviewInput!) {{ closeReview(input: $input) {{ {CYCLE} {ERRORS} }} }}"
CANCEL = f"mutation Go($input: CancelReviewInput!) {{ cancelReview(input: $input) {{ {CYCLE} {ERRORS} }} }}"
RAISE = f"mutation Go($input: RaiseFlagsInput!) {{ raiseFlags(input: $input) {{ raised cleared {ERRORS} }} }}"

ITEM = """
item {
  id rule message recommendation evidence
  kpi { id state } objective { id }
  opinions { person { id } stance comment }
  decision { outcome reason evidence decidedAt leftAloneUntil mergedInto { id } decidedBy { id } }
}
"""
OPINION = f"mutation Go($input: GiveOpinionInput!) {{ giveOpinion(input: $input) {{ {ITEM} {ERRORS} }} }}"
DECIDE = f"mutation Go($input: DecideReviewItemInput!) {{ decideReviewItem(input: $input) {{ {ITEM} {ERRORS} }} }}"
RESTORE = f"mutation Go($input: RestoreReviewedKpiInput!) {{ restoreReviewedKpi(input: $input) {{ {ITEM} {ERRORS} }} }}"

ITEMS = """
query Items($id: ID!) {
  reviewCycle(id: $id) {
    items(first: 100) { nodes { id rule message recommendation evidence kpi { id } objective { id } } }
  }
}
"""
A_QUARTER = timedelta(days=100)
"""Longer than the usage policy of a new organisation looks back."""


async def unused_board(engine: AsyncEngine, organisation: TestOrganisation, clock: Clock, *keys: str) -> Board:
    """A scorecard whose KPIs nobody has used for a quarter."""
    board = await new_board(engine, organisation, kpis=0)
    for key in keys or ("complaints",):
        await new_kpi(organisation.api, board.objectives[0], key)
    clock.now += A_QUARTER
    return board


async def kpi_by_key(api: Api, key: str) -> str:
    """The id of a KPI, without a look at it that would count."""
    found = await api.data("query($s: String) { kpis(filter: { search: $s }) { nodes { id key } } }", s=key)
    (kpi,) = [node["id"] for node in found["kpis"]["nodes"] if node["key"] == key]
    return str(kpi)


async def scheduled(api: Api, board: Board, **dates: str) -> str:
    """A review that waits."""
    given = {"scorecard": board.scorecard, "name": "Spring clean", "opensOn": "2027-02-24", "closesOn": "2027-03-10"}
    cycle: str = (await api.mutate(SCHEDULE, input={**given, **dates}))["reviewCycle"]["id"]
    return cycle


async def opened(api: Api, board: Board) -> str:
    """A review that collects opinions."""
    cycle = await scheduled(api, board)
    await api.mutate(OPEN, input={"id": cycle})
    return cycle


async def deciding(api: Api, board: Board) -> str:
    """A review in which decisions are taken."""
    cycle = await opened(api, board)
    for _ in range(2):
        await api.mutate(ADVANCE, input={"id": cycle})
    return cycle


async def items_of(api: Api, cycle: str) -> list[Any]:
    found: list[Any] = (await api.data(ITEMS, id=cycle))["reviewCycle"]["items"]["nodes"]
    return found


async def decided(api: Api, item: str, outcome: str, **more: Any) -> Any:
    """The item after the decision."""
    given = {"item": item, "outcome": outcome, "reason": "nobody looked at it", **more}
    return (await api.mutate(DECIDE, input=given))["item"]


async def actions_on(api: Api, subject: str) -> list[str]:
    """What the audit log has about a thing, oldest first."""
    log = "query Log($id: ID!) { auditLog(first: 100, filter: { subject: $id }) { nodes { action } } }"
    return [entry["action"] for entry in (await api.data(log, id=subject))["auditLog"]["nodes"]][::-1]
