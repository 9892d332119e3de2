"""What an .xls says beside the contents of its cells.

Source: [MS-XLS], the binary format of Excel 97 to 2003.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from equipoise_spreadsheets.files.compound import Compound
from equipoise_spreadsheets.files.refused import FORMATS, damaged, protected, refused
from equipoise_spreadsheets.files.survey import Survey
from equipoise_spreadsheets.files.xls_sheet import Record, SheetSurveyor

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _XF, _FORMAT, _STRINGS = 0x0809, 0x000A, 0x0085, 0x002F, 0x00E0, 0x041E, 0x00FC


class XlsContent:
    """`surveys` are those of the sheets, in their order."""

    def __init__(self, path: Path) -> None:
        compound = Compound(path)
        if "EncryptedPackage" in compound:
            raise protected()
        stream = next((name for name in ("Workbook", "Book") if name in compound), None)
        if stream is None:
            raise refused(f"The file is no workbook. {FORMATS}")
        self._content = compound.stream(stream)
        self._percent_formats = {9, 10}
        self._percent_styles: set[int] = set()
        try:
            self.surveys = [self._survey(name, offset) for name, offset in self._sheets()]
        except (struct.error, IndexError):
            raise damaged("workbook") from None

    def _sheets(self) -> list[tuple[str, int]]:
        found, styles = [], 0
        for kind, data in self._records(0):
            if kind == _FILEPASS:
                raise protected()
            if kind == _STRINGS and struct.unpack_from("<I", data, 4)[0] > len(self._content):
                raise IndexError  # calamine makes room for as many as are announced
            if kind == _BOUNDSHEET:
                name = data[8:].decode("utf-16-le" if data[7] & 1 else "latin-1", "replace")
                found.append((name, struct.unpack_from("<I", data)[0]))
            elif kind == _FORMAT and b"%" in data[4:]:
                self._percent_formats.add(struct.unpack_from("<H", data)[0])
            elif kind == _XF:
                if struct.unpack_from("<H", data, 2)[0] in self._percent_formats:
                    self._percent_styles.add(styles)
                styles += 1
        return found

    def _survey(self, name: str, offset: int) -> Survey:
        survey = Survey(name)
        SheetSurveyor(survey, self._percent_styles).run(self._records(offset))
        return survey

    def _records(self, offset: int) -> Iterator[Record]:
        """Of one part of the stream, without the charts and the like that are embedded in it."""
        depth = 0
        while offset + 4 <= len(self._content):
            kind, length = struct.unpack_from("<HH", self._content, offset)
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 1:
                yield kind, self._content[offset + 4 : offset + 4 + length]
            if depth <= 0:
                return
            offset += 4 + length
        raise IndexError
