"""How initiatives are read in a compiled statement."""

from equipoise.identity.models import Person
from equipoise.initiatives.models import Initiative, InitiativeKpi
from equipoise.kpis.models import Kpi
from equipoise.strategy.models import Objective, Scorecard
from equipoise_graphql import ids
from equipoise_graphql.compiled.arguments import Argument
from equipoise_graphql.compiled.filters import filtered, is_word, names_row
from equipoise_graphql.compiled.json_text import Json, json_list
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import Condition, row_by_id
from equipoise_graphql.compiled.selected import Selected


def kpis(selected: Selected) -> Json:
    """The KPIs that an initiative is meant to move."""
    cited, alias = selected.new_alias(), selected.new_alias()
    body = selected.object_of(Kpi, alias)
    source = (
        f"initiative_kpi AS {cited} JOIN kpi AS {alias} "
        f"ON {alias}.tenant_id = {cited}.tenant_id AND {alias}.id = {cited}.kpi_id "
        f"WHERE {cited}.tenant_id = {selected.tenant} AND {cited}.initiative_id = {selected.alias}.id"
    )
    return json_list(body, source, f"{alias}.id")


def _of_scorecard(selected: Selected, argument: Argument, field: str) -> Condition:
    scorecard_id = selected.parameter(argument, "uuid", lambda raw: ids.decode(raw, Scorecard, field))
    objective = selected.new_alias()
    found = f"SELECT {objective}.id FROM {selected.rows(Objective, objective)} AND {objective}.scorecard_id"
    return lambda alias: f"{alias}.objective_id IN ({found} = {scorecard_id})"


def _of_kpi(selected: Selected, argument: Argument, field: str) -> Condition:
    kpi_id = selected.parameter(argument, "uuid", lambda raw: ids.decode(raw, Kpi, field))
    cited = selected.new_alias()
    found = f"SELECT {cited}.initiative_id FROM {selected.rows(InitiativeKpi, cited)} AND {cited}.kpi_id = {kpi_id}"
    return lambda alias: f"{alias}.id IN ({found})"


initiative = row_by_id(Initiative)
initiatives = page(
    Initiative,
    filtered(
        {
            "objective": names_row("objective_id", Objective),
            "scorecard": _of_scorecard,
            "owner": names_row("owner_id", Person),
            "kpi": _of_kpi,
            "status": is_word("status"),
        }
    ),
)
