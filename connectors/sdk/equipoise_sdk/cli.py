"""`equipoise-connector`: try a connector by hand, without the platform."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from equipoise_sdk import plugins
from equipoise_sdk.calls import check, discover, items
from equipoise_sdk.connector import Connector
from equipoise_sdk.context import Context
from equipoise_sdk.errors import ConfigError, ConnectorError
from equipoise_sdk.measure import Query
from equipoise_sdk.reading import Checkpoint, RowError
from equipoise_sdk.runner.commands import build, installed
from equipoise_sdk.table import table

OK, TROUBLE, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 all well, 1 the connector reports a problem or rows it could not read, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "list":
                return _list()
            case "check":
                return asyncio.run(_check(_connector(options)))
            case "discover":
                return asyncio.run(_discover(_connector(options)))
            case _:
                return asyncio.run(_read(_connector(options), _query(options)))
    except ConfigError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem.field or 'configuration'}: {problem.message}\n")
    except ConnectorError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    return TROUBLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("equipoise-connector", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="installed connectors, and plugins that fail to load")
    for name, does in {
        "check": "whether a run would work with this configuration",
        "discover": "the measures that this configuration delivers",
        "read": "the values; rows that cannot be read go to stderr",
    }.items():
        command = commands.add_parser(name, help=does)
        command.add_argument("connector", help="key of the connector, as `list` shows it")
        command.add_argument("--config", type=_json, required=True, metavar="FILE", help="JSON; - reads stdin")
        command.add_argument(
            "--file",
            action="append",
            default=[],
            metavar="NAME=PATH",
            help="a file that the configuration names",
        )
        if name == "read":
            command.add_argument("--measure", action="append", metavar="KEY", help="only this measure (repeatable)")
            command.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="periods from this day on")
            command.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="periods before this day")
            command.add_argument(
                "--first-month",
                type=int,
                choices=range(1, 13),
                default=1,
                metavar="1-12",
                help="of the fiscal year",
            )
    return parser


def _json(path: str) -> dict[str, Any]:
    try:
        config = json.loads(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read as JSON: {error}") from None
    if not isinstance(config, dict):
        raise argparse.ArgumentTypeError(f"{path} holds no JSON object")
    return config


def _connector(options: argparse.Namespace) -> Connector[Any]:
    files = {}
    for each in options.file:
        name, equals, path = each.partition("=")
        if not equals:
            raise ConfigError("--file", f"{each!r} is not NAME=PATH.")
        files[name] = Path(path)
    return build(installed(options.connector), options.config, Context(files, any_path=True))


def _query(options: argparse.Namespace) -> Query:
    return Query(
        measures=None if options.measure is None else frozenset(options.measure),
        since=options.since,
        until=options.until,
        first_month_of_year=options.first_month,
    )


def _list() -> int:
    known = plugins.load()
    rows = [(key, each.connector.title, each.version) for key, each in sorted(known.connectors.items())]
    sys.stdout.write(table(("KEY", "TITLE", "VERSION"), rows))
    for failure in known.failures:
        sys.stderr.write(f"The plugin {failure.plugin} failed to load: {failure.message}\n")
    return TROUBLE if known.failures else OK


async def _check(connector: Connector[Any]) -> int:
    await check(connector)
    sys.stdout.write("A run would work.\n")
    return OK


async def _discover(connector: Connector[Any]) -> int:
    found = await discover(connector)
    rows = [(each.key, each.name, each.unit or "", each.grain.value, ", ".join(each.dimensions)) for each in found]
    sys.stdout.write(table(("KEY", "NAME", "UNIT", "GRAIN", "DIMENSIONS"), rows))
    return OK


async def _read(connector: Connector[Any], query: Query) -> int:
    rows, errors = [], 0
    async for item in items(connector, query):
        if isinstance(item, RowError):
            errors += 1
            sys.stderr.write(f"{item.where}: {item.message}\n")
        elif not isinstance(item, Checkpoint):
            dimensions = ", ".join(f"{name}={part}" for name, part in item.dimensions.items())
            figure = f"{item.value:f}" + (f" ({item.label})" if item.label else "")
            rows.append((item.measure, item.period_start.isoformat(), figure, dimensions, item.source or ""))
    sys.stdout.write(table(("MEASURE", "PERIOD", "VALUE", "DIMENSIONS", "SOURCE"), rows))
    if errors:
        sys.stderr.write(f"{len(rows)} values; {errors} places could not be read.\n")
    return TROUBLE if errors else OK
