"""Counting in months."""

from datetime import date


def months_after(month: date, number: int) -> date:
    """The first day of the month that comes so many after (or, below zero, before) this one."""
    months = month.year * 12 + month.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
