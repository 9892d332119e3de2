"""How connections and their runs are read in a compiled statement."""

from equipoise.connections.child.request import MOST_ROW_ERRORS
from equipoise.connections.models import Connection, ConnectionRun, RunRowError
from equipoise.domain.roles import Permission
from equipoise_graphql.compiled.json_text import Json, json_list, json_row
from equipoise_graphql.compiled.pages import page, page_below
from equipoise_graphql.compiled.roots import row_by_id
from equipoise_graphql.compiled.selected import Selected
from equipoise_graphql.compiled.statement import NotCompiled


def latest_run(selected: Selected) -> Json:
    """The run of a connection that was asked for last, or null."""
    row, alias = selected.new_alias(), selected.new_alias()
    body = selected.object_of(ConnectionRun, alias)
    newest = (
        f"SELECT {row}.* FROM {selected.rows(ConnectionRun, row)} AND {row}.connection_id = {selected.alias}.id "
        f"ORDER BY {row}.id DESC LIMIT 1"
    )
    return json_row(body, f"({newest}) AS {alias}")


def connection_name(selected: Selected) -> Json:
    """What people call the connection of a run."""
    alias = selected.new_alias()
    named = f"SELECT to_json({alias}.name) FROM {selected.rows(Connection, alias)}"
    return (f"({named} AND {alias}.id = {selected.alias}.connection_id)",)


def row_error_count(selected: Selected) -> Json:
    """How many places a run could not use."""
    return (f"{selected.alias}.row_errors",)


def row_errors(selected: Selected) -> Json:
    """The first places that a run could not use, in the order in which they were met."""
    alias = selected.new_alias()
    body = selected.object_of(RunRowError, alias)
    first = selected.parameter(selected.argument("first"), "int", _in_bounds)
    source = (
        f"{selected.rows(RunRowError, alias)} AND {alias}.run_id = {selected.alias}.id AND {alias}.ordinal <= {first}"
    )
    return json_list(body, source, f"{alias}.ordinal")


def _in_bounds(first: int) -> int:
    if not 1 <= first <= MOST_ROW_ERRORS:
        raise NotCompiled("a number of places that the resolver refuses in words")
    return first


runs = page_below(ConnectionRun, "connection_id", newest=True)
connections = page(Connection, permission=Permission.CONNECT_SOURCES)
connection = row_by_id(Connection, permission=Permission.CONNECT_SOURCES)
connection_run = row_by_id(ConnectionRun, permission=Permission.RECORD_VALUES)
