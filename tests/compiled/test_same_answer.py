"""What is planned and the resolvers give the same answer."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from tests.compiled.both_paths import BothPaths
from tests.support.api import QUERIES, TestOrganisation
from tests.support.kpis import new_board, record

SCORECARD, KPI = "scorecard", "kpi"
# fmt: off
DOCUMENTS = [
    (SCORECARD, (QUERIES / "scorecard_page.graphql").read_text()),
    (SCORECARD, (QUERIES / "scorecard_scores.graphql").read_text()),
    (KPI, (QUERIES / "kpi_detail.graphql").read_text()),
    (SCORECARD, "query($id: ID!) { a: scorecard(id: $id) { __typename x: name name } }"),
    (SCORECARD, "query($id: ID!) { scorecard(id: $id) { ...f } } fragment f on Scorecard { ... on Node { id } }"),
    (SCORECARD, 'query($id: ID!) { scorecard(id: $id) { score(on: "2026-09-30") { periodStart computedAt value } } }'),
    (SCORECARD, 'query($id: ID!) { scorecard(id: $id) { score(on: "1066-10-14") { value } } }'),
    (SCORECARD, 'query($id: ID!) { scorecard(id: $id) { score(asOf: "2026-11-01T00:00:00Z") { value } } }'),
    (KPI, "query($id: ID!) { kpi(id: $id) { values(last: 1) { value recordedBy { displayName } } latest { note } } }"),
    (KPI, "query($id: ID!) { kpi(id: $id) { values(last: 0) { value } } }"),
    (KPI, 'query($id: ID!) { kpi(id: $id) { values(from: "2026-09-01", to: "2026-09-30") { periodStart value } } }'),
    (KPI, "query($id: ID!) { kpi(id: $id) { values { periodLabel revisions { value } } } }"),
    (KPI, "query($id: ID!) { kpi(id: $id) { counterKpi { id } owner { id } retiredAt createdAt weight } }"),
    (KPI, "query($id: ID!, $yes: Boolean = false) { kpi(id: $id) { id name @include(if: $yes) key @skip(if: $yes) } }"),
    (KPI, "query($id: ID!) { kpi(id: $id) { objective { perspective { scorecard { orgUnit { name kind } } } } } }"),
    (KPI, "query($id: ID!) { kpi(id: $id) { objective { kpis(states: [RETIRED]) { key state } causes { id } } } }"),
]
# fmt: on


@pytest.mark.parametrize("case", DOCUMENTS)
async def test_planned_and_resolved_answers_are_equal(
    organisation: TestOrganisation,
    engine: AsyncEngine,
    settings: Settings,
    connectors: ConnectorHost,
    case: tuple[str, str],
) -> None:
    kind, document = case
    api, board = organisation.api, await new_board(engine, organisation)
    await record(api, board.kpis[0], ("2026-09-01", "40.50"), ("2026-10-01", "100"), ("2026-11-01", "0"))
    await record(api, board.kpis[0], ("2026-10-01", "-3.000001"))
    asked = {"id": board.scorecard if kind == SCORECARD else board.kpis[0]}
    paths = BothPaths(engine, settings, connectors, organisation.owner)
    assert (await paths.planned(document, asked)).body == (await paths.resolved(document, asked)).body
