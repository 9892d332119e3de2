"""Conditions of root fields, each from one field of the argument `filter`; what is not given does not narrow."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from equipoise.db.model import Entity
from equipoise.domain import text
from equipoise_graphql import ids
from equipoise_graphql.compiled.arguments import Argument
from equipoise_graphql.compiled.pages import Filter
from equipoise_graphql.compiled.roots import Condition
from equipoise_graphql.compiled.selected import Selected

FilterField: TypeAlias = Callable[[Selected, Argument, str], Condition]
"""Makes the condition of a field that is given; the last argument is the field's name in refusals."""


def filtered(fields: Mapping[str, FilterField], *further: Callable[[Selected], Condition | None]) -> Filter:
    """The conditions of these fields of `filter`, and further ones."""

    def conditions(selected: Selected) -> Sequence[Condition]:
        found = [more for each in further if (more := each(selected)) is not None]
        for name, condition in fields.items():
            argument = selected.argument(f"filter.{name}")
            if argument.given:
                found.append(condition(selected, argument, f"filter.{name}"))
        return found

    return conditions


def names_row(column: str, model: type[Entity]) -> FilterField:
    """The column holds this id."""

    def condition(selected: Selected, argument: Argument, field: str) -> Condition:
        row_id = selected.parameter(argument, "uuid", lambda raw: ids.decode(raw, model, field))
        return lambda alias: f"{alias}.{column} = {row_id}"

    return condition


def is_word(column: str) -> FilterField:
    """The column is this member of an enum."""

    def condition(selected: Selected, argument: Argument, _field: str) -> Condition:
        word = selected.parameter(argument, "text", lambda member: member.value)
        return lambda alias: f"{alias}.{column} = {word}"

    return condition


def is_one_of(column: str) -> FilterField:
    """The column is one of these members of an enum."""

    def condition(selected: Selected, argument: Argument, _field: str) -> Condition:
        words = selected.parameter(argument, "text[]", _words)
        return lambda alias: f"{alias}.{column} = ANY ({words})"

    return condition


def has_part(*columns: str) -> FilterField:
    """One of the columns has this text in it, in any case."""

    def condition(selected: Selected, argument: Argument, field: str) -> Condition:
        pattern = selected.parameter(argument, "text", lambda raw: _pattern(text.name(raw, field)))
        return lambda alias: (
            "(" + " OR ".join(f"{alias}.{column} ILIKE {pattern} ESCAPE '/'" for column in columns) + ")"
        )

    return condition


def _words(members: Sequence[Any]) -> list[str]:
    return [member.value for member in members]


def _pattern(part: str) -> str:
    escaped = part.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"
