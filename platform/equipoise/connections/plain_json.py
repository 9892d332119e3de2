"""JSON from outside, brought to what the database can hold."""

from decimal import Decimal
from typing import Any

from equipoise.domain.errors import Invalid
from equipoise.domain.text import TextNotPlain

DEEPEST = 20
_LONGEST_PLACE = 200


def plain_json(value: object, where: str, depth: int = 0) -> Any:
    """The same, bounded in depth and free of what is no text; `where` is its place as the API spells it.

    Raises: Invalid, TextNotPlain.
    """
    if depth > DEEPEST:
        raise Invalid(f"This is nested more than {DEEPEST} deep.", field=where)
    match value:
        case dict():
            return {
                _text(name, where): plain_json(part, f"{where}.{name}"[:_LONGEST_PLACE], depth + 1)
                for name, part in value.items()
            }
        case list():
            return [plain_json(part, f"{where}.{i}"[:_LONGEST_PLACE], depth + 1) for i, part in enumerate(value)]
        case str():
            return _text(value, where)
        case None | bool():
            return value
        case int():
            # Python refuses to write an int of more than 4,300 digits.
            if value.bit_length() > 128:
                raise Invalid("This number has too many digits.", field=where)
            return value
        case float() | Decimal():
            return _number(Decimal(repr(value)) if isinstance(value, float) else value)
        case _:
            raise Invalid(f"A {type(value).__name__} is no JSON.", field=where)


def _number(number: Decimal) -> float | str:
    """A JSON number where that is the very number; else text, which connectors read as well."""
    as_float = float(number)
    return as_float if number.is_finite() and Decimal(repr(as_float)) == number else str(number)


def _text(raw: object, where: str) -> str:
    if not isinstance(raw, str):
        raise Invalid("The name of a field is a text.", field=where)
    if "\0" in raw or any("\ud800" <= letter <= "\udfff" for letter in raw):
        raise TextNotPlain(f"{where} has a character that is not text.", field=where)
    return raw
