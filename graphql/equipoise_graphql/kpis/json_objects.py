"""Inputs as the JSON objects that the domain reads and keeps: scales, rules of colour, target plans."""

from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case


def json_object(given: Any, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of an input under the names the API gives them; those that are not given are left out."""
    named = {field.name: getattr(given, field.name) for field in fields(given) if field.name not in without}
    return {
        to_camel_case(name): _json(value)
        for name, value in named.items()
        if value is not None and value is not strawberry.UNSET
    }


def _json(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case list():
            return [json_object(entry) for entry in value]
    return value
