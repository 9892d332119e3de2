"""Which fields of a configuration are secret, by the JSON Schema of the connector."""

from collections.abc import Iterator, Mapping
from typing import Any


def secret_names(schema: Mapping[str, Any]) -> frozenset[str]:
    """The names of the fields that the schema marks with `writeOnly` or `format: password`.

    A name that is marked anywhere is secret everywhere, so that no detour of unions and references can hide it.
    """
    return frozenset(_marked(schema, schema.get("$defs")))


def _marked(schema: Any, definitions: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _marked(part, definitions)
    elif isinstance(schema, Mapping):
        properties = schema.get("properties")
        for name, part in properties.items() if isinstance(properties, Mapping) else ():
            if _is_secret(part, definitions):
                yield name
        for part in schema.values():
            yield from _marked(part, definitions)


def _is_secret(schema: Any, definitions: Any) -> bool:
    if isinstance(schema, list):
        return any(_is_secret(part, definitions) for part in schema)
    if not isinstance(schema, Mapping) or "properties" in schema:
        return False
    if _is_marked(schema):
        return True
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if isinstance(definitions, Mapping) and _is_marked(definitions.get(name)):
        return True
    return any(_is_secret(part, definitions) for part in schema.values())


def _is_marked(schema: Any) -> bool:
    return isinstance(schema, Mapping) and (schema.get("writeOnly") is True or schema.get("format") == "password")
