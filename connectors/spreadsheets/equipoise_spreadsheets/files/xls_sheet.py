"""One pass over the records of a worksheet of an .xls.

Source: [MS-XLS], the binary format of Excel 97 to 2003.
"""

import struct
from collections.abc import Iterable

from equipoise_spreadsheets.files.survey import Survey
from equipoise_spreadsheets.unreadable import NOT_CALCULATED, PERHAPS_NOT_CALCULATED

_DIMENSIONS, _FORMULA, _STRING, _BOOLERR, _MULRK, _MERGED = 0x0200, 0x0006, 0x0207, 0x0205, 0x00BD, 0x00E5
_OTHER_CELLS = (0x0203, 0x027E, 0x0204, 0x00FD, 0x00D6)
"""Number, its short form, text in three forms."""
_BEFORE_STRING = (0x04BC, 0x0221, 0x0236)
"""May stand between a formula and the text that is its result: shared formula, array, table."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_NOT_A_NUMBER = b"\xff\xff"
_TEXT, _ERROR, _EMPTY_TEXT = 0, 2, 3
_CALCULATE_ON_LOAD = 0x0002

Record = tuple[int, bytes]


class SheetSurveyor:
    """Fills a survey. Raises: struct.error and IndexError for records that are cut off."""

    def __init__(self, survey: Survey, percent_styles: set[int]) -> None:
        self._survey = survey
        self._percent_styles = percent_styles
        self._text_due: tuple[int, int] | None = None
        self._handlers = {
            _DIMENSIONS: self._dimensions,
            _FORMULA: self._formula,
            _BOOLERR: self._truth_or_error,
            _MULRK: self._numbers,
            _MERGED: self._merges,
            **dict.fromkeys(_OTHER_CELLS, self._cell),
        }

    def run(self, records: Iterable[Record]) -> None:
        for kind, data in records:
            if self._text_due is not None and kind not in _BEFORE_STRING:
                if kind != _STRING:
                    self._survey.note_trouble(*self._text_due, NOT_CALCULATED)
                self._text_due = None
            handle = self._handlers.get(kind)
            if handle is not None:
                handle(data)

    def _dimensions(self, data: bytes) -> None:
        """Calamine makes room for all the cells that are announced here, before it looks."""
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(data) >= 14 else "<HHHH", data)
        if top > bottom or left > right:
            raise IndexError
        self._survey.require_room(bottom - top, right - left)

    def _cell(self, data: bytes) -> tuple[int, int]:
        row, column, style = struct.unpack_from("<HHH", data)
        self._reach(row, column, style)
        return row, column

    def _reach(self, row: int, column: int, style: int) -> None:
        self._survey.reach(row, column)
        if style in self._percent_styles:
            self._survey.note_percent(row, column)

    def _numbers(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for column, position in enumerate(range(4, len(data) - 2, 6), first):
            self._reach(row, column, struct.unpack_from("<H", data, position)[0])

    def _truth_or_error(self, data: bytes) -> None:
        row, column = self._cell(data)
        if data[7]:
            self._survey.note_trouble(row, column, _ERRORS.get(data[6], "error"))

    def _formula(self, data: bytes) -> None:
        row, column = self._cell(data)
        result, (flags,) = data[6:14], struct.unpack_from("<H", data, 14)
        if result[6:] != _NOT_A_NUMBER:
            if flags & _CALCULATE_ON_LOAD and result == bytes(8):
                self._survey.note_trouble(row, column, NOT_CALCULATED)
        elif result[0] == _TEXT:
            self._text_due = row, column
        elif result[0] == _ERROR:
            self._survey.note_trouble(row, column, _ERRORS.get(result[2], "error"))
        elif result[0] == _EMPTY_TEXT:
            self._survey.note_trouble(row, column, PERHAPS_NOT_CALCULATED)

    def _merges(self, data: bytes) -> None:
        for position in range(2, len(data) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, position)
            self._survey.merges.append((top, left, bottom, right))
