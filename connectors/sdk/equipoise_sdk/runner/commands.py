"""The commands. Each sends its messages and returns the counts for `done`."""

from typing import Any, NamedTuple

from equipoise_sdk import plugins
from equipoise_sdk.calls import check, discover, items
from equipoise_sdk.configuration import validated
from equipoise_sdk.connector import Connector
from equipoise_sdk.context import Context
from equipoise_sdk.errors import ConfigError
from equipoise_sdk.reading import Checkpoint, RowError, Value
from equipoise_sdk.runner import messages
from equipoise_sdk.runner.channel import MAX_SPEC_BYTES, Channel
from equipoise_sdk.runner.request import Request
from equipoise_sdk.secret_values import Scrubber
from equipoise_sdk.specification import specification

MAX_MEASURES = 10_000


class Counts(NamedTuple):
    values: int = 0
    row_errors: int = 0


def installed(key: str | None) -> plugins.Installed:
    """Raises: ConfigError where no connector of that key is installed."""
    if key is None:
        raise ConfigError("connector", "Name the connector.")
    found, known = plugins.find(key)
    if found is None:
        there = ", ".join(sorted(known.connectors)) or "none"
        failed = "".join(
            f" The plugin {failure.plugin} failed to load: {failure.message}." for failure in known.failures
        )
        raise ConfigError("connector", f"No connector {key[:100]!r} is installed; there are: {there}.{failed}")
    return found


def build(found: plugins.Installed, config: dict[str, Any], context: Context) -> Connector[Any]:
    """Raises: ConfigError for a configuration that does not fit the connector's model."""
    return found.connector(validated(found.connector.Config, config), context)


def spec(channel: Channel, scrub: Scrubber, key: str | None) -> Counts:
    known = plugins.load()
    if key is not None and key not in known.connectors:
        installed(key)
    for each in sorted(known.connectors.values(), key=lambda each: each.connector.key):
        if key in (None, each.connector.key):
            channel.send({"type": "spec", **specification(each)}, limit=MAX_SPEC_BYTES)
    for failure in known.failures:
        channel.send(
            {
                "type": "plugin_failed",
                "plugin": failure.plugin,
                "distribution": failure.distribution,
                "message": scrub(failure.message)[: messages.MAX_TEXT],
            }
        )
    return Counts()


async def run(channel: Channel, scrub: Scrubber, request: Request, connector: Connector[Any]) -> Counts:
    """validate, check, discover or read. That there is a connector at all says that its configuration is valid."""
    if request.command == "read":
        return await _read(channel, scrub, request, connector)
    if request.command in ("validate", "check"):
        if request.command == "check":
            await check(connector)
        channel.send({"type": "ok"})
    else:
        measures = await discover(connector)
        if len(measures) > MAX_MEASURES:
            raise ConfigError(None, f"This finds {len(measures)} measures; at most {MAX_MEASURES} can be used.")
        for each in measures:
            channel.send(messages.measure(each))
    return Counts()


async def _read(channel: Channel, scrub: Scrubber, request: Request, connector: Connector[Any]) -> Counts:
    values = row_errors = 0
    async for item in items(connector, request.query.query()):
        if isinstance(item, Value):
            values += 1
            if values > request.max_values:
                raise ConfigError(None, f"This reads more than {request.max_values} values; narrow it down.")
            channel.send(messages.value(item, scrub))
        elif isinstance(item, RowError):
            row_errors += 1
            if row_errors <= request.max_row_errors:
                channel.send(messages.row_error(item, scrub))
        elif isinstance(item, Checkpoint):
            channel.send({"type": "checkpoint", "state": dict(item.state)}, at_once=True)
        else:
            raise messages.ContractError(f"read() yielded a {type(item).__name__}")
    return Counts(values, row_errors)
