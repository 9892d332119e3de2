"""What an .ods says beside the contents of its cells."""

from collections.abc import Callable
from pathlib import Path

from equipoise_spreadsheets.files import archive, markup
from equipoise_spreadsheets.files.address import MAX_COLUMNS, MAX_ROWS
from equipoise_spreadsheets.files.refused import protected
from equipoise_spreadsheets.files.survey import Survey
from equipoise_spreadsheets.unreadable import NOT_CALCULATED

_CELLS = ("table:table-cell", "table:covered-table-cell")


class OdsContent:
    """`names` are the named ranges, with what they stand for; `surveys` those of the sheets, by name."""

    def __init__(self, path: Path) -> None:
        self.names: dict[str, str] = {}
        self.surveys: dict[str, Survey] = {}
        self._survey = Survey("")
        self._row = self._column = 0
        self._row_repeated = 1
        self._cell: dict[str, str] | None = None
        self._annotations = 0
        self._text: list[str] = []
        with archive.opened(path) as zipped:
            with archive.part(zipped, "META-INF/manifest.xml") as manifest:
                if b"encryption-data" in manifest.read():
                    raise protected()
            parser = markup.parser(self._start)
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
            with archive.part(zipped, "content.xml") as content:
                markup.feed(parser, content)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell = attributes
            self._text.clear()
        elif name == "table:table-row":
            self._column = 0
            self._row_repeated = _repeated(attributes, "table:number-rows-repeated")
        elif name == "table:table":
            self._survey = Survey(attributes.get("table:name", ""))
            self.surveys[self._survey.sheet] = self._survey
            self._row = 0
        elif name == "office:annotation":
            self._annotations += 1
        elif name == "table:named-range":
            self.names[attributes.get("table:name", "")] = attributes.get("table:cell-range-address", "")

    def _characters(self, text: str) -> None:
        if self._cell is not None and not self._annotations:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._close_cell(self._cell, "".join(self._text).strip())
            self._cell = None
        elif name == "table:table-row":
            self._row += self._row_repeated
        elif name == "office:annotation":
            self._annotations -= 1

    def _close_cell(self, cell: dict[str, str], text: str) -> None:
        first = self._column
        self._column += _repeated(cell, "table:number-columns-repeated")
        survey, kind, formula = self._survey, cell.get("office:value-type"), "table:formula" in cell
        if kind is not None or formula or text:
            survey.reach(min(self._row + self._row_repeated, MAX_ROWS) - 1, min(self._column, MAX_COLUMNS) - 1)
            if cell.get("calcext:value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
                self._for_repeated(first, lambda row, column: survey.note_trouble(row, column, text[:20] or "error"))
            elif formula and kind is None:
                self._for_repeated(first, lambda row, column: survey.note_trouble(row, column, NOT_CALCULATED))
            elif kind == "percentage":
                self._for_repeated(first, survey.note_percent)
        rows, columns = (_repeated(cell, f"table:number-{lines}-spanned") for lines in ("rows", "columns"))
        if rows > 1 or columns > 1:
            survey.merges.append((self._row, first, self._row + rows - 1, first + columns - 1))

    def _for_repeated(self, first: int, note: Callable[[int, int], None]) -> None:
        for column in range(first, self._column):
            for row in range(self._row, self._row + self._row_repeated):
                note(row, column)


def _repeated(attributes: dict[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 8 else 1
