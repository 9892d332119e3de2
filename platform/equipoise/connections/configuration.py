"""A connector's configuration in two parts: what may be read back, and the secrets, which may not."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from equipoise.connections.plain_json import plain_json
from equipoise.connections.secret_fields import secret_names
from equipoise.db.model import Json
from equipoise.domain.errors import Invalid

MOST_CHARACTERS = 200_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """`secrets` are by their places in `public`, from which they were taken."""

    public: Json
    secrets: Mapping[Path, Any] = field(default_factory=dict, repr=False)

    def whole(self) -> Json:
        """As the connector gets it."""
        joined = deepcopy(self.public)
        for path, secret in self.secrets.items():
            place: Any = joined
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = secret
        return joined

    def secret_texts(self) -> list[str]:
        """What may appear in no message."""
        return [text for secret in self.secrets.values() for text in _texts(secret)]

    def secrets_as_bytes(self) -> bytes | None:
        """To be sealed; None where there are no secrets."""
        pairs = [[list(path), secret] for path, secret in self.secrets.items()]
        return json.dumps(pairs).encode() if pairs else None

    @classmethod
    def of_bytes(cls, public: Json, secrets: bytes | None) -> "Configuration":
        pairs = json.loads(secrets) if secrets is not None else []
        return cls(public, {tuple(path): secret for path, secret in pairs})


def read_configuration(raw: object, schema: Mapping[str, Any], kept: Configuration | None = None) -> Configuration:
    """The configuration as it came in, with the secrets taken out.

    A secret that is left out is the one of `kept` in the same place; null removes it. Within a list a place says
    little, so there a secret stays only with an entry that is otherwise as it was.
    Raises: Invalid, TextNotPlain.
    """
    plain = plain_json(raw, "config")
    if not isinstance(plain, dict):
        raise Invalid("The configuration is a JSON object.", field="config")
    if len(json.dumps(plain)) > MOST_CHARACTERS:
        raise Invalid(f"The configuration may have at most {MOST_CHARACTERS:,} characters.", field="config")
    given: dict[Path, Any] = {}
    public = _without(plain, secret_names(schema), (), given)
    if kept is not None:
        for path, secret in kept.secrets.items():
            if path not in given and _is_same_place(path, public, kept.public):
                given[path] = secret
    return Configuration(public, {path: secret for path, secret in given.items() if secret is not None})


def _without(value: Any, secret: frozenset[str], path: Path, taken: dict[Path, Any]) -> Any:
    if isinstance(value, dict):
        left = {}
        for name, part in value.items():
            if name in secret:
                taken[(*path, name)] = part
            else:
                left[name] = _without(part, secret, (*path, name), taken)
        return left
    if isinstance(value, list):
        return [_without(part, secret, (*path, place), taken) for place, part in enumerate(value)]
    return value


def _is_same_place(path: Path, new: Any, old: Any) -> bool:
    for step in path[:-1]:
        try:
            new, old = new[step], old[step]
        except (KeyError, IndexError, TypeError):
            return False
        if isinstance(step, int) and new != old:
            return False
    return isinstance(new, dict)


def _texts(secret: Any) -> Iterator[str]:
    if isinstance(secret, dict | list):
        for part in secret.values() if isinstance(secret, dict) else secret:
            yield from _texts(part)
    elif secret is not None:
        yield str(secret)
