"""What the scores of a scorecard depend on apart from its figures."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

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

# A scorecard's structure is written as one text: parts, their lines, and the fields of these. Neither keys, which are
# letters and digits, nor JSON hold control characters as such. What is NULL is written as nothing.
WRITTEN: Final = """
    SELECT card.id, concat_ws(E'\\x1d',
        concat_ws(E'\\x1f', card.frequency, card.rollup, card.cycle_end, coalesce(card.closed_through::text, ''),
                  organisation.fiscal_first_month),
        coalesce((
            SELECT string_agg(concat_ws(E'\\x1f', id, weight, rollup), E'\\x1e' ORDER BY position, id)
            FROM perspective WHERE tenant_id = :tenant_id AND scorecard_id = card.id
        ), ''),
        coalesce((
            SELECT string_agg(concat_ws(E'\\x1f', id, perspective_id, weight, rollup), E'\\x1e' ORDER BY position, id)
            FROM objective WHERE tenant_id = :tenant_id AND scorecard_id = card.id AND retired_at IS NULL
        ), ''),
        coalesce((
            SELECT string_agg(
                concat_ws(E'\\x1f', id, key, state, coalesce(owner_id::text, ''), coalesce(contributor_id::text, ''),
                          objective_id, frequency, scoring, weight, coalesce(status_rules::text, ''), aggregation,
                          ratio_factor, missing_data, carried_periods),
                E'\\x1e' ORDER BY position, id)
            FROM kpi WHERE tenant_id = :tenant_id AND scorecard_id = card.id
        ), ''),
        coalesce((
            SELECT string_agg(concat_ws(E'\\x1f', link.child_id, link.parent_id, link.weight, lower.frequency),
                              E'\\x1e' ORDER BY link.id)
            FROM cascade_link AS link
            JOIN objective AS parent ON parent.tenant_id = link.tenant_id AND parent.id = link.parent_id
            JOIN objective AS child ON child.tenant_id = link.tenant_id AND child.id = link.child_id
            JOIN scorecard AS lower ON lower.tenant_id = link.tenant_id AND lower.id = child.scorecard_id
            WHERE link.tenant_id = :tenant_id AND link.kind = 'CONTRIBUTES' AND parent.scorecard_id = card.id
              AND parent.retired_at IS NULL AND child.retired_at IS NULL
        ), '')
    ) AS written
    FROM scorecard AS card JOIN organisation ON organisation.tenant_id = card.tenant_id
    WHERE card.tenant_id = :tenant_id AND card.id = ANY(:scorecards ::uuid[])
"""
"""Id and structure of each of the `:scorecards`. Objectives that are retired take their KPIs with them."""

_PART, _LINE, _FIELD = "\x1d", "\x1e", "\x1f"


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
    keys: dict[str, UUID]

    def kpi(self, id_or_key: UUID | str) -> KpiFacts | None:
        """The KPI of this scorecard that is named so, if it is one."""
        kpi_id = self.keys.get(id_or_key) if isinstance(id_or_key, str) else id_or_key
        return None if kpi_id is None else self.kpis.get(kpi_id)

    @property
    def counts_missing_as_zero(self) -> bool:
        """Whether any score depends on when the values of all KPIs begin and end."""
        return any(kpi.missing_data is MissingData.ZERO for kpi in self.snapshot.kpis)


def read_structure(scorecard_id: UUID, written: str) -> Structure:
    """The structure that was written so."""
    parts = written.split(_PART)
    card, *others = [[line.split(_FIELD) for line in part.split(_LINE) if line] for part in parts]
    frequency, rollup, cycle_end, closed_through, first_month = card[0]
    perspectives, objectives, kpis, contributions = others
    facts = {kpi.rules.id: kpi for kpi in map(_facts, kpis)}
    standing = tuple(
        ObjectiveSnapshot(UUID(id), UUID(of), Decimal(weight), RollUp(by)) for id, of, weight, by in objectives
    )
    ids = {objective.id for objective in standing}
    return Structure(
        calendar=FiscalCalendar(int(first_month)),
        frequency=Frequency(frequency),
        cycle_end=date.fromisoformat(cycle_end),
        closed_through=date.fromisoformat(closed_through) if closed_through else None,
        kpis=facts,
        keys={kpi.key: kpi_id for kpi_id, kpi in facts.items()},
        snapshot=ScorecardSnapshot(
            id=scorecard_id,
            perspectives=tuple(
                PerspectiveSnapshot(UUID(id), Decimal(weight), RollUp(by)) for id, weight, by in perspectives
            ),
            objectives=standing,
            kpis=tuple(kpi.rules for kpi in facts.values() if kpi.state in MEASURED and kpi.rules.objective_id in ids),
            contributions=tuple(
                Contribution(UUID(child), UUID(parent), Decimal(weight), Frequency(of))
                for child, parent, weight, of in contributions
            ),
            rollup=RollUp(rollup),
        ),
    )


def _facts(fields: list[str]) -> KpiFacts:
    id, key, state, owner, contributor, objective, frequency, scoring, weight, status_rules, *others = fields
    aggregation, ratio_factor, missing_data, carried_periods = others
    rules = KpiSnapshot(
        id=UUID(id),
        objective_id=UUID(objective),
        frequency=Frequency(frequency),
        scoring=_scoring(scoring),
        weight=Decimal(weight),
        status_rules=_status_rules(status_rules) if status_rules else None,
        aggregation=Aggregation(aggregation),
        ratio_factor=Decimal(ratio_factor),
        missing_data=MissingData(missing_data),
        carried_periods=int(carried_periods),
    )
    return KpiFacts(key, KpiState(state), _id(owner), _id(contributor), rules)


def _id(written: str) -> UUID | None:
    return UUID(written) if written else None


# Most KPIs of an installation share a few hundred scales, and reading one costs more than scoring with it.
@lru_cache(maxsize=10_000)
def _scoring(stored: str) -> Scoring:
    return scoring_from_json(json.loads(stored))


@lru_cache(maxsize=1_000)
def _status_rules(stored: str) -> StatusRules:
    return status_rules_from_json(json.loads(stored))
