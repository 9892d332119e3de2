"""The cells of a wide table that may hold a value."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from equipoise_sdk import RowError
from equipoise_spreadsheets.files.sheet import Sheet
from equipoise_spreadsheets.layouts.reading import Reading
from equipoise_spreadsheets.layouts.record import Record


class Slot(NamedTuple):
    """A cell with the line and the period that it belongs to. `label` is '' where the line has none."""

    label: str
    period_start: date
    record: Record
    column: int
    sheet: Sheet


class Slots(ABC):
    @abstractmethod
    def read(self, reading: Reading) -> Iterator[Slot | RowError]:
        """Each of them, line by line. Raises: ConfigError where the table is not as the source says."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The table, for messages."""
