"""How lists of objectives and KPIs are read in a compiled statement."""

from equipoise.domain.kpi import KpiState
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, Scorecard
from equipoise_graphql.compiled.json_text import json_list, literal
from equipoise_graphql.compiled.planner import CompiledField, Selected
from equipoise_graphql.compiled.statement import NotCompiled

SHOWN = (KpiState.PROPOSED, KpiState.ACTIVE, KpiState.FLAGGED)
"""States of the KPIs that a scorecard shows unless others are asked for."""


def objectives(selected: Selected) -> str:
    """`objectives(includeRetired)` of a perspective."""
    retired = selected.argument(lambda arguments, _: bool(arguments.get("includeRetired")), "boolean")
    return selected.to_many(
        Objective, "perspective_id", ("position", "id"), lambda alias: f"({retired} OR {alias}.retired_at IS NULL)"
    )


def kpis(selected: Selected) -> str:
    """`kpis(states)` of an objective.

    Being listed is evidence of use, and a statement returns nothing but its JSON: so only what a scorecard shows
    as a whole is compiled, and counted as such by whoever asked for the scorecard.
    """
    if selected.planner.root is not Scorecard or selected.has_argument("states"):
        raise NotCompiled("a list of KPIs that is not that of the scorecard")
    selected.planner.lists_kpis = True
    states = ", ".join(literal(state) for state in SHOWN)
    return selected.to_many(Kpi, "objective_id", ("position", "id"), lambda alias: f"{alias}.state IN ({states})")


def linked(here: str, there: str) -> CompiledField:
    """`causes` and `effects` of an objective: the objectives at the other end of its links."""

    def compiled(selected: Selected) -> str:
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
