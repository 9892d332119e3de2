"""The values read, each of them once."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from equipoise_sdk import ConfigError, RowError, Value

MAX_VALUES = 300_000

Dimensions = tuple[tuple[str, str], ...]
"""Names with what they are, in the order of the configuration."""


class Figure(NamedTuple):
    """What a cell or a group of rows comes to."""

    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    label: str | None = None


class Key(NamedTuple):
    measure: str
    period_start: date
    dimensions: Dimensions = ()


class Figures:
    """Collects before anything is given out: where two places give a value for the same, neither is used."""

    def __init__(self) -> None:
        self._found: dict[Key, tuple[Figure, str]] = {}
        self._clashes: dict[Key, list[str]] = {}

    def add(self, key: Key, figure: Figure, source: str) -> None:
        """`source` is the place of the value. Raises: ConfigError when it becomes more than a run may hold."""
        if key in self._found:
            self._clashes.setdefault(key, []).append(source)
            return
        if len(self._found) >= MAX_VALUES:
            raise ConfigError(
                "sources", f"This reads more than {MAX_VALUES:,} values; filter, or read a coarser grain."
            )
        self._found[key] = (figure, source)

    def items(self) -> Iterator[Value | RowError]:
        for key, (figure, source) in self._found.items():
            if key in self._clashes:
                yield from self._reported(key, source)
            else:
                yield Value(
                    measure=key.measure,
                    period_start=key.period_start,
                    value=figure.value,
                    numerator=figure.numerator,
                    denominator=figure.denominator,
                    label=figure.label,
                    dimensions=dict(key.dimensions),
                    source=source,
                )

    def _reported(self, key: Key, first: str) -> Iterator[RowError]:
        of = "".join(f", {name} {part}" for name, part in key.dimensions)
        for place in self._clashes[key]:
            what = f"another value of {key.measure} for the period from {key.period_start}{of}"
            yield RowError(place, f"{what}; the first is in {first}. Neither is used.", "DUPLICATE")
