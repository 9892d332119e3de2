"""Root fields that lead to one row."""

from collections.abc import Callable

from equipoise.db.model import Entity
from equipoise.domain.roles import Permission
from equipoise.domain.usage import Signal
from equipoise_graphql import ids
from equipoise_graphql.compiled.json_text import Json, sql_text
from equipoise_graphql.compiled.marks import seen_mark
from equipoise_graphql.compiled.selected import CompiledField, Selected

Condition = Callable[[str], str]
"""A condition on the row under an alias."""


def row_by_id(
    model: type[Entity], *, signal: Signal | None = None, permission: Permission | None = None
) -> CompiledField:
    """`field(id)`: the row, or null. With a signal, finding it is evidence of use."""

    def compiled(selected: Selected) -> Json:
        if permission is not None:
            selected.require(permission)
        row_id = selected.parameter(selected.argument("id"), "uuid", lambda raw: ids.decode(raw, model))
        return one_row(selected, model, lambda alias: f"{alias}.id = {row_id}", signal=signal)

    return compiled


def one_row(selected: Selected, model: type[Entity], condition: Condition, *, signal: Signal | None = None) -> Json:
    """The one row that meets a condition, or NULL."""
    alias = selected.new_alias()
    body = selected.object_of(model, alias)
    if signal is None and selected.lists_its_kpis:
        signal = Signal.LISTED
    mark = () if signal is None else seen_mark(signal, alias)
    return (f"(SELECT {sql_text((*mark, *body))} FROM {selected.rows(model, alias)} AND {condition(alias)})",)
