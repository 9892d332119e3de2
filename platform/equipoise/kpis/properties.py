"""What can be said about a KPI, when it is added and later: every property checked the same way."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict
from uuid import UUID

from equipoise.db.lookup import require
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.decimals import ZERO, parse_decimal
from equipoise.domain.errors import Conflict, Invalid, Refusal
from equipoise.domain.kpi import DataKind, Indicator, KpiState
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import parse_weight
from equipoise.domain.scoring import Direction, scoring_to_json
from equipoise.domain.status import status_rules_from_json, status_rules_to_json
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person
from equipoise.kpis.models import Kpi
from equipoise.kpis.scale import direction_of, read_scoring

MOST_CARRIED = 400
"""Most periods over which a value can be carried forward."""


class KpiProperties(TypedDict, total=False):
    """Properties as they came in; figures as they were written, `scoring` and `status_rules` as JSON objects."""

    unit: str | None
    purpose: str
    good_range: str
    response_plan: str
    behaviours: str
    counter_kpi_id: UUID | None
    indicator: Indicator
    data_kind: DataKind
    direction: Direction
    frequency: Frequency
    weight: object
    scoring: Mapping[str, object]
    status_rules: Mapping[str, object] | None
    aggregation: Aggregation
    ratio_factor: object
    missing_data: MissingData
    carried_periods: int
    owner_id: UUID | None
    contributor_id: UUID | None
    data_source: str


async def checked(
    session: TenantSession, actor: Actor, given: KpiProperties, current: Mapping[str, Any]
) -> dict[str, Any]:
    """The columns to set for the properties given; `current` holds the KPI's columns as they are.

    Raises: NotFound, Conflict, Invalid, and what the domain says about texts, figures, scales and rules.
    """
    wanted: dict[str, Any] = {column: _READERS.get(column, _as_given)(raw) for column, raw in given.items()}
    if "scoring" in given or "direction" in given:
        wanted |= _scale(given, current)
    _check_carrying({**current, **wanted})
    await _check_people(session, actor, given)
    await _check_counter(session, given.get("counter_kpi_id"), current["id"])
    return wanted


def _scale(given: KpiProperties, current: Mapping[str, Any]) -> dict[str, Any]:
    direction = given.get("direction")
    scoring = read_scoring(given.get("scoring", current["scoring"]), direction or current["direction"])
    return {
        "scoring": scoring_to_json(scoring),
        "direction": direction_of(scoring, direction, otherwise=current["direction"]),
    }


def _check_carrying(columns: Mapping[str, Any]) -> None:
    periods = columns["carried_periods"]
    if not 0 <= periods <= MOST_CARRIED:
        raise Invalid(f"A value is carried over 0 to {MOST_CARRIED} periods.", field="carriedPeriods")
    if columns["missing_data"] is MissingData.CARRIED_FORWARD and periods == 0:
        raise Invalid("Say over how many periods at most a value is carried forward.", field="carriedPeriods")


async def _check_people(session: TenantSession, actor: Actor, given: KpiProperties) -> None:
    for field, person_id in (("owner", given.get("owner_id")), ("contributor", given.get("contributor_id"))):
        if person_id is None:
            continue
        person = await require(session, Person, person_id, field=field)
        if person.left_at is not None and person.left_at <= actor.now:
            raise Conflict(f"{person.display_name} has left the organisation.", field=field)


async def _check_counter(session: TenantSession, counter_id: UUID | None, kpi_id: UUID) -> None:
    if counter_id is None:
        return
    counter = await require(session, Kpi, counter_id, field="counterKpi")
    if counter.id == kpi_id:
        raise Conflict("A KPI cannot be its own counter-KPI.", field="counterKpi")
    if counter.state is KpiState.RETIRED:
        raise Conflict(f"“{counter.name}” is retired and can show no damage any more.", field="counterKpi")


def _as_given(raw: Any) -> Any:
    return raw


def _prose(field: str) -> Callable[[Any], str]:
    return lambda raw: text.prose(raw, field)


def _factor(raw: object) -> Any:
    factor = parse_decimal(raw, "ratioFactor")
    if factor <= ZERO:
        raise Invalid("The factor of a ratio is greater than zero: 1, or 100 for percent.", field="ratioFactor")
    return factor


def _status_rules(raw: object) -> dict[str, Any] | None:
    if raw is None:
        return None
    try:
        return status_rules_to_json(status_rules_from_json(raw))
    except Refusal as refusal:
        raise refusal.at("statusRules") from None


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "unit": lambda raw: None if raw is None else text.name(raw, "unit"),
    "purpose": _prose("purpose"),
    "good_range": _prose("goodRange"),
    "response_plan": _prose("responsePlan"),
    "behaviours": _prose("behaviours"),
    "data_source": _prose("dataSource"),
    "weight": parse_weight,
    "ratio_factor": _factor,
    "status_rules": _status_rules,
}
