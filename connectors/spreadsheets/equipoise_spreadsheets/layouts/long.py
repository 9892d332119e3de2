"""Reading the long layout."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from equipoise_sdk import ConfigError, Measure, Query, RowError
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.config import aggregate as form
from equipoise_spreadsheets.config.long import LongSource
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts import totals
from equipoise_spreadsheets.layouts.figures import Dimensions, Figures
from equipoise_spreadsheets.layouts.filters import RowFilter
from equipoise_spreadsheets.layouts.gathering import AsIs, Gathering, Grouped
from equipoise_spreadsheets.layouts.header import Header
from equipoise_spreadsheets.layouts.open_at_end import OpenAtEnd
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import Record, records
from equipoise_spreadsheets.layouts.source import SourceReader
from equipoise_spreadsheets.unreadable import Unreadable

_MAX_MEASURES = 5_000


class LongReader(SourceReader):
    def __init__(self, source: LongSource, field: str, config: SpreadsheetConfig, book: Book) -> None:
        self._source = source
        self._field = field
        self._config = config
        self._sheet = book.sheet(source.sheet, f"{field}.sheet")
        header = Header(self._sheet, dict(self._wanted()), source.header_row)
        self._header_row, self._columns = header.row, header.columns

    def measures(self) -> Sequence[Measure]:
        measure = self._source.measure
        if measure is not None:
            return [self._measure(measure.key, measure.name or measure.key, measure.unit)]
        reading = self._reading(first_month=1)
        filters = self._filters(reading)
        names: dict[str, None] = {}
        for record in self._records(reading):
            try:
                if not record.is_blank(self._columns.values()) and all(rule.holds(record) for rule in filters):
                    names[self._measure_of(record)] = None
            except Unreadable:
                continue  # reading reports it
            if len(names) > _MAX_MEASURES:
                raise ConfigError(f"{self._field}.measure_column", f"It names more than {_MAX_MEASURES:,} measures.")
        return [self._measure(name, name, self._source.unit) for name in names]

    def read(self, query: Query, figures: Figures) -> Iterator[RowError]:
        reading = self._reading(first_month=query.first_month_of_year)
        filters = self._filters(reading)
        gathering = self._gathering(reading, query, figures)
        for record in self._records(reading):
            try:
                if record.is_blank(self._columns.values()) or not all(rule.holds(record) for rule in filters):
                    continue
                measure = self._measure_of(record)
                if query.wants(measure) and gathering.concerns(record):
                    gathering.add(record, measure, self._dimensions_of(record))
            except Unreadable as problem:
                yield self._row_error(record, problem)
        yield from gathering.finish()

    def _records(self, reading: Reading) -> Iterator[Record]:
        return records(self._sheet, reading, self._columns.values(), after=self._header_row)

    def _measure_of(self, record: Record) -> str:
        if self._source.measure is not None:
            return self._source.measure.key
        return record.required_text(self._columns[self._source.measure_column or ""])

    def _dimensions_of(self, record: Record) -> Dimensions:
        """A blank one is left out."""
        found = ((name, record.text(self._columns[name])) for name in self._source.dimension_columns)
        return tuple((name, text) for name, text in found if text)

    def _row_error(self, record: Record, problem: Unreadable) -> RowError:
        header = next((name for name, column in self._columns.items() if column == problem.column), None)
        return RowError(self._sheet.where(record.row, problem.column, header), problem.message, problem.code)

    def _gathering(self, reading: Reading, query: Query, figures: Figures) -> Gathering:
        aggregate, column = self._source.aggregate, self._columns
        if isinstance(aggregate, form.OpenAtPeriodEnd):
            own = column[aggregate.key_column], column[aggregate.start_column], column[aggregate.end_column]
            inclusive = aggregate.open_on_end_day
            return OpenAtEnd(self._sheet, query, figures, own, reading.periods, open_on_end_day=inclusive)
        period = column[self._source.period_column or ""]
        if isinstance(aggregate, form.AsIs):
            name = aggregate.column
            return AsIs(self._sheet, query, figures, period_column=period, column=column[name], name=name)
        return Grouped(self._sheet, query, figures, period, totals.maker(aggregate, column, period))

    def _filters(self, reading: Reading) -> list[RowFilter]:
        return [
            RowFilter(rule, self._columns[rule.column], reading, f"{self._field}.filters.{number}.value")
            for number, rule in enumerate(self._source.filters)
        ]

    def _reading(self, *, first_month: int) -> Reading:
        aggregate = self._source.aggregate
        return Reading.of(
            self._config,
            self._source.grain,
            first_month=first_month,
            year=self._source.year,
            labels=aggregate.labels if isinstance(aggregate, form.AsIs) else None,
        )

    def _measure(self, key: str, name: str, unit: str | None) -> Measure:
        aggregate = self._source.aggregate
        factor = aggregate.factor if isinstance(aggregate, form.Ratio) else Decimal(1)
        return Measure(key, name, unit, self._source.grain, tuple(self._source.dimension_columns), factor)

    def _wanted(self) -> Iterator[tuple[str, str]]:
        """The columns that the source names, by the field that names them."""
        for field in ("measure_column", "period_column"):
            name = getattr(self._source, field)
            if name is not None:
                yield f"{self._field}.{field}", name
        for field, name in self._source.aggregate:
            if field == "column" or field.endswith("_column"):
                yield f"{self._field}.aggregate.{field}", name
        for number, rule in enumerate(self._source.filters):
            yield f"{self._field}.filters.{number}.column", rule.column
        for number, name in enumerate(self._source.dimension_columns):
            yield f"{self._field}.dimension_columns.{number}", name
