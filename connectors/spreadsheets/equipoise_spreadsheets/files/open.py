"""Opening a file of any of the types."""

from pathlib import PurePath

from equipoise_sdk import Context
from equipoise_spreadsheets.config import SpreadsheetConfig
from equipoise_spreadsheets.files.recognise import Kind, recognise
from equipoise_spreadsheets.files.text_file import TextFile
from equipoise_spreadsheets.files.workbook import Book, Workbook


def open_book(config: SpreadsheetConfig, context: Context) -> Book:
    """Raises: ConfigError on `file` or `encoding`."""
    path = context.file(config.file)
    kind = recognise(path)
    if kind is Kind.TEXT:
        return TextFile(path, PurePath(config.file).name, config.encoding, config.delimiter)
    return Workbook(path, kind)
