"""Numbers, from cells that hold one and from text."""

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal

from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.files.sheet import Cell
from equipoise_spreadsheets.unreadable import Unreadable, shown

ERROR_TEXTS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
MAX_DIGITS = 40
_SPACES = "\u00a0\u2009\u202f \t"
"""Also the ones that do not break a line, which many programs put between thousands."""
_UNITS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


class Numbers:
    """Reads by the separators of the configuration; there is no guessing, 1.234 and 1,234 differ by a thousand."""

    def __init__(self, config: SpreadsheetConfig) -> None:
        self._decimal = config.decimal_separator
        self._thousands = config.thousands_separator
        self._percent_scale = Decimal(1) if config.percent == "as_shown" else Decimal("0.01")
        self._unit = config.duration_unit
        decimal, groups = re.escape(self._decimal), ""
        if self._thousands:
            group = f"[{_SPACES}]" if self._thousands == " " else re.escape(self._thousands)
            groups = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|"
        self._pattern = re.compile(
            rf"([+-]?)({groups}[0-9]+|(?={decimal}[0-9]))(?:{decimal}([0-9]*))?(?:[eE]([+-]?[0-9]{{1,3}}))?"
        )

    def read(self, cell: Cell, *, percent: bool = False) -> Decimal:
        """`percent`: the cell is shown as a percentage. Raises: Unreadable."""
        if isinstance(cell, bool):
            raise Unreadable("NOT_A_NUMBER", f"{str(cell).upper()} is a truth value, not a number")
        if isinstance(cell, (float, int)):
            number = _exact(cell)
            return number * 100 * self._percent_scale if percent else number
        if isinstance(cell, str):
            return self._from_text(cell)
        if isinstance(cell, (time, timedelta)):
            return self._duration(cell)
        if isinstance(cell, date):
            raise Unreadable("NOT_A_NUMBER", f"{cell} is a date, not a number")
        raise Unreadable("NOT_A_NUMBER", f"{shown(cell)} is not a number")

    def _from_text(self, cell: str) -> Decimal:
        text = cell.strip().replace("−", "-")
        if text in ERROR_TEXTS:
            raise Unreadable("ERROR_CELL", f"{text} is an error; mend the formula that gives it")
        percent = text.endswith("%")
        if percent:
            text = text[:-1].rstrip()
        match = self._pattern.fullmatch(text) if len(text) <= 2 * MAX_DIGITS else None
        if match is None:
            raise Unreadable("NOT_A_NUMBER", self._explained(cell))
        sign, whole, fraction, exponent = match.groups()
        digits = "".join(filter(str.isdigit, whole))
        number = Decimal(f"{sign}{digits or 0}.{fraction or 0}E{exponent or 0}")
        return _bounded(number * self._percent_scale if percent else number, cell)

    def _explained(self, text: str) -> str:
        separators = f"decimal separator “{self._decimal}”"
        separators += f", thousands separator “{self._thousands}”" if self._thousands else ", no thousands separator"
        number = any(character.isdigit() for character in text[:100])
        return f"{shown(text)} is not a number" + (f" (with {separators})" if number else "")

    def _duration(self, cell: time | timedelta) -> Decimal:
        if self._unit is None:
            raise Unreadable("NOT_A_NUMBER", f"{cell} is a time, not a number; set `duration_unit` to read durations")
        if isinstance(cell, time):
            cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
        return Decimal(cell // timedelta(microseconds=1)) / (1_000_000 * _UNITS[self._unit])


def _exact(number: float | int) -> Decimal:
    """As a spreadsheet program shows it: it keeps 15 digits, and what a double adds to them is noise."""
    if isinstance(number, float):
        if not math.isfinite(number):
            raise Unreadable("NOT_A_NUMBER", f"{number} is not a number")
        if number.is_integer() and abs(number) < 2**53:
            return Decimal(int(number))
        return _bounded(Decimal(f"{number:.15g}"), number)
    return _bounded(Decimal(number), number)


def _bounded(number: Decimal, cell: Cell) -> Decimal:
    if len(number.as_tuple().digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_DIGITS:
        raise Unreadable("NOT_A_NUMBER", f"{shown(cell)} has more than {MAX_DIGITS} digits")
    return number
