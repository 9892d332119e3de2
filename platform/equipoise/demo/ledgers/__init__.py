"""Exports of single transactions, from which the spreadsheet connector works out KPI values."""
