"""Installed connectors: found by entry point, asked through pluggy."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy
from pydantic import BaseModel

from equipoise_sdk.connector import Connector

GROUP = "equipoise.connectors.v1"
_PROJECT = "equipoise.connectors"
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")

AnyConnector = type[Connector[Any]]

hookspec = pluggy.HookspecMarker(_PROJECT)
hookimpl = pluggy.HookimplMarker(_PROJECT)


class Hooks:
    """What a plugin module may implement, marked with `@hookimpl`."""

    @hookspec
    def register_connectors(self) -> Iterable[AnyConnector]:
        """The connector classes of this plugin."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Installed:
    """A connector with the distribution it came in."""

    connector: AnyConnector
    plugin: str
    distribution: str
    version: str


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """A plugin that could not be loaded, with the exception where there was one."""

    plugin: str
    distribution: str
    message: str
    cause: BaseException | None = None


@dataclass(slots=True)
class Plugins:
    """What is installed, and what failed to load."""

    connectors: dict[str, Installed] = field(default_factory=dict)
    failures: list[PluginFailure] = field(default_factory=list)


class _NotAConnectorError(Exception):
    pass


def load(named: str | None = None) -> Plugins:
    """Load the installed plugins, or only the one whose entry point is called `named`.

    A plugin that cannot be loaded is listed among the failures and takes nothing else down.
    """
    plugins = Plugins()
    found = entry_points(group=GROUP) if named is None else entry_points(group=GROUP, name=named)
    for entry in sorted(found, key=lambda entry: entry.name):
        distribution, version = (entry.dist.name, entry.dist.version) if entry.dist else ("", "")
        try:
            for connector in _connectors_of(entry):
                if connector.key in plugins.connectors:
                    other = plugins.connectors[connector.key].plugin
                    raise _NotAConnectorError(f"the key {connector.key!r} is taken by the plugin {other!r}")
                plugins.connectors[connector.key] = Installed(connector, entry.name, distribution, version)
        except _NotAConnectorError as problem:
            plugins.failures.append(PluginFailure(entry.name, distribution, str(problem)))
        except (MemoryError, KeyboardInterrupt):
            raise
        except BaseException as error:  # a plugin may also call sys.exit() while it is imported
            message = f"{type(error).__name__}: {error}"
            plugins.failures.append(PluginFailure(entry.name, distribution, message, error))
    return plugins


def find(key: str) -> tuple[Installed | None, Plugins]:
    """The connector of that key, with what had to be loaded to find it.

    An entry point usually bears the key of its connector; then no other plugin is imported.
    """
    plugins = load(named=key)
    if key not in plugins.connectors:
        plugins = load()
    return plugins.connectors.get(key), plugins


def _connectors_of(entry: EntryPoint) -> Iterator[AnyConnector]:
    # A manager of its own for each: what one plugin raises then stops none of the others.
    manager = pluggy.PluginManager(_PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(entry.load(), name=entry.name)
    registered = [connector for batch in manager.hook.register_connectors() for connector in batch]
    if not registered:
        raise _NotAConnectorError(
            "it registers no connector: a module-level @hookimpl register_connectors() is missing"
        )
    for connector in registered:
        if not (isinstance(connector, type) and issubclass(connector, Connector)):
            raise _NotAConnectorError(f"{connector!r} is not a subclass of equipoise_sdk.Connector")
        if not _KEY.fullmatch(str(getattr(connector, "key", ""))):
            raise _NotAConnectorError(f"{connector.__name__}.key must match {_KEY.pattern}")
        if not getattr(connector, "title", ""):
            raise _NotAConnectorError(f"{connector.__name__} has no title")
        if not issubclass(getattr(connector, "Config", object), BaseModel):
            raise _NotAConnectorError(f"{connector.__name__} has no Config model")
        yield connector
