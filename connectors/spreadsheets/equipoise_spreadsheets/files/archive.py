"""Workbooks that are zip archives, guarded against what unpacks to more than it should."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as InflateError  # noqa: N812 - an exception

from equipoise_spreadsheets.files.refused import damaged, protected, refused

MAX_PARTS = 10_000
MAX_UNPACKED_BYTES = 320 * 1024 * 1024
MAX_STRINGS_BYTES = 96 * 1024 * 1024
MAX_RATIO = 250
_SMALL_BYTES = 8 * 1024 * 1024
_CHUNK = 256 * 1024


def check(path: Path) -> None:
    """Unpacks every part of XML once, to nowhere: what the archive declares may be a lie.

    Raises: ConfigError on `file` for a damaged or encrypted archive, and for one that unpacks to too much.
    """
    with opened(path) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise refused(f"The workbook holds {len(parts)} parts; at most {MAX_PARTS} are read.")
        texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        unpacked = sum(part.file_size for part in texts)
        packed = sum(part.compress_size for part in texts)
        if unpacked > MAX_UNPACKED_BYTES or (unpacked > _SMALL_BYTES and unpacked > MAX_RATIO * packed):
            raise refused(
                f"The workbook unpacks to {unpacked // (1024 * 1024)} MB, far more than a table of its size holds."
            )
        for part in texts:
            if part.flag_bits & 1:
                raise protected()
            if part.filename == "xl/sharedStrings.xml" and part.file_size > MAX_STRINGS_BYTES:
                raise refused(f"The texts of the workbook take more than {MAX_STRINGS_BYTES // (1024 * 1024)} MB.")
            _unpack(archive, part)


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, InflateError, EOFError, OSError, ValueError, NotImplementedError):
        raise damaged("workbook") from None


def part(archive: ZipFile, name: str) -> IO[bytes]:
    """Raises: ConfigError where the archive lacks it."""
    try:
        return archive.open(name)
    except KeyError:
        raise damaged("workbook") from None


def _unpack(archive: ZipFile, part: ZipInfo) -> None:
    # No more than the declared size is ever unpacked; a part that goes on after it fails its checksum.
    with archive.open(part) as content:
        while content.read(_CHUNK):
            pass
