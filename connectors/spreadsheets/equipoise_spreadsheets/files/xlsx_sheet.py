"""One pass over a worksheet of an .xlsx."""

from typing import IO

from equipoise_spreadsheets.files import markup
from equipoise_spreadsheets.files.address import MAX_COLUMNS, MAX_ROWS, column_index, parse
from equipoise_spreadsheets.files.refused import damaged
from equipoise_spreadsheets.files.survey import Survey
from equipoise_spreadsheets.unreadable import NOT_CALCULATED

_DIGITS = "0123456789"


class SheetSurveyor:
    """Fills a survey.

    A workbook that asks to be `recalculated` on opening was written by a program that does not calculate; some of
    these write 0 as the result of every formula, which is then not believed.
    """

    def __init__(self, survey: Survey, percent_styles: set[str], *, recalculated: bool) -> None:
        self._survey = survey
        self._percent_styles = percent_styles
        self._recalculated = recalculated
        self._parser = markup.parser(self._first)
        self._row = self._column = -1
        self._row_digits = ""
        self._type: str | None = None
        self._formula = False
        self._valued = False
        self._text: list[str] = []

    def run(self, content: IO[bytes]) -> None:
        markup.feed(self._parser, content)
        self._close_cell()

    def _first(self, name: str, _: dict[str, str]) -> None:
        # All elements have the prefix of the first one, usually none; so names are compared whole, which is faster.
        prefix = name.removesuffix("worksheet")
        self._names = {
            prefix + "c": self._cell,
            prefix + "v": self._value,
            prefix + "f": self._has_formula,
            prefix + "is": self._value,
            prefix + "row": self._next_row,
            prefix + "mergeCell": self._merge,
        }
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handle = self._names.get(name)
        if handle is not None:
            handle(attributes)

    def _next_row(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        number = attributes.get("r")
        self._row = _index(number) if number else self._row + 1
        self._row_digits = ""
        self._column = -1

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._formula or self._text:
            self._close_cell()
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            self._column = column_index(letters)
            digits = reference[len(letters) :]
            if digits != self._row_digits:
                self._row = _index(digits)
                self._row_digits = digits
        else:
            self._column += 1
        if not 0 <= self._column < MAX_COLUMNS:
            raise damaged("workbook")
        self._type = attributes.get("t")
        self._formula = self._valued = False
        if attributes.get("s") in self._percent_styles:
            self._survey.note_percent(self._row, self._column)

    def _has_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _value(self, _: dict[str, str]) -> None:
        survey = self._survey
        if self._row >= survey.height or self._column >= survey.width:
            survey.reach(self._row, self._column)
        self._valued = True
        if self._formula or self._type == "e":
            self._parser.CharacterDataHandler = self._text.append

    def _close_cell(self) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        self._parser.CharacterDataHandler = None
        if self._type == "e" and text:
            self._survey.note_trouble(self._row, self._column, text[:20])
        elif self._formula and (
            not self._valued
            or (not text and self._type != "str")
            or (text == "0" and self._recalculated and self._type in (None, "n"))
        ):
            self._survey.note_trouble(self._row, self._column, NOT_CALCULATED)
        self._formula = False
        self._type = None

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = parse(first), parse(last)
        if start is not None and end is not None:
            self._survey.merges.append((start.row, start.column, end.row, end.column))


def _index(number: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) < 8 and 0 < int(number) <= MAX_ROWS):
        raise damaged("workbook")
    return int(number) - 1
