"""What the installed connectors say about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equipoise.db.model import Json
from equipoise.domain.errors import NotFound

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Specification:
    """An installed connector. `config_schema` is the JSON Schema of its configuration."""

    key: str
    title: str
    description: str
    version: str
    config_schema: Json
    hosts: Sequence[str]


@dataclass(frozen=True, slots=True)
class UnusablePlugin:
    """An installed plugin that could not be loaded."""

    plugin: str
    distribution: str
    message: str


@dataclass(frozen=True, slots=True)
class Specifications:
    """All that is installed, by key, as it was at a time of the process's monotonic clock."""

    connectors: Mapping[str, Specification]
    unusable: Sequence[UnusablePlugin]
    read_at: float

    def require(self, key: str) -> Specification:
        """Raises: NotFound, naming the ones there are."""
        found = self.connectors.get(key)
        if found is None:
            there = ", ".join(sorted(self.connectors)[:SHOWN]) or "none"
            raise NotFound(f"There is no connector {key[:60]!r}; installed: {there}.", field="connector")
        return found
