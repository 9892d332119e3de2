"""Tables as text: .csv and the like."""

import csv
from collections.abc import Iterator
from pathlib import Path

import clevercsv

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.files.sheet import Row, Sheet

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 20_000
_MAX_ENTRY_CHARACTERS = 16 * 1024 * 1024


class DelimitedSheet(Sheet):
    """Read anew on each pass, so that its size does not matter. A row's number is the one of its first line."""

    def __init__(self, path: Path, name: str, encoding: str, delimiter: str | None) -> None:
        self.name = name
        self._path = path
        self._encoding = encoding
        self._delimiter = delimiter or self._recognised()

    def rows(self) -> Iterator[Row]:
        csv.field_size_limit(_MAX_ENTRY_CHARACTERS)
        with self._path.open(encoding=self._encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            line = 0
            try:
                for cells in reader:
                    yield line, cells
                    line = reader.line_num
            except csv.Error as error:
                raise ConfigError("file", f"{self.where(line)} cannot be read: {error}.") from None

    def where(self, row: int, column: int | None = None, header: str | None = None) -> str:
        place = f"{self.name} line {row + 1}"
        if column is None:
            return place
        return f'{place}, column "{header}"' if header else f"{place}, column {column + 1}"

    def _recognised(self) -> str:
        with self._path.open(encoding=self._encoding, newline="") as file:
            sample = file.read(_SAMPLE_CHARACTERS)
        if len(sample) == _SAMPLE_CHARACTERS:
            sample = sample[: sample.rfind("\n") + 1] or sample
        found = clevercsv.Sniffer().sniff(sample, delimiters=list(DELIMITERS))
        return found.delimiter if found is not None and found.delimiter in DELIMITERS else ","
