"""Relay connections in a compiled statement: what `equipoise_graphql.paging` answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equipoise.db.model import Entity
from equipoise.domain.roles import Permission
from equipoise_graphql.compiled.json_text import Json, Literal, columns_used, quoted, quoted_or_null, sql_text
from equipoise_graphql.compiled.roots import Condition
from equipoise_graphql.compiled.selected import CompiledField, Selected
from equipoise_graphql.compiled.statement import NotCompiled
from equipoise_graphql.cursors import cursor_in_sql, row_id_of

MOST = 100
"""Largest page."""

Filter = Callable[[Selected], Sequence[Condition]]
"""The conditions that a root field's arguments ask for."""


def all_rows(_selected: Selected) -> Sequence[Condition]:
    """No condition: everything that the tenant has."""
    return ()


def page(
    model: type[Entity], conditions: Filter = all_rows, *, newest: bool = False, permission: Permission | None = None
) -> CompiledField:
    """A root field that leads to a page of a table's rows under conditions."""

    def compiled(selected: Selected) -> Json:
        if permission is not None:
            selected.require(permission)
        return _page(selected, model, conditions(selected), newest=newest)

    return compiled


def page_below(model: type[Entity], key: str, *, newest: bool = False) -> CompiledField:
    """A field that leads to a page of the rows whose column `key` holds this row's id."""

    def compiled(selected: Selected) -> Json:
        return _page(selected, model, [lambda alias: f"{alias}.{key} = {selected.alias}.id"], newest=newest)

    return compiled


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows of a page, numbered by `place` from 1, and one row more where there is one."""

    selected: Selected
    model: type[Entity]
    conditions: Sequence[Condition]
    alias: str
    first: str
    newest: bool

    def nodes(self, nodes: Selected) -> Json:
        return self._list(nodes.object_of(self.model, self.alias))

    def edges(self, edges: Selected) -> Json:
        cursor = quoted(cursor_in_sql(f"{self.alias}.id"))
        return self._list(
            edges.object_from({"cursor": cursor, "node": lambda node: node.object_of(self.model, self.alias)})
        )

    def page_info(self, info: Selected) -> Json:
        began_after = "true" if self.selected.argument("after").given else "false"
        more = f"CASE WHEN count(*) > {self.first} THEN 'true' ELSE 'false' END"
        return info.object_from(
            {
                "hasNextPage": (more,),
                "hasPreviousPage": (Literal(began_after),),
                "startCursor": self._cursor("max" if self.newest else "min"),
                "endCursor": self._cursor("min" if self.newest else "max"),
            }
        )

    def total_count(self, _count: Selected) -> Json:
        counted = self.selected.new_alias()
        where = "".join(f" AND {condition(counted)}" for condition in self.conditions)
        return (f"(SELECT count(*) FROM {self.selected.rows(self.model, counted)}{where})",)

    def source(self, body: Json) -> str:
        """The FROM clause, with the columns that the body names."""
        row = self.selected.new_alias()
        conditions = [condition(row) for condition in self.conditions]
        after = self.selected.argument("after")
        if after.given:
            cursor = self.selected.parameter(after, "uuid", row_id_of)
            conditions.append(f"{row}.id {'<' if self.newest else '>'} {cursor}")
        order = f"ORDER BY {row}.id{' DESC' if self.newest else ''}"
        where = "".join(f" AND {condition}" for condition in conditions)
        place = f"row_number() OVER ({order}) AS place"
        columns = ", ".join([*(column for column in columns_used(self.alias, *body) if column != "place"), place])
        return (
            f"(SELECT {columns} FROM {self.selected.rows(self.model, row)}{where} "
            f"{order} LIMIT {self.first} + 1) AS {self.alias}"
        )

    def _list(self, item: Json) -> Json:
        listed = f"string_agg({sql_text(item)}, ',' ORDER BY {self.alias}.place)"
        return Literal("["), f"{listed} FILTER (WHERE {self.alias}.place <= {self.first})", Literal("]")

    def _cursor(self, extreme: str) -> Json:
        # There is no max(uuid); their texts sort in the same order.
        found = f'({extreme}({self.alias}.id::text COLLATE "C") FILTER (WHERE {self.alias}.place <= {self.first}))'
        return quoted_or_null(cursor_in_sql(f"{found}::uuid"))


def _page(selected: Selected, model: type[Entity], conditions: Sequence[Condition], *, newest: bool) -> Json:
    first = selected.parameter(selected.argument("first"), "int", _in_bounds)
    rows = _Page(selected, model, conditions, selected.new_alias(), first, newest)
    body = selected.object_from(
        {"nodes": rows.nodes, "edges": rows.edges, "pageInfo": rows.page_info, "totalCount": rows.total_count}
    )
    # HAVING makes it one row whatever is selected, be it no aggregate.
    return (f"(SELECT {sql_text(body)} FROM {rows.source(body)} HAVING true)",)


def _in_bounds(first: int) -> int:
    if not 1 <= first <= MOST:
        raise NotCompiled("a size of a page that the resolver refuses in words")
    return first
