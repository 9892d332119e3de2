"""In which encoding a text file is written."""

import codecs
import logging
from pathlib import Path

from charset_normalizer import from_bytes

from equipoise_sdk import ConfigError
from equipoise_spreadsheets.files.refused import FORMATS, refused

_SAMPLE_BYTES = 256 * 1024
_CHUNK = 1024 * 1024
_COMMON = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "utf_16_le",
    "utf_16_be",
    "shift_jis",
    "gb18030",
    "mac_roman",
)
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = bytes(set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F})

_log = logging.getLogger(__name__)


def encoding_of(path: Path, wanted: str | None) -> str:
    """UTF-8 where the whole file is; otherwise what it looks most like, which is logged.

    Raises: ConfigError on `encoding` where the one that is wanted does not exist or does not fit, and on `file` for
    what is no text.
    """
    if wanted is not None:
        return _checked(path, wanted)
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return _checked(path, encoding)
    if _reads_as(path, "utf-8-sig") and b"\0" not in sample:
        return "utf-8-sig"
    guess = from_bytes(sample, cp_isolation=list(_COMMON)).best()
    wide = guess is not None and guess.encoding.startswith("utf_16")
    if guess is None or (not wide and sample.translate(None, _CONTROLS) != sample):
        raise refused(f"The file is neither a workbook nor readable text. {FORMATS}")
    # Files of the West read the same as cp1250 and cp1252; the latter is far more common.
    encoding = "cp1252" if "cp1252" in guess.could_be_from_charset else guess.encoding
    _log.info("The file is not UTF-8; it is read as %s. If letters look wrong, set its encoding.", encoding)
    return _checked(path, encoding)


def _checked(path: Path, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ConfigError("encoding", f"There is no encoding {encoding!r}; try utf-8, utf-16 or cp1252.") from None
    if not _reads_as(path, encoding):
        raise ConfigError("encoding", f"The file is not written in {encoding} throughout; set its encoding.")
    return encoding


def _reads_as(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(_CHUNK):
                pass
    except UnicodeError:
        return False
    except LookupError:  # codecs such as base64, which are none for text
        return False
    return True
