"""Scales and status rules as a document spells them: one form for each meaning, so that forms can be compared.

The direction of a scale is that of its KPI and said there alone; figures are figures, keys in small letters.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from equipoise.domain.errors import Invalid
from equipoise.domain.fields import UnknownField
from equipoise.domain.scoring import Direction, Scoring, scoring_from_json, scoring_to_json
from equipoise.domain.status import status_rules_from_json, status_rules_to_json
from equipoise.exchange.spelling import camel, respelled, snake
from equipoise.kpis.scale import direction_of, read_scoring

Form = dict[str, Any]

_FIGURES: Final = frozenset(
    {
        "minimum", "maximum", "baseline", "target", "red_flag", "goal", "outer_low", "low", "high", "outer_high",
        "score", "bound",
    }
)  # fmt: skip


def scoring_form(raw: object, direction: Direction | None) -> Form:
    """The scale of a KPI with this direction in its one form.

    Raises: as `read_scoring` and `direction_of`; Invalid, when the scale says a direction of its own.
    """
    given = _camel_only(raw)
    if "direction" in given:
        raise Invalid("Say the direction once, as a property of the KPI beside its scoring.", field="direction")
    scoring = read_scoring(given, direction or Direction.HIGHER_IS_BETTER)
    direction_of(scoring, direction, otherwise=Direction.HIGHER_IS_BETTER)
    return _scoring(scoring)


def stored_scoring_form(stored: Mapping[str, object]) -> Form:
    """The same of a scale as the database keeps it, which knows no order of keys."""
    return _scoring(scoring_from_json(stored))


def status_rules_form(raw: object) -> Form | None:
    """Status rules in their one form. Raises: as `status_rules_from_json`."""
    if raw is None:
        return None
    return stored_status_rules_form(_camel_only(raw))


def stored_status_rules_form(stored: Mapping[str, object] | None) -> Form | None:
    """The same of rules as the database keeps them."""
    return None if stored is None else _form(status_rules_to_json(status_rules_from_json(stored)))


def as_json(form: Form | None) -> Any:
    """What the use cases take."""
    return respelled(form, camel)


def _scoring(scoring: Scoring) -> Form:
    return _form({name: value for name, value in scoring_to_json(scoring).items() if name != "direction"})


def _form(stored: Form) -> Form:
    form: Form = _with_figures(respelled(stored, snake))
    return form


def _with_figures(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_figures(item) for item in value]
    if isinstance(value, dict):
        return {
            key: Decimal(item) if key in _FIGURES and isinstance(item, str) else _with_figures(item)
            for key, item in value.items()
        }
    return value


def _camel_only(raw: object) -> Form:
    """For the domain; a key that is spelled like the API's would be a second spelling of the same."""
    if not isinstance(raw, dict):
        raise Invalid(f"Expected a mapping with a key on each line, got a {_word(raw)}.")
    _refuse_capitals(raw)
    given: Form = respelled(raw, camel)
    return given


def _refuse_capitals(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != snake(camel(key)):
                raise UnknownField(f"There is no key {key[:40]!r} here; keys are written like `red_flag`.", field=None)
            _refuse_capitals(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_capitals(item)


def _word(raw: object) -> str:
    return {"str": "text", "list": "list", "NoneType": "null"}.get(type(raw).__name__, "value")
