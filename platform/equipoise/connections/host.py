"""Runs connectors, each command in a process of its own, started for it and ended with it."""

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from equipoise.connections.child import messages
from equipoise.connections.child.conversation import converse
from equipoise.connections.child.failures import ConnectorBug
from equipoise.connections.child.request import MEGABYTE, Command, Limits, Query, request_of
from equipoise.connections.child.scrub import Scrub, scrubbing
from equipoise.connections.configuration import Configuration
from equipoise.connections.measures import FREQUENCIES, Measure
from equipoise.connections.setup import Setup
from equipoise.connections.specifications import Specification, Specifications, UnusablePlugin
from equipoise.connections.texts import MESSAGE, shortened
from equipoise.connections.workspace import workspace
from equipoise.domain.decimals import parse_decimal
from equipoise.domain.errors import Refusal
from equipoise.key_ring import KeyRing
from equipoise.settings import Settings

RUNNER = (sys.executable, "-I", "-m", "equipoise_sdk.runner")
"""The SDK's runner. It is started and never imported; isolated, so that only what is installed can be loaded."""

ASKING_SECONDS = 30
"""For commands that somebody waits for."""
IDLE_SECONDS = 120
_AT_ONCE = 4
_FRESH_SECONDS = 300
_MOST_MEASURES = 10_000
_SPEC_BYTES = 1100 * 1024

Take = Callable[[messages.Answer], None]


class ConnectorHost:
    """One per process. `command` starts the runner."""

    def __init__(self, settings: Settings, command: Sequence[str] = RUNNER) -> None:
        self._settings = settings
        self._command = command
        memory = settings.run_memory_mb * MEGABYTE
        self._run_limits = Limits(memory, settings.run_seconds, min(settings.run_seconds, IDLE_SECONDS))
        asking = min(settings.run_seconds, ASKING_SECONDS)
        self._asking_limits = Limits(memory, asking, asking)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._known: Specifications | None = None

    @cached_property
    def keys(self) -> KeyRing:
        """What the secrets of connections are sealed with."""
        return KeyRing.of(self._settings)

    async def specifications(self, *, fresh: bool = False) -> Specifications:
        """What is installed, as read in the last five minutes unless it has to be fresh.

        Raises: ConnectorFailed.
        """
        known = self._known
        if known is None or fresh or time.monotonic() - known.read_at > _FRESH_SECONDS:
            known = self._known = await self._read_specifications()
        return known

    async def _read_specifications(self) -> Specifications:
        connectors: dict[str, Specification] = {}
        unusable: list[UnusablePlugin] = []

        def take(message: messages.Answer) -> None:
            if isinstance(message, messages.Spec):
                connectors[message.key] = Specification(
                    message.key,
                    message.title,
                    message.description,
                    message.version,
                    message.config_schema,
                    message.hosts,
                )
            elif isinstance(message, messages.PluginFailed):
                words = shortened(message.message, MESSAGE)
                unusable.append(UnusablePlugin(message.plugin, message.distribution, words))

        nothing = Setup("", Configuration({}))
        limits = replace(self._asking_limits, line_bytes=_SPEC_BYTES)
        async with self._turns:
            await self._ask("spec", nothing, limits, take)
        return Specifications(connectors, unusable, time.monotonic())

    async def validate(self, setup: Setup) -> None:
        """Whether the connector accepts the configuration; reaches no source. Raises: ConnectorFailed."""
        async with self._turns:
            await self._ask("validate", setup, self._asking_limits, _nothing)

    async def check(self, setup: Setup) -> None:
        """Whether a run would work: reaches the source. Raises: ConnectorFailed."""
        async with self._turns:
            await self._ask("check", setup, self._asking_limits, _nothing)

    async def discover(self, setup: Setup, *, in_run: bool = False) -> list[Measure]:
        """What the connection offers. Raises: ConnectorFailed."""
        if in_run:
            return await self._discover(setup, self._run_limits)
        async with self._turns:
            return await self._discover(setup, self._asking_limits)

    async def _discover(self, setup: Setup, limits: Limits) -> list[Measure]:
        found: dict[str, Measure] = {}
        scrub = _scrub(setup)

        def take(message: messages.Answer) -> None:
            if isinstance(message, messages.Measure):
                if message.key in found or "\0" in message.key or len(found) >= _MOST_MEASURES:
                    raise ConnectorBug(
                        "The connector names more than 10,000 measures, or one twice, or one in no text."
                    )
                found[message.key] = _measure(message, scrub)

        await self._ask("discover", setup, limits, take)
        return list(found.values())

    async def read(self, setup: Setup, query: Query, take: Take) -> messages.Done:
        """Read; every value and row error goes to `take`. Raises: ConnectorFailed."""
        return await self._ask("read", setup, self._run_limits, take, query)

    async def _ask(
        self, command: Command, setup: Setup, limits: Limits, take: Take, query: Query | None = None
    ) -> messages.Done:
        async with workspace(setup.files) as space:
            request = request_of(
                command,
                limits,
                connector=setup.connector or None,
                config=setup.configuration.whole(),
                files=space.files,
                query=query,
            )
            scrub = _scrub(setup)
            return await converse(self._command, request, limits, folder=space.folder, scrub=scrub, take=take)


def _scrub(setup: Setup) -> Scrub:
    return scrubbing(setup.configuration.secret_texts())


def _nothing(_message: messages.Answer) -> None:
    """That the command ended well is the whole answer."""


def _measure(message: messages.Measure, scrub: Scrub) -> Measure:
    try:
        factor = parse_decimal(message.factor)
    except Refusal as refusal:
        raise ConnectorBug(
            f"The connector offers a measure with a factor that is no number: {refusal.message}"
        ) from None
    return Measure(
        key=scrub(message.key),
        name=shortened(scrub(message.name), MESSAGE),
        unit=message.unit,
        frequency=FREQUENCIES[message.grain],
        dimensions=message.dimensions,
        factor=factor,
    )
