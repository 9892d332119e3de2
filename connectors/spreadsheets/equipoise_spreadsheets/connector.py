"""The connector for files of tables."""

from collections.abc import Iterator, Sequence

from equipoise_sdk import ConfigError, Connector, Measure, Query
from equipoise_sdk.reading import Item
from equipoise_spreadsheets.config import Source, SpreadsheetConfig
from equipoise_spreadsheets.config.long import LongSource
from equipoise_spreadsheets.config.wide import WideSource
from equipoise_spreadsheets.files.open import open_book
from equipoise_spreadsheets.files.workbook import Book
from equipoise_spreadsheets.layouts.cells import CellsReader
from equipoise_spreadsheets.layouts.figures import Figures
from equipoise_spreadsheets.layouts.long import LongReader
from equipoise_spreadsheets.layouts.source import SourceReader
from equipoise_spreadsheets.layouts.wide import WideReader


class Spreadsheets(Connector[SpreadsheetConfig]):
    """Values from workbooks (.xlsx, .xls, .ods) and text files (.csv): lists, tables of periods, single cells."""

    key, title = "spreadsheets", "Spreadsheets and CSV files"

    def check(self) -> None:
        if not self.discover():
            raise ConfigError("sources", "The file has nothing that these sources describe.")

    def discover(self) -> Sequence[Measure]:
        """Several sources may deliver the same measure, such as a sheet for each year."""
        found: dict[str, Measure] = {}
        for reader in self._readers():
            for measure in reader.measures():
                found.setdefault(measure.key, measure)
        return list(found.values())

    def read(self, query: Query) -> Iterator[Item]:
        figures = Figures()
        for reader in self._readers():
            yield from reader.read(query, figures)
        yield from figures.items()

    def _readers(self) -> Iterator[SourceReader]:
        book = open_book(self.config, self.context)
        for number, source in enumerate(self.config.sources):
            yield self._reader(source, f"sources.{number}", book)

    def _reader(self, source: Source, field: str, book: Book) -> SourceReader:
        if isinstance(source, LongSource):
            return LongReader(source, field, self.config, book)
        if isinstance(source, WideSource):
            return WideReader(source, field, self.config, book)
        return CellsReader(source, field, self.config, book)
