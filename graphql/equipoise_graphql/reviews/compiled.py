"""How reviews and flags are read in a compiled statement."""

from equipoise.domain.kpi import KpiState
from equipoise.domain.review_cycle import OPEN
from equipoise.reviews.models import KpiFlag, ReviewCycle, ReviewDecision
from equipoise.strategy.models import Scorecard
from equipoise_graphql.compiled.filters import filtered, is_one_of, names_row
from equipoise_graphql.compiled.json_text import Json, json_list, json_row, quote, sql_text
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import row_by_id
from equipoise_graphql.compiled.selected import Selected


def flags(selected: Selected) -> Json:
    """The reasons for which a KPI is questioned; none while it is not."""
    alias = selected.new_alias()
    body = selected.object_of(KpiFlag, alias)
    source = (
        f"{selected.rows(KpiFlag, alias)} AND {alias}.kpi_id = {selected.alias}.id AND {alias}.cleared_at IS NULL "
        f"AND {selected.alias}.state = {quote(KpiState.FLAGGED)}"
    )
    return json_list(body, source, f"{alias}.id")


def decision(selected: Selected) -> Json:
    """What was decided on an item, or null."""
    alias = selected.new_alias()
    body = selected.object_of(ReviewDecision, alias)
    return json_row(body, f"{selected.rows(ReviewDecision, alias)} AND {alias}.item_id = {selected.alias}.id")


def progress(selected: Selected) -> Json:
    """How far a review has come."""
    alias, item, decided = (selected.new_alias() for _ in range(3))
    today = selected.of_moment(lambda moment: moment.actor.today, "date", "day of use")
    going_on = ", ".join(quote(state) for state in sorted(OPEN))
    overdue = (
        f"CASE WHEN {selected.alias}.state IN ({going_on}) AND {today} > {selected.alias}.closes_on "
        f"THEN {alias}.items - {alias}.decided ELSE 0 END"
    )
    body = selected.object_from({"items": (f"{alias}.items",), "decided": (f"{alias}.decided",), "overdue": (overdue,)})
    counted = (
        f"SELECT count({item}.id) AS items, count({decided}.id) AS decided FROM review_item AS {item} "
        f"LEFT JOIN review_decision AS {decided} "
        f"ON {decided}.tenant_id = {item}.tenant_id AND {decided}.item_id = {item}.id "
        f"WHERE {item}.tenant_id = {selected.tenant} AND {item}.cycle_id = {selected.alias}.id"
    )
    return (f"(SELECT {sql_text(body)} FROM ({counted}) AS {alias})",)


review_cycle = row_by_id(ReviewCycle)
review_cycles = page(
    ReviewCycle,
    filtered({"scorecard": names_row("scorecard_id", Scorecard), "states": is_one_of("state")}),
    newest=True,
)
