"""How lists of objectives and KPIs are read in a compiled statement."""

from equipoise.domain.kpi import KpiState
from equipoise.domain.usage import Signal
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, OrgUnit, Scorecard
from equipoise_graphql.compiled.filters import filtered, is_word, names_row
from equipoise_graphql.compiled.json_text import Json, json_list, quote
from equipoise_graphql.compiled.marks import seen_mark
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import row_by_id
from equipoise_graphql.compiled.selected import CompiledField, Selected

SHOWN = (KpiState.PROPOSED, KpiState.ACTIVE, KpiState.FLAGGED)
"""States of the KPIs that a scorecard shows unless others are asked for."""

_WAY_OF_A_SCORECARD = ["kpis", "objectives", "perspectives", "scorecard"]


scorecard = row_by_id(Scorecard)
scorecards = page(
    Scorecard,
    filtered(
        {
            "orgUnit": names_row("org_unit_id", OrgUnit),
            "parent": names_row("parent_id", Scorecard),
            "status": is_word("status"),
        }
    ),
)
objective = row_by_id(Objective)
org_unit = row_by_id(OrgUnit)


def org_units(selected: Selected) -> Json:
    """The units at the top, in their order."""
    alias = selected.new_alias()
    body = selected.object_of(OrgUnit, alias)
    order = f"{alias}.position, {alias}.name"
    return json_list(body, f"{selected.rows(OrgUnit, alias)} AND {alias}.parent_id IS NULL", order)


def objectives(selected: Selected) -> Json:
    """`objectives(includeRetired)` of a perspective."""
    with_retired = selected.argument("includeRetired").known
    return selected.to_many(
        Objective,
        "perspective_id",
        ("position", "id"),
        None if with_retired else lambda alias: f"{alias}.retired_at IS NULL",
    )


def kpis(selected: Selected) -> Json:
    """`kpis(states)` of an objective. Being listed is evidence of use.

    Where a scorecard is asked for all that it shows, it is counted as such, in place of its KPIs one by one.
    """
    states = selected.argument("states")
    if states.given:
        wanted = selected.parameter(states, "text[]", lambda each: [state.value for state in each])
        condition = f"= ANY ({wanted})"
    else:
        condition = f"IN ({', '.join(quote(state) for state in SHOWN)})"
    scorecard = None if states.given else _scorecard_of(selected)
    if scorecard is not None:
        scorecard.lists_its_kpis = True
    return selected.to_many(
        Kpi,
        "objective_id",
        ("position", "id"),
        lambda alias: f"{alias}.state {condition}",
        None if scorecard is not None else lambda alias: seen_mark(Signal.LISTED, alias),
    )


def _scorecard_of(selected: Selected) -> Selected | None:
    """The root field `scorecard` below which all its KPIs are listed; None where they are reached in another way."""
    way: list[Selected] = []
    above: Selected | None = selected
    while above is not None:
        way.append(above)
        above = above.above
    if [step.name for step in way] != _WAY_OF_A_SCORECARD or way[1].argument("includeRetired").known:
        return None
    return way[-1]


def linked(here: str, there: str) -> CompiledField:
    """`causes` and `effects` of an objective: the objectives at the other end of its links."""

    def compiled(selected: Selected) -> Json:
        link, objective, perspective = selected.new_alias(), selected.new_alias(), selected.new_alias()
        body = selected.object_of(Objective, objective)
        source = (
            f"cause_effect_link AS {link} "
            f"JOIN objective AS {objective} ON {objective}.tenant_id = {link}.tenant_id "
            f"AND {objective}.id = {link}.{there} "
            f"JOIN perspective AS {perspective} ON {perspective}.tenant_id = {objective}.tenant_id "
            f"AND {perspective}.id = {objective}.perspective_id "
            f"WHERE {link}.tenant_id = {selected.tenant} AND {link}.{here} = {selected.alias}.id "
            f"AND {objective}.retired_at IS NULL"
        )
        return json_list(body, source, f"{perspective}.position, {objective}.position, {objective}.id")

    return compiled
