"""Which rows of a long table count."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.config.long import Filter, Operator
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import Record
from equipoise_spreadsheets.unreadable import Unreadable
from equipoise_spreadsheets.values.texts import folded, text_of

T = TypeVar("T")
Ordered = TypeVar("Ordered", date, Decimal)

_LONGEST = 1000
_ORDERED = (Operator.GREATER, Operator.AT_LEAST, Operator.LESS, Operator.AT_MOST)


class RowFilter:
    """One condition on one column. Raises: ConfigError on `field` for a comparison that has no order."""

    def __init__(self, rule: Filter, column: int, reading: Reading, field: str) -> None:
        self._operator = rule.operator
        self._column = column
        self._reading = reading
        operands = rule.values if rule.value is None else [rule.value]
        self._texts = {folded(str(operand)) for operand in operands}
        self._days = {day for operand in operands if (day := _day(operand)) is not None}
        self._numbers = {number for operand in operands if (number := _number(operand)) is not None}
        if self._operator in _ORDERED and not (self._days or self._numbers):
            raise ConfigError(field, f"{rule.operator} compares with a number, or a date such as 2026-03-31.")

    def holds(self, record: Record) -> bool:
        """Raises: Unreadable where the cell cannot be compared."""
        cell = record.label(self._column)
        match self._operator:
            case Operator.BLANK:
                return cell is None
            case Operator.NOT_BLANK:
                return cell is not None
            case Operator.EQUALS | Operator.IN:
                return cell is not None and self._is_one(record)
            case Operator.NOT_EQUALS | Operator.NOT_IN:
                return cell is None or not self._is_one(record)
            case _:
                return cell is not None and self._is_beyond(record)

    def _is_one(self, record: Record) -> bool:
        cell = record.label(self._column)
        if isinstance(cell, str) and len(cell) > _LONGEST:
            return False
        if self._numbers and _read(record.number, self._column) in self._numbers:
            return True
        if self._days and _read(record.day, self._column) in self._days:
            return True
        return folded(text_of(cell)) in self._texts

    def _is_beyond(self, record: Record) -> bool:
        if self._days:
            return self._compare(record.required_day(self._column), next(iter(self._days)))
        return self._compare(record.number(self._column), next(iter(self._numbers)))

    def _compare(self, cell: Ordered, operand: Ordered) -> bool:
        match self._operator:
            case Operator.GREATER:
                return cell > operand
            case Operator.AT_LEAST:
                return cell >= operand
            case Operator.LESS:
                return cell < operand
            case _:
                return cell <= operand


def _read(read: Callable[[int], T], column: int) -> T | None:
    try:
        return read(column)
    except Unreadable:
        return None


def _day(operand: str | Decimal) -> date | None:
    try:
        return date.fromisoformat(operand) if isinstance(operand, str) else None
    except ValueError:
        return None


def _number(operand: str | Decimal) -> Decimal | None:
    try:
        number = Decimal(operand)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
