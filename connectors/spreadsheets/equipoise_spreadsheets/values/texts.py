"""What a cell reads as."""

from datetime import date, datetime

from equipoise_spreadsheets.files.sheet import Cell
from equipoise_spreadsheets.unreadable import Unreadable, shown

MAX_CHARACTERS = 200


def text_of(cell: Cell) -> str:
    """Without blanks around it; 258.0 is 258, as a spreadsheet program shows it. Raises: Unreadable where too long."""
    if isinstance(cell, str):
        text = cell.strip()
    elif isinstance(cell, bool):
        text = str(cell).upper()
    elif isinstance(cell, float):
        text = f"{cell:.15g}"
    elif isinstance(cell, (datetime, date)):
        text = cell.isoformat()
    else:
        text = "" if cell is None else str(cell)
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("TOO_LONG", f"{shown(text)} is longer than {MAX_CHARACTERS} characters")
    return text


def folded(text: str) -> str:
    """For comparing names: case and white space do not count."""
    return " ".join(text.split()).casefold()
