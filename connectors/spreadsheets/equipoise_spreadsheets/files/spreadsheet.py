"""Sheets of workbooks. The contents come from calamine, the rest from a survey."""

from collections.abc import Iterator

from python_calamine import CalamineSheet

from equipoise_spreadsheets.files.address import cell_name, sheet_prefix
from equipoise_spreadsheets.files.sheet import Cell, Row, Sheet
from equipoise_spreadsheets.files.survey import Survey


class SpreadsheetSheet(Sheet):
    def __init__(self, content: CalamineSheet, survey: Survey) -> None:
        self.name = content.name
        self._content = content
        self._survey = survey
        self.has_trouble = survey.has_trouble
        self.has_merges = bool(survey.merges)

    def rows(self) -> Iterator[Row]:
        if self._content.start is None:
            return
        before: list[Cell] = [None] * self._content.start[1]
        for number, cells in enumerate(self._content.iter_rows()):
            yield number, [*before, *cells] if before else cells

    def where(self, row: int, column: int | None = None, header: str | None = None) -> str:
        if column is None:
            return f"{self.name} row {row + 1}"
        return sheet_prefix(self.name) + cell_name(row, column)

    def trouble(self, row: int, column: int) -> str | None:
        return self._survey.trouble(row, column)

    def is_percent(self, row: int, column: int) -> bool:
        return self._survey.is_percent(row, column)

    def anchor(self, row: int, column: int) -> tuple[int, int] | None:
        return self._survey.anchor(row, column)
