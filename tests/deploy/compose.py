"""What Compose would start: the services of `compose.yaml`, with the values of `.env` put in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<kind>:[?-])(?P<rest>[^}]*)\}")


class ValueMissingError(Exception):
    """A required variable is unset or empty: Compose would start nothing."""


@dataclass(frozen=True)
class Service:
    name: str
    command: list[str]
    environment: dict[str, str]
    mounts: dict[str, str]
    """Host path by path in the container."""
    published: int | None
    """The port on the host, where one is published."""
    text: dict[str, Any]
    """Everything that is said about it."""


def services(file: Path, values: Mapping[str, str]) -> dict[str, Service]:
    """Every service by its name.

    Raises: ValueMissingError, naming the variable.
    """
    whole = _filled(yaml.safe_load(file.read_text(encoding="utf-8")), values)
    return {name: _service(name, text) for name, text in whole["services"].items()}


def _service(name: str, text: dict[str, Any]) -> Service:
    ports = [port.split(":") for port in text.get("ports", [])]
    volumes = [volume.split(":") for volume in text.get("volumes", [])]
    return Service(
        name,
        text.get("command", []),
        text.get("environment", {}),
        {target: source for source, target, *_ in volumes if source.startswith(".")},
        int(ports[0][1]) if ports else None,
        text,
    )


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {key: _filled(each, values) for key, each in value.items()}
        case list():
            return [_filled(each, values) for each in value]
        case str():
            return VARIABLE.sub(lambda found: _value(found, values), value)
        case _:
            return value


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    given = values.get(found["name"], "")
    if not given and found["kind"] == ":?":
        raise ValueMissingError(found["name"])
    return given or found["rest"]
