"""A file opened: its sheets, and the names that stand for cells in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    TablesNotSupported,
)

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.files import archive, memory
from equipoise_spreadsheets.files.address import Address, parse
from equipoise_spreadsheets.files.listed import listed
from equipoise_spreadsheets.files.ods import OdsContent
from equipoise_spreadsheets.files.recognise import Kind
from equipoise_spreadsheets.files.refused import damaged, protected
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.files.spreadsheet import SpreadsheetSheet
from equipoise_spreadsheets.files.survey import MAX_CELLS, Survey
from equipoise_spreadsheets.files.xls import XlsContent
from equipoise_spreadsheets.files.xlsx import XlsxParts


class Place(NamedTuple):
    """A cell in a sheet; both numbers from 0."""

    sheet: Sheet
    row: int
    column: int

    def where(self) -> str:
        return self.sheet.where(self.row, self.column)


class Book(Protocol):
    """What a layout reads from. Every method raises ConfigError on `field` for what does not exist."""

    def sheet(self, name: str | None, field: str) -> Sheet:
        """The sheet of that name; the only visible one for None."""
        ...

    def visible(self) -> list[str]:
        """Names of the sheets that are not hidden."""
        ...

    def named_cell(self, name: str, field: str) -> Place: ...

    def table_cell(self, table: str, column: str, row: int | str, field: str) -> Place: ...


class Workbook:
    """An .xlsx, .xls or .ods. What is hidden is read only where a sheet is asked for by its name."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self._path = path
        self._names: dict[str, str] = {}
        self._parts: XlsxParts | None = None
        surveys = self._survey_all(kind)
        self._calamine = self._open(tables=False)
        metadata = self._calamine.sheets_metadata
        # By position where a name is not the same: how names in old files are encoded is calamine's to know.
        named = {survey.sheet: survey for survey in surveys}
        pairs = zip(metadata, surveys, strict=False)
        self._surveys = {each.name: named.get(each.name, survey) for each, survey in pairs}
        sheets = [each for each in metadata if each.typ == SheetTypeEnum.WorkSheet]
        self._all = [each.name for each in sheets]
        self._visible = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
        self._held: dict[str, SpreadsheetSheet] = {}
        self._held_cells = 0

    def visible(self) -> list[str]:
        return self._visible

    def sheet(self, name: str | None, field: str) -> Sheet:
        if name is None:
            if len(self._visible) != 1:
                hidden = [each for each in self._all if each not in self._visible]
                also = f" Hidden, and read only when named: {listed(hidden)}." if hidden else ""
                raise ConfigError(field, f"Name the sheet; there are {listed(self._visible)}.{also}")
            return self._read(self._visible[0])
        found = [each for each in self._all if each == name] or [
            each for each in self._all if each.strip().casefold() == name.strip().casefold()
        ]
        if not found:
            raise ConfigError(field, f"There is no sheet {name!r}; there are {listed(self._all)}.")
        return self._read(found[0])

    def named_cell(self, name: str, field: str) -> Place:
        names = {each.casefold(): target for each, target in self._names.items()}
        target = names.get(name.casefold())
        if target is None:
            raise ConfigError(field, f"There is no name {name!r}; there are {listed(sorted(self._names))}.")
        address = parse(target.removeprefix("="))
        if address is None or address.sheet is None:
            raise ConfigError(field, f"{name!r} stands for {target[:100]!r}, which is not one cell.")
        return self._place(address, field)

    def table_cell(self, table: str, column: str, row: int | str, field: str) -> Place:
        try:
            workbook = self._open(tables=True)
        except TablesNotSupported:
            raise ConfigError(field, "Tables can be read from .xlsx files only; give the `cell`.") from None
        tables = workbook.table_names or []
        if table not in tables:
            raise ConfigError(field, f"There is no table {table!r}; there are {listed(tables)}.")
        found = workbook.get_table_by_name(table)
        if column not in found.columns:
            raise ConfigError(field, f"The table has no column {column!r}; it has {listed(found.columns)}.")
        entries = [str(cells[0]).strip() for cells in found.to_python()]
        if isinstance(row, str):
            if entries.count(row.strip()) != 1:
                what = "more than one row" if row.strip() in entries else "no row"
                raise ConfigError(field, f"The table has {what} {row!r}; it has {listed(entries)}.")
            row = entries.index(row.strip()) + 1
        if row > len(entries):
            raise ConfigError(field, f"The table has {len(entries)} rows.")
        if found.start is None:
            raise ConfigError(field, f"The table {table!r} is empty.")
        top, left = found.start
        return self._place(Address(found.sheet, top + row - 1, left + found.columns.index(column)), field)

    def _place(self, address: Address, field: str) -> Place:
        if address.sheet not in self._visible:
            hidden = f"The cell is on the hidden sheet {address.sheet!r}; name it as `cell` if it is meant."
            raise ConfigError(field, hidden)
        return Place(self._read(address.sheet), address.row, address.column)

    def _read(self, name: str) -> Sheet:
        if name not in self._held:
            survey = self._survey(name)
            cells = survey.height * survey.width
            if self._held_cells + cells > MAX_CELLS:
                self._held.clear()
                self._held_cells = 0
            self._held_cells += cells
            memory.require(cells)
            with _refusing_damage():
                self._held[name] = SpreadsheetSheet(self._calamine.get_sheet_by_name(name), survey)
        return self._held[name]

    def _survey(self, name: str) -> Survey:
        if self._parts is not None:
            return self._parts.survey(name)
        if name not in self._surveys:
            raise damaged("workbook")
        return self._surveys[name]

    def _survey_all(self, kind: Kind) -> list[Survey]:
        """Where calamine reads all sheets on opening, all have to be looked at before."""
        if kind is Kind.XLS:
            surveys = XlsContent(self._path).surveys
        else:
            archive.check(self._path)
            if kind is Kind.XLSX:
                self._parts = XlsxParts(self._path)
                self._names = self._parts.names
                return []
            content = OdsContent(self._path)
            self._names = content.names
            surveys = list(content.surveys.values())
        memory.require(sum(survey.height * survey.width for survey in surveys))
        return surveys

    def _open(self, *, tables: bool) -> CalamineWorkbook:
        # Of a path, calamine would believe the ending.
        with self._path.open("rb") as file, _refusing_damage():
            return CalamineWorkbook.from_filelike(file, load_tables=tables)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except TablesNotSupported:
        raise
    except PasswordError:
        raise protected() from None
    except CalamineError:
        raise damaged("workbook") from None
    except BaseException as error:
        # A panic of calamine's, which no class that could be imported stands for.
        if type(error).__name__ == "PanicException":
            raise damaged("workbook") from None
        raise
