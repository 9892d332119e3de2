"""From the JSON that a person filled in to the connector's configuration model."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from equipoise_sdk.errors import ConfigError, Problem

_SHOWN = 20


def validated(model: type[BaseModel], config: Mapping[str, Any]) -> BaseModel:
    """Raises: ConfigError, with a problem for each field that has to be changed (at most 20)."""
    try:
        return model.model_validate(config)
    except ValidationError as error:
        # Without the input: it may hold a secret.
        details = error.errors(include_input=False, include_url=False, include_context=False)
        problems = [
            Problem(_path(detail["loc"], config, missing=detail["type"] == "missing"), _sentence(detail["msg"]))
            for detail in details[:_SHOWN]
        ]
        first = problems[0]
        raise ConfigError(first.field, first.message, problems=problems) from None


def _path(location: Sequence[int | str], config: Any, *, missing: bool) -> str | None:
    """Where the field is in the configuration: pydantic's location without the tags of unions."""
    path: list[str] = []
    for position, step in enumerate(location):
        inside_list = isinstance(config, list) and isinstance(step, int) and step < len(config)
        if inside_list or (isinstance(config, Mapping) and step in config):
            config = config[step]
        elif not (missing and position == len(location) - 1):
            continue
        path.append(str(step))
    return ".".join(path) or None


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")
