"""KPIs as people of an organisation handle them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, Perspective, Scorecard
from equipoise_graphql.ids import encode
from tests.support.api import Api, TestOrganisation
from tests.support.scorecards import Card, add_card

ERRORS = "userErrors { field message code }"
ADD = f"mutation Add($input: AddKpiInput!) {{ addKpi(input: $input) {{ kpi {{ id key state }} {ERRORS} }} }}"
UPDATE = f"mutation Update($input: UpdateKpiInput!) {{ updateKpi(input: $input) {{ kpi {{ id }} {ERRORS} }} }}"
ACTIVATE = f"mutation Go($input: ActivateKpiInput!) {{ activateKpi(input: $input) {{ kpi {{ id state }} {ERRORS} }} }}"
RETIRE = f"mutation Go($input: RetireKpiInput!) {{ retireKpi(input: $input) {{ kpi {{ id state }} {ERRORS} }} }}"
RESTORE = f"mutation Go($input: RestoreKpiInput!) {{ restoreKpi(input: $input) {{ kpi {{ id state }} {ERRORS} }} }}"
SET_TARGET = f"""
mutation Set($input: SetTargetPlanInput!) {{
  setTargetPlan(input: $input) {{ targetPlan {{ id startsOn endsOn kind target baseline }} {ERRORS} }}
}}
"""
REMOVE_TARGET = f"""
mutation Remove($input: RemoveTargetPlanInput!) {{
  removeTargetPlan(input: $input) {{ kpi {{ id targetPlans {{ id }} }} {ERRORS} }}
}}
"""
RECORD = f"""
mutation Record($input: RecordKpiValuesInput!) {{
  recordKpiValues(input: $input) {{ recorded unchanged {ERRORS} }}
}}
"""

ANSWERS = {
    "purpose": "We promise delivery within ten days.",
    "goodRange": "Up to 10 days is good, 15 is bad.",
    "responsePlan": "Above 12 days the planning board meets.",
    "behaviours": "Small orders may be preferred.",
}
UP_TO_100 = {"method": "PERFORMANCE", "minimum": "0", "maximum": "100"}


@dataclass(frozen=True)
class Board:
    """A scorecard as rows made it, with the ids that the API shows."""

    card: Card

    @property
    def scorecard(self) -> str:
        return encode(Scorecard, self.card.id)

    @property
    def perspective(self) -> str:
        return encode(Perspective, self.card.perspective_id)

    @property
    def objectives(self) -> list[str]:
        return [encode(Objective, row_id) for row_id in self.card.objectives]

    @property
    def kpis(self) -> list[str]:
        return [kpi_id(row_id) for row_id in self.card.kpis]


def kpi_id(row_id: UUID) -> str:
    """The id that the API shows for a KPI."""
    return encode(Kpi, row_id)


async def new_board(engine: AsyncEngine, organisation: TestOrganisation, **of: Any) -> Board:
    """A scorecard of 2026, by default with one objective of two active KPIs, scored from 0 to 100."""
    async with writing(engine, organisation.tenant_id) as session:
        return Board(await add_card(session, organisation, **of))


async def new_kpi(api: Api, objective: str, key: str = "lead_time", *, active: bool = True, **properties: Any) -> str:
    """A KPI, by default with its questions answered, active, and scored from 0 to 100."""
    given = {"objective": objective, "key": key, "name": key.title(), "scoring": UP_TO_100, **ANSWERS, **properties}
    kpi: str = (await api.mutate(ADD, input=given))["kpi"]["id"]
    if active:
        await api.mutate(ACTIVATE, input={"id": kpi})
    return kpi


async def record(api: Api, kpi: str, *values: tuple[str, str]) -> Any:
    """Record values: pairs of the first day of the period and the figure."""
    items = [{"kpi": kpi, "periodStart": start, "value": value} for start, value in values]
    return await api.mutate(RECORD, input={"values": items})


async def kpi_of(api: Api, kpi: str, fields: str) -> Any:
    """Fields of a KPI, read again."""
    return (await api.data(f"query Kpi($id: ID!) {{ kpi(id: $id) {{ {fields} }} }}", id=kpi))["kpi"]
