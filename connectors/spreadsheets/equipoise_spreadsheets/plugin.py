"""What the entry point names."""

from equipoise_sdk import hookimpl
from equipoise_spreadsheets.connector import Spreadsheets


@hookimpl
def register_connectors() -> list[type[Spreadsheets]]:
    return [Spreadsheets]
