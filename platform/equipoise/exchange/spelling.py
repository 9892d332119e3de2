"""Keys are spelled in small letters with underscores here, where the API and stored rules are in camelCase."""

import re
from collections.abc import Callable
from typing import Any

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_UNDERSCORED = re.compile(r"_([a-z0-9])")


def snake(name: str) -> str:
    """`redFlag` as `red_flag`."""
    return _CAPITAL.sub(lambda found: "_" + found[1].lower(), name)


def camel(name: str) -> str:
    """`red_flag` as `redFlag`."""
    return _UNDERSCORED.sub(lambda found: found[1].upper(), name)


def respelled(value: Any, spell: Callable[[str], str]) -> Any:
    """The value with every key of every mapping in it spelled anew."""
    if isinstance(value, dict):
        return {spell(key): respelled(item, spell) for key, item in value.items()}
    if isinstance(value, list):
        return [respelled(item, spell) for item in value]
    return value
