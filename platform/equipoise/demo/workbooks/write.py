"""Write the workbooks of the demo organisation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equipoise.demo.ledgers.ledger import Ledger, Row
from equipoise.demo.organisation import CORRECTED, DemoOrganisation
from equipoise.demo.workbooks.across import Heading, real_dates, short_names, under_years, write_across
from equipoise.demo.workbooks.book import Book, new_book
from equipoise.demo.workbooks.catalogue import WORKBOOKS, Layout, Workbook
from equipoise.demo.workbooks.down import write_down
from equipoise.demo.workbooks.export import write_csv_export, write_export
from equipoise.demo.workbooks.form import write_form
from equipoise.demo.workbooks.line import lines_of
from equipoise.demo.workbooks.list_of_values import write_list_of_values
from equipoise.demo.workbooks.monthly_packs import write_monthly_packs

CONNECTOR = "spreadsheets"

_HEADINGS: dict[Layout, Heading] = {
    Layout.MONTHS_AS_DATES: real_dates,
    Layout.MONTHS_AS_NAMES: short_names,
    Layout.MONTHS_UNDER_YEARS: under_years,
}


@dataclass(frozen=True, slots=True)
class DemoConnection:
    """A connection with its file, in one edition. Both editions of a file have the same name and configuration."""

    name: str
    connector: str
    config: dict[str, Any]
    file_name: str
    path: Path
    mappings: dict[str, str]
    """From the connector's measure to the key of the KPI."""
    edition: int


def write_workbooks(demo: DemoOrganisation, folder: Path) -> list[DemoConnection]:
    """All first editions, then the second ones, in the order in which they are to be read."""
    written = []
    for edition in (1, 2):
        place = folder / f"edition-{edition}"
        place.mkdir(parents=True, exist_ok=True)
        for workbook in WORKBOOKS:
            if edition == 1 or workbook.key in CORRECTED:
                written.append(_write(demo, workbook, edition, place / workbook.file_name))
    return written


def _write(demo: DemoOrganisation, workbook: Workbook, edition: int, path: Path) -> DemoConnection:
    title = f"Lindmoor, {workbook.title}"
    mappings = {kpi.key: kpi.key for _, kpi in demo.of_workbook(workbook.key)}
    match workbook.layout:
        case Layout.LIST_OF_VALUES:
            lines = lines_of(demo, workbook.key, edition)
            config = write_list_of_values(path, title, lines, demo.timeline)
            mappings = {line.kpi.name: line.kpi.key for line in lines}
        case Layout.CSV_EXPORT:
            ((ledger, rows),) = _exports(demo, workbook, edition)
            config = write_csv_export(path, title, ledger, rows)
        case _:
            with new_book(path, demo.timeline.last_day) as book:
                sources = _write_report(book, demo, workbook, edition)
                for ledger, rows in _exports(demo, workbook, edition):
                    sources += write_export(book, ledger, rows)
            config = {"sources": sources}
    config["file"] = workbook.file_name
    return DemoConnection(workbook.title, CONNECTOR, config, workbook.file_name, path, mappings, edition)


def _write_report(book: Book, demo: DemoOrganisation, workbook: Workbook, edition: int) -> list[dict[str, Any]]:
    title, timeline = f"Lindmoor, {workbook.title}", demo.timeline
    lines = lines_of(demo, workbook.key, edition)
    match workbook.layout:
        case Layout.EXPORTS_ONLY:
            return []
        case Layout.SHEET_EACH_MONTH:
            return write_monthly_packs(book, title, lines, timeline)
        case Layout.PERIODS_DOWN:
            return write_down(book, title, lines, timeline)
        case Layout.FORM:
            return write_form(book, title, lines, timeline)
    return write_across(book, title, lines, timeline, _HEADINGS[workbook.layout])


def _exports(demo: DemoOrganisation, workbook: Workbook, edition: int) -> list[tuple[Ledger, list[Row]]]:
    ledgers = [demo.ledgers[key] for key in workbook.exports]
    return [(ledger, ledger.first_rows if edition == 1 else ledger.rows) for ledger in ledgers]
