"""What the scores of some scorecards depend on, loaded in a fixed number of statements."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import text

from equipoise.db.session import ReadSession
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.kpi import MEASURED, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import RollUp
from equipoise.domain.scorecard import (
    Contribution,
    KpiSnapshot,
    ObjectiveSnapshot,
    PerspectiveSnapshot,
    ScorecardSnapshot,
)
from equipoise.domain.scoring import Scoring, scoring_from_json
from equipoise.domain.status import StatusRules, status_rules_from_json

_SCORECARDS = text("""
    SELECT scorecard.id, scorecard.frequency, scorecard.rollup, scorecard.cycle_end, scorecard.closed_through,
           organisation.fiscal_first_month
    FROM scorecard JOIN organisation ON organisation.tenant_id = scorecard.tenant_id
    WHERE scorecard.tenant_id = :tenant_id AND scorecard.id = ANY(:ids)
""")
_PERSPECTIVES = text("""
    SELECT scorecard_id, id, weight, rollup FROM perspective
    WHERE tenant_id = :tenant_id AND scorecard_id = ANY(:ids) ORDER BY scorecard_id, position, id
""")
_OBJECTIVES = text("""
    SELECT scorecard_id, id, perspective_id, weight, rollup FROM objective
    WHERE tenant_id = :tenant_id AND scorecard_id = ANY(:ids) AND retired_at IS NULL
    ORDER BY scorecard_id, position, id
""")
_KPIS = text("""
    SELECT scorecard_id, id, key, objective_id, frequency, scoring::text, status_rules::text, weight, aggregation,
           ratio_factor, missing_data, carried_periods, state, owner_id, contributor_id
    FROM kpi WHERE tenant_id = :tenant_id AND scorecard_id = ANY(:ids) ORDER BY scorecard_id, position, id
""")
_CONTRIBUTIONS = text("""
    SELECT parent.scorecard_id, link.child_id, link.parent_id, link.weight, lower_card.frequency
    FROM cascade_link AS link
    JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
    JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
    JOIN scorecard AS lower_card ON lower_card.tenant_id = link.tenant_id AND lower_card.id = child.scorecard_id
    WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES' AND parent.scorecard_id = ANY(:ids)
      AND parent.retired_at IS NULL AND child.retired_at IS NULL
    ORDER BY link.id
""")


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """A KPI of any state: how it is scored, and who may record its values."""

    key: str
    state: KpiState
    owner_id: UUID | None
    contributor_id: UUID | None
    rules: KpiSnapshot


@dataclass(frozen=True, slots=True)
class Structure:
    """One scorecard: its calendar, what is measured on it, and all its KPIs."""

    calendar: FiscalCalendar
    frequency: Frequency
    cycle_end: date
    closed_through: date | None
    snapshot: ScorecardSnapshot
    kpis: dict[UUID, KpiFacts]


async def load_structures(session: ReadSession, scorecard_ids: Collection[UUID]) -> dict[UUID, Structure]:
    """The structure of each of these scorecards. Objectives that are retired take their KPIs with them."""
    if not scorecard_ids:
        return {}
    bound = {"tenant_id": session.tenant_id, "ids": list(scorecard_ids)}

    async def grouped(statement: Any) -> dict[UUID, list[Any]]:
        rows: defaultdict[UUID, list[Any]] = defaultdict(list)
        for row in await session.execute(statement, bound):
            rows[row[0]].append(row)
        return rows

    cards = (await session.execute(_SCORECARDS, bound)).all()
    perspectives, objectives = await grouped(_PERSPECTIVES), await grouped(_OBJECTIVES)
    kpis, contributions = await grouped(_KPIS), await grouped(_CONTRIBUTIONS)
    return {
        card.id: _structure(card, perspectives[card.id], objectives[card.id], kpis[card.id], contributions[card.id])
        for card in cards
    }


def _structure(
    card: Any, perspectives: list[Any], objectives: list[Any], kpis: list[Any], contributions: list[Any]
) -> Structure:
    facts = {row.id: _facts(row) for row in kpis}
    standing = {row.id for row in objectives}
    return Structure(
        calendar=FiscalCalendar(card.fiscal_first_month),
        frequency=Frequency(card.frequency),
        cycle_end=card.cycle_end,
        closed_through=card.closed_through,
        kpis=facts,
        snapshot=ScorecardSnapshot(
            id=card.id,
            perspectives=tuple(PerspectiveSnapshot(row.id, row.weight, RollUp(row.rollup)) for row in perspectives),
            objectives=tuple(
                ObjectiveSnapshot(row.id, row.perspective_id, row.weight, RollUp(row.rollup)) for row in objectives
            ),
            kpis=tuple(
                fact.rules for fact in facts.values() if fact.state in MEASURED and fact.rules.objective_id in standing
            ),
            contributions=tuple(
                Contribution(row.child_id, row.parent_id, row.weight, Frequency(row.frequency)) for row in contributions
            ),
            rollup=RollUp(card.rollup),
        ),
    )


def _facts(row: Any) -> KpiFacts:
    rules = KpiSnapshot(
        id=row.id,
        objective_id=row.objective_id,
        frequency=Frequency(row.frequency),
        scoring=_scoring(row.scoring),
        weight=row.weight,
        status_rules=None if row.status_rules is None else _status_rules(row.status_rules),
        aggregation=Aggregation(row.aggregation),
        ratio_factor=row.ratio_factor,
        missing_data=MissingData(row.missing_data),
        carried_periods=row.carried_periods,
    )
    return KpiFacts(row.key, KpiState(row.state), row.owner_id, row.contributor_id, rules)


# Most KPIs of an installation share a few hundred scales, and reading one costs more than scoring with it.
@lru_cache(maxsize=10_000)
def _scoring(stored: str) -> Scoring:
    return scoring_from_json(json.loads(stored))


@lru_cache(maxsize=1_000)
def _status_rules(stored: str) -> StatusRules:
    return status_rules_from_json(json.loads(stored))
