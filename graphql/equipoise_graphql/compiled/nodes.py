"""`node(id)`: a row of whatever kind the id names. The kind is part of the variables' shape, so each has its plan."""

from typing import Any, cast

from graphql import GraphQLObjectType

from equipoise.domain.usage import Signal
from equipoise.kpis.models import Kpi
from equipoise_graphql import ids
from equipoise_graphql.compiled.arguments import kind_of
from equipoise_graphql.compiled.json_text import Json, sql_text
from equipoise_graphql.compiled.marks import seen_mark
from equipoise_graphql.compiled.selected import Selected
from equipoise_graphql.compiled.statement import NotCompiled
from equipoise_graphql.node import NODE_TYPES


def node_by_id(selected: Selected) -> Json:
    """The row, or NULL. A KPI counts as opened, as by `kpi(id)`."""
    argument = selected.argument("id")
    model = kind_of(argument.known)
    shown = NODE_TYPES.get(model) if model is not None else None
    if model is None or shown is None:
        raise NotCompiled("an id of nothing that is a node")
    gql_type = selected.planner.schema.get_type(cast("Any", shown).__strawberry_definition__.name)
    if not isinstance(gql_type, GraphQLObjectType):
        raise NotCompiled("a node that is no object")
    alias = selected.new_alias()
    row_id = selected.parameter(argument, "uuid", lambda raw: ids.decode(raw, model))
    body = selected.planner.row(gql_type, selected, model, alias)
    mark = seen_mark(Signal.DETAIL_OPENED, alias) if model is Kpi else ()
    return (f"(SELECT {sql_text((*mark, *body))} FROM {selected.rows(model, alias)} AND {alias}.id = {row_id})",)
