"""Exports of transactions, row by row: as a workbook, or as a .csv with decimal commas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from equipoise.demo.ledgers.ledger import Cell, Ledger, Row
from equipoise.demo.workbooks.book import Book


def write_export(book: Book, ledger: Ledger, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """One sheet. Returns the sources of the connector's configuration."""
    sheet = book.sheet(ledger.title)
    sheet.widths(*[14] * len(ledger.columns))
    for column, name in enumerate(ledger.columns):
        sheet.text(0, column, name, "header")
    sheet.freeze(1, 1)
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(ledger.columns):
            match row[name]:
                case str() as text:
                    sheet.text(number, column, text)
                case date() as day:
                    sheet.day(number, column, day)
                case Decimal() as amount:
                    sheet.number(number, column, amount, 2)
                case int() as count:
                    sheet.number(number, column, count)
    return [measure.config(ledger.title) for measure in ledger.measures]


def write_csv_export(path: Path, title: str, ledger: Ledger, rows: Iterable[Row]) -> dict[str, Any]:
    """Returns the connector's configuration but for the name of the file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow([title])
        out.writerow(["All cases; amounts in EUR"])
        out.writerow([])
        out.writerow(ledger.columns)
        out.writerows([_written(row[name]) for name in ledger.columns] for row in rows)
    return {
        "sources": [measure.config(None) for measure in ledger.measures],
        "decimal_separator": ",",
        "date_order": "dmy",
        "delimiter": ";",
    }


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
    return str(cell)
