"""Which lines of a wide table are which measure."""

from collections.abc import Iterator, Sequence

from equipoise_sdk import ConfigError, Measure, RowError
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.listed import listed
from equipoise_spreadsheets.values.texts import folded


class Lines:
    """By the label of the line, without regard to case. Where no measures are listed, each label is one."""

    def __init__(self, source: WideSource, field: str) -> None:
        self._source = source
        self._field = field
        self._listed = {folded(measure.label or measure.key): measure for measure in source.measures}
        self._seen: set[str] = set()

    @property
    def all(self) -> bool:
        return not self._listed

    def key(self, label: str) -> str | None:
        """Of the line's measure; None where it is not wanted."""
        if self.all:
            return label
        self._seen.add(folded(label))
        measure = self._listed.get(folded(label))
        return None if measure is None else measure.key

    def measures(self, labels: Sequence[str]) -> list[Measure]:
        """`labels` are those of the table. Raises: ConfigError where a listed one is not among them."""
        if self.all:
            return [self._measure(label, label, self._source.unit) for label in labels]
        there = {folded(label) for label in labels}
        for number, measure in enumerate(self._source.measures):
            if folded(measure.label or measure.key) not in there:
                field = f"{self._field}.measures.{number}.label"
                raise ConfigError(
                    field, f"No line is called {measure.label or measure.key!r}; there are {listed(labels)}."
                )
        return [self._measure(each.key, each.name or each.key, each.unit) for each in self._source.measures]

    def missing(self, where: str) -> Iterator[RowError]:
        """What was listed and has not been seen while reading."""
        for label, measure in self._listed.items():
            if label not in self._seen:
                yield RowError(where, f"no line is called “{measure.label or measure.key}”", "MISSING")

    def _measure(self, key: str, name: str, unit: str | None) -> Measure:
        return Measure(key, name, unit, self._source.grain)
