"""The row of a wide table that holds the periods."""

import logging
from datetime import date

from equipoise_sdk import ConfigError, Grain, RowError
from equipoise_spreadsheets.files.listed import listed
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.layouts.head import Head, looks_like_period
from equipoise_spreadsheets.unreadable import Unreadable, unreadable
from equipoise_spreadsheets.values.periods import NoYear, Periods

_log = logging.getLogger(__name__)


class PeriodRow:
    """The row with the most periods, or the `given` one (from 1). `starts` are the periods by column.

    Months without a year take it from a row above, or from the configuration.
    Raises: ConfigError on `field` where there are no periods.
    """

    def __init__(self, sheet: Sheet, periods: Periods, grain: Grain, given: int | None, field: str) -> None:
        self._sheet = sheet
        self._periods = periods
        self._head = Head(sheet, given)
        self.row = self._found(grain) if given is None else given - 1
        self.starts: dict[int, date] = {}
        self.errors: list[RowError] = []
        left_out: list[str] = []
        for column in range(len(self._head.rows.get(self.row, ()))):
            cell = self._head.label(self.row, column)
            trouble = sheet.trouble(self.row, column)
            if trouble is not None:
                problem = unreadable(trouble, column)
                self.errors.append(RowError(sheet.where(self.row, column), problem.message, problem.code))
                continue
            try:
                if cell is not None:
                    self.starts[column] = self._start(column)
            except NoYear as problem:
                self.errors.append(RowError(sheet.where(self.row, column), problem.message, problem.code))
            except Unreadable:
                left_out.append(str(cell))
        if not self.starts:
            there = f" There are {listed(left_out)}." if left_out else ""
            years = f" {self.errors[0].where}: {self.errors[0].message}." if self.errors else ""
            what = f"No cell in {self._head.looked_at} of {sheet.name!r} is a {grain}."
            raise ConfigError(field, what + years + there)
        if left_out:
            _log.info("Columns of %s without a period are left out: %s.", sheet.name, listed(left_out))

    def _found(self, grain: Grain) -> int:
        counts = {
            row: sum(
                looks_like_period(self._head.label(row, column), self._periods, grain) for column in range(len(cells))
            )
            for row, cells in self._head.rows.items()
        }
        best = max(counts.values(), default=0)
        return next((row for row, count in counts.items() if count == best > 0), -1)

    def _start(self, column: int) -> date:
        cell = self._head.label(self.row, column)
        try:
            return self._periods.start(cell)
        except NoYear:
            year = self._head.year_above(self.row, column)
            if year is None:
                raise
            return self._periods.start(cell, year=year)
