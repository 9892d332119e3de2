"""A compiled read leaves the evidence that the resolvers would leave."""

from collections import Counter

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from equipoise_graphql.ids import split
from tests.compiled.both_paths import Answered, BothPaths
from tests.support.api import QUERIES, TestOrganisation
from tests.support.kpis import Board, new_board

KPIS = "perspectives { objectives { kpis { id } } }"
SHOWN = {
    "a scorecard page": ((QUERIES / "scorecard_page.graphql").read_text(), {"LISTED": 2}),
    "a KPI": ((QUERIES / "kpi_detail.graphql").read_text().replace("$id", "$kpi"), {"DETAIL_OPENED": 1}),
    "a KPI twice": ("query($kpi: ID!) { a: kpi(id: $kpi) { id } b: kpi(id: $kpi) { id } }", {"DETAIL_OPENED": 1}),
    "a KPI by its key": ("query($key: String!) { kpiByKey(key: $key) { name } }", {"DETAIL_OPENED": 1}),
    "a KPI as a node": ("query($kpi: ID!) { node(id: $kpi) { id } }", {"DETAIL_OPENED": 1}),
    "another node": ("query($id: ID!) { node(id: $id) { id } }", {}),
    "a KPI of nobody": ('{ kpi(id: "kpi_01999999-9999-7999-9999-999999999999") { id } }', {}),
    "a page of KPIs": ("{ kpis { nodes { id } } }", {}),
    "KPIs of an objective": ("query($objective: ID!) { objective(id: $objective) { kpis { id } } }", {"LISTED": 2}),
    "KPIs of a list of scorecards": (f"{{ scorecards {{ nodes {{ {KPIS} }} }} }}", {"LISTED": 2}),
    "KPIs of scorecards below": (f"query($id: ID!) {{ scorecard(id: $id) {{ children {{ {KPIS} }} }} }}", {}),
    "KPIs in other states": (
        "query($id: ID!) { scorecard(id: $id) { perspectives { objectives { kpis(states: [RETIRED]) { id } } } } }",
        {},
    ),
    "KPIs that are left out": (
        f"query($id: ID!, $no: Boolean = false) {{ scorecard(id: $id) {{ name ... @include(if: $no) {{ {KPIS} }} }} }}",
        {},
    ),
    "KPIs beside what a resolver fills in": (
        f"query($id: ID!) {{ scorecard(id: $id) {{ strategyMap {{ width }} {KPIS} }} }}",
        {"LISTED": 2},
    ),
}


@pytest.mark.parametrize(("query", "expected"), SHOWN.values(), ids=SHOWN.keys())
async def test_both_paths_leave_the_same_evidence(
    organisation: TestOrganisation,
    engine: AsyncEngine,
    settings: Settings,
    connectors: ConnectorHost,
    query: str,
    *,
    expected: dict[str, int],
) -> None:
    board = await new_board(engine, organisation)
    paths = BothPaths(engine, settings, connectors, organisation.owner)
    known = {"id": board.scorecard, "kpi": board.kpis[0], "objective": board.objectives[0], "key": await key_of(paths)}
    variables = {name: value for name, value in known.items() if f"${name}:" in query}
    planned = seen_kpis(await paths.planned(query, variables), board)
    assert planned == seen_kpis(await paths.resolved(query, variables), board)
    assert Counter(signal for signal, _ in planned) == expected


async def key_of(paths: BothPaths) -> str:
    found = await paths.resolved("{ kpis(first: 1) { nodes { key } } }", {})
    key: str = found.body["data"]["kpis"]["nodes"][0]["key"]
    return key


def seen_kpis(answered: Answered, board: Board) -> set[tuple[str, str]]:
    """Signals about KPIs; a scorecard that was seen stands for all of its own."""
    kpis = [str(split(kpi)[1]) for kpi in board.kpis]
    scorecard = str(split(board.scorecard)[1])
    return {(signal, kpi) for signal, subject in answered.seen for kpi in (kpis if subject == scorecard else [subject])}
