"""A .csv, which is a single sheet without a name."""

from pathlib import Path

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.files.delimited import DelimitedSheet
from equipoise_spreadsheets.files.encoding import encoding_of
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.files.workbook import Place


class TextFile:
    def __init__(self, path: Path, name: str, encoding: str | None, delimiter: str | None) -> None:
        self._sheet = DelimitedSheet(path, name, encoding_of(path, encoding), delimiter)

    def visible(self) -> list[str]:
        return []

    def sheet(self, name: str | None, field: str) -> Sheet:
        if name is not None:
            raise ConfigError(field, f"The file is a .csv, which has no sheets; leave out {name!r}.")
        return self._sheet

    def named_cell(self, name: str, field: str) -> Place:
        raise ConfigError(field, "The file is a .csv, which has no names for cells.")

    def table_cell(self, table: str, column: str, row: int | str, field: str) -> Place:
        raise ConfigError(field, "The file is a .csv, which has no tables.")
