"""Keeping the secrets of a configuration out of everything that is written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "********"


class Scrubber:
    """Replaces secrets in texts, also where they are quoted for a URL, in JSON or by Python."""

    def __init__(self) -> None:
        self._forms: list[str] = []

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on."""
        forms = set(self._forms)
        for secret in secrets:
            if secret.strip():
                forms.update((secret, quote(secret), quote(secret, safe=""), quote_plus(secret)))
                forms.update((json.dumps(secret)[1:-1], repr(secret)[1:-1]))
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def secrets_in(config: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    """The values in `config` under a name that `schema` marks as secret anywhere.

    It needs no valid configuration: an invalid one can hold a secret too.
    """
    names = set(_secret_names(schema, schema.get("$defs", {})))
    yield from _under(config, names, inside=False)


def _secret_names(schema: Any, definitions: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _secret_names(part, definitions)
    elif isinstance(schema, Mapping):
        for name, part in schema.get("properties", {}).items():
            if _is_secret(part, definitions):
                yield name
        for part in schema.values():
            yield from _secret_names(part, definitions)


def _is_secret(schema: Any, definitions: Mapping[str, Any]) -> bool:
    if isinstance(schema, list):
        return any(_is_secret(part, definitions) for part in schema)
    if not isinstance(schema, Mapping) or "properties" in schema:
        return False
    if schema.get("writeOnly") or schema.get("format") == "password":
        return True
    target = definitions.get(str(schema.get("$ref", "")).rpartition("/")[2], {})
    if target.get("writeOnly"):
        return True
    return any(_is_secret(part, definitions) for part in schema.values())


def _under(config: Any, names: set[str], *, inside: bool) -> Iterator[str]:
    if isinstance(config, Mapping):
        for name, part in config.items():
            yield from _under(part, names, inside=inside or name in names)
    elif isinstance(config, list):
        for part in config:
            yield from _under(part, names, inside=inside)
    elif inside and config is not None:
        yield str(config)
