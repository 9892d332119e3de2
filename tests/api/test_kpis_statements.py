"""However much a nested read holds, it costs the same number of statements."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import NewOrganisation
from tests.support.api import QUERIES, TestOrganisation
from tests.support.kpis import RECORD, new_board
from tests.support.pages import new_page
from tests.support.statements import statements_of


async def _statements(engine: AsyncEngine, organisation: TestOrganisation, document: str, scorecard: str) -> list[str]:
    query = (QUERIES / f"{document}.graphql").read_text(encoding="utf-8")
    with statements_of(engine) as sent:
        await organisation.api.data(query, id=scorecard)
    return sent


@pytest.mark.parametrize(("document", "most"), [("scorecard_page", 8), ("scorecard_scores", 16)])
async def test_a_large_page_costs_no_more_statements_than_a_small_one(
    engine: AsyncEngine, new_organisation: NewOrganisation, document: str, most: int
) -> None:
    small, large = await new_organisation(), await new_organisation()
    one_of_each = await new_page(engine, small, perspectives=1, objectives=1, kpis=1, values=1)
    whole = await new_page(engine, large, perspectives=4, objectives=5, kpis=3, values=12)
    few = await _statements(engine, small, document, one_of_each)
    many = await _statements(engine, large, document, whole)
    assert len(many) == len(few), many
    assert len(many) <= most, many


EVERYTHING = """
query Everything($id: ID!) {
  kpis(first: 100, filter: { scorecard: $id }) {
    totalCount
    nodes {
      key currentTarget score { value } scores(last: 3) { value }
      owner { displayName } objective { name perspective { name } } counterKpi { key }
      targetPlans { kind setBy { displayName } } usage { views } flags { rule }
      latest { value }
      values(last: 12) { periodLabel value recordedBy { displayName } revisions { value recordedBy { displayName } } }
    }
  }
}
"""


async def test_a_page_of_kpis_with_all_below_costs_the_same_for_one_as_for_sixty(
    engine: AsyncEngine, new_organisation: NewOrganisation
) -> None:
    counts = []
    for objectives in (1, 20):
        organisation = await new_organisation()
        scorecard = await new_page(engine, organisation, perspectives=1, objectives=objectives, kpis=3, values=12)
        with statements_of(engine) as sent:
            found = await organisation.api.data(EVERYTHING, id=scorecard)
        assert found["kpis"]["totalCount"] == 3 * objectives
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20


async def test_recording_hundreds_of_values_takes_as_many_statements_as_recording_one(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    """Who asks, the lock, what is there, what is written, and what is told: with begin and commit seven messages."""
    board = await new_board(engine, organisation, objectives=20, kpis=3)
    months = [f"2026-{month:02}-01" for month in range(1, 11)]
    everything = [(kpi, month) for kpi in board.kpis for month in months]
    counts = []
    for value, cells in enumerate((everything, everything[:1], everything)):
        items = [{"kpi": kpi, "periodStart": month, "value": str(value)} for kpi, month in cells]
        with statements_of(engine) as sent:
            done = await organisation.api.mutate(RECORD, input={"values": items})
        assert done["recorded"] == len(cells)
        counts.append(len(sent))
    assert counts[1:] == [5, 5], "the first of all finds the structure and the figures of the months besides"
