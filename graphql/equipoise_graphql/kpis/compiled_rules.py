"""How what a KPI keeps as JSON (its scale, its colours, its target plans) is read in a compiled statement.

The domain writes these objects in one form: numbers as texts without trailing zeros, under the names of the API. So
they go out as they are.
"""

from collections.abc import Iterable

from equipoise_graphql.compiled.json_text import Json, json_list, or_null, sql_text
from equipoise_graphql.compiled.selected import CompiledField, Selected

_SCALE = (
    "method", "direction", "minimum", "maximum", "baseline", "target", "redFlag", "goal", "outerLow", "low", "high",
    "outerHigh",
)  # fmt: skip
_RULE = ("status", "operand", "comparison", "bound", "boundKind", "label")


def scoring(selected: Selected) -> Json:
    """The scale of a KPI; what does not belong to its method is null."""
    kept = f"{selected.alias}.scoring"
    return selected.object_from(
        {**_fields(kept, _SCALE), "labels": lambda labels: _objects(labels, f"{kept} -> 'labels'", ("label", "score"))}
    )


def status_rules(selected: Selected) -> Json:
    """A KPI's own rules of colour, or null."""
    kept = f"{selected.alias}.status_rules"
    body = selected.object_from(
        {
            **_fields(kept, ("otherwise", "otherwiseLabel")),
            "rules": lambda rules: _objects(rules, f"{kept} -> 'rules'", _RULE),
        }
    )
    return or_null(f"CASE WHEN {kept} IS NOT NULL THEN {sql_text(body)} END")


def of_plan(name: str) -> CompiledField:
    """A figure of a target plan; null where it does not belong to the plan's kind."""
    return lambda selected: _field(f"{selected.alias}.plan", name)


def steps(selected: Selected) -> Json:
    """The steps of a stepped plan, or null."""
    return _objects(selected, f"{selected.alias}.plan -> 'steps'", ("since", "target"))


def _objects(selected: Selected, kept: str, names: Iterable[str]) -> Json:
    """A list of objects, or null where there is none."""
    alias = selected.new_alias()
    body = selected.object_from(_fields(f"{alias}.kept", names))
    listed = json_list(body, f"jsonb_array_elements({kept}) WITH ORDINALITY AS {alias} (kept, place)", f"{alias}.place")
    return or_null(f"CASE WHEN {kept} IS NOT NULL THEN {sql_text(listed)} END")


def _fields(kept: str, names: Iterable[str]) -> dict[str, Json | CompiledField]:
    return {name: _field(kept, name) for name in names}


def _field(kept: str, name: str) -> Json:
    return or_null(f"({kept} -> '{name}')::text")
