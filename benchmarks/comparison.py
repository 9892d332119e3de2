"""Two result files beside each other: ratios only, because absolute times belong to one machine and one hour."""

import json
from pathlib import Path

from rich.table import Table

NOTICEABLE = 0.10
"""Runs on the same machine differ by a few per cent without any reason."""


class NotComparableError(Exception):
    """A file that holds no ratios."""


def compare(before: Path, after: Path) -> Table:
    """Raises: NotComparableError."""
    old, new = _ratios(before), _ratios(after)
    table = Table(title=f"{before.name} → {after.name}", title_justify="left")
    table.add_column("ratio")
    for heading in ("before", "after", "change"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for name in [*old, *(name for name in new if name not in old)]:
        table.add_row(name, *_cells(name, old.get(name), new.get(name)))
    return table


def _cells(name: str, before: float | None, after: float | None) -> tuple[str, str, str, str]:
    if before is None or after is None:
        return _number(before), _number(after), "", "measured only once"
    change = after / before - 1
    # Of the tail, and of growth, less is better; of all others more.
    gain = -change if " / " in name else change
    word = "" if abs(change) < NOTICEABLE else "better" if gain > 0 else "worse"
    return _number(before), _number(after), f"{change:+.0%}", word


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _ratios(path: Path) -> dict[str, float]:
    try:
        ratios = json.loads(path.read_text(encoding="utf-8"))["ratios"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotComparableError(f"{path} is no result of a measurement: {error!r}") from None
    if not isinstance(ratios, dict):
        raise NotComparableError(f"{path} is no result of a measurement")
    return ratios
