"""What every layout can do."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from equipoise_sdk import Measure, Query, RowError
from equipoise_spreadsheets.layouts.figures import Figures


class SourceReader(ABC):
    """Both methods raise ConfigError on the field of the source that does not fit the file."""

    @abstractmethod
    def measures(self) -> Sequence[Measure]:
        """Those that the source delivers."""

    @abstractmethod
    def read(self, query: Query, figures: Figures) -> Iterator[RowError]:
        """Add the figures; what cannot be read is yielded."""
