"""What a file is, by its content; its name says nothing."""

from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from equipoise_spreadsheets.files.refused import FORMATS, damaged, protected, refused

_START = 4096
_ZIP = b"PK\x03\x04"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_NOT_TABLES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"PK\x05\x06": "an empty archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_MARKUP = {
    b"<!doctype html": "a web page, whatever its name says; open it in a spreadsheet program and save it as .xlsx",
    b"<html": "a web page, whatever its name says; open it in a spreadsheet program and save it as .xlsx",
    b"<table": "a web page, whatever its name says; open it in a spreadsheet program and save it as .xlsx",
    b"<?xml": "an XML document; open it in a spreadsheet program and save it as .xlsx",
}


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


def recognise(path: Path) -> Kind:
    """Raises: ConfigError on `file` for what is no table, saying what it is."""
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise refused("The file is empty.")
    if start.startswith(_ZIP):
        return _archive(path)
    if start.startswith(_COMPOUND):
        return Kind.XLS
    for magic, what in _NOT_TABLES.items():
        if start.startswith(magic):
            raise refused(f"The file is {what}. {FORMATS}")
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for markup, what in _MARKUP.items():
        if opening.startswith(markup):
            raise refused(f"The file is {what}.")
    return Kind.TEXT


def _archive(path: Path) -> Kind:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged("workbook") from None
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Kind.ODS
    if "EncryptedPackage" in names:
        raise protected()
    if "xl/workbook.bin" in names:
        raise refused("The file is a binary workbook (.xlsb); save it as .xlsx.")
    raise refused(f"The file is an archive, but no workbook. {FORMATS}")
