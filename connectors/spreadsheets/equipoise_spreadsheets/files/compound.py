"""The container of .xls files (and of encrypted workbooks): a small file system of its own.

Source: [MS-CFB], Compound File Binary File Format.
"""

import struct
from pathlib import Path

from equipoise_spreadsheets.files.refused import damaged

_END = 0xFFFFFFFA  # from here on no sector but a mark
_ENTRY_BYTES = 128


class Compound:
    """Its streams by name. Raises: ConfigError on `file` where it is damaged."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError):
            raise damaged("file") from None

    def _open(self) -> None:
        header = self._data[:512]
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise IndexError
        self._sector_bytes, self._mini_bytes = 1 << shift, 1 << mini_shift
        directory, _, mini_cutoff, mini_fat, _, difat, _ = struct.unpack_from("<7I", header, 48)
        sectors = list(struct.unpack_from("<109I", header, 76))
        per_sector = self._sector_bytes // 4
        seen = 0
        while difat < _END:
            seen += 1
            if seen * self._sector_bytes > len(self._data):
                raise IndexError
            *more, difat = struct.unpack(f"<{per_sector}I", self._sector(difat))
            sectors += more
        self._fat = [
            entry
            for sector in sectors
            if sector < _END
            for entry in struct.unpack(f"<{per_sector}I", self._sector(sector))
        ]
        self._mini_cutoff = mini_cutoff
        table = self._chain(mini_fat)
        self._mini_fat = list(struct.unpack(f"<{len(table) // 4}I", table))
        self._entries: dict[str, tuple[int, int]] = {}
        entries = self._chain(directory)
        self._mini_stream = b""
        for offset in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", entries, offset + 64)
            start, size = struct.unpack_from("<II", entries, offset + 116)
            if kind == 5:
                self._mini_stream = self._chain(start)
            elif kind == 2:
                name = entries[offset : offset + max(0, length - 2)].decode("utf-16-le")
                self._entries[name] = (start, size)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def stream(self, name: str) -> bytes:
        """Raises: ConfigError where the stream is cut off; KeyError where there is none."""
        start, size = self._entries[name]
        try:
            content = self._mini_chain(start) if size < self._mini_cutoff else self._chain(start)
        except (struct.error, IndexError):
            raise damaged("file") from None
        if len(content) < size:
            raise damaged("file")
        return content[:size]

    def _sector(self, number: int) -> bytes:
        offset = (number + 1) * self._sector_bytes
        if offset >= len(self._data):
            raise IndexError
        return self._data[offset : offset + self._sector_bytes].ljust(self._sector_bytes, b"\0")

    def _chain(self, number: int) -> bytes:
        parts = []
        while number < _END:
            parts.append(self._sector(number))
            if len(parts) > len(self._fat):
                raise IndexError  # it bites its own tail
            number = self._fat[number]
        return b"".join(parts)

    def _mini_chain(self, number: int) -> bytes:
        parts = []
        while number < _END:
            parts.append(self._mini_stream[number * self._mini_bytes : (number + 1) * self._mini_bytes])
            if len(parts) > len(self._mini_fat):
                raise IndexError
            number = self._mini_fat[number]
        return b"".join(parts)
