"""Cell addresses as spreadsheet programs write them. Rows and columns count from 0."""

import re
from functools import lru_cache
from typing import NamedTuple

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Address(NamedTuple):
    sheet: str | None
    row: int
    column: int


@lru_cache(MAX_COLUMNS)
def column_index(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@lru_cache(MAX_COLUMNS)
def column_letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


def sheet_prefix(sheet: str) -> str:
    """`Sheet1!`, in quotes where a formula needs them."""
    plain = re.fullmatch(r"[^\W\d]\w*", sheet)
    return f"{sheet}!" if plain else "'" + sheet.replace("'", "''") + "'!"


def parse(text: str) -> Address | None:
    """`B7`, `Sheet1!B7`, `$'My sheet'.$B$7`; None for anything else, such as a range of several cells."""
    sheet, separator, cell = text.strip().rpartition("!")
    if not separator:
        sheet, separator, cell = text.strip().rpartition(".")
    match = _CELL.fullmatch(cell)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_index(match[1])
    if not (0 <= row < MAX_ROWS and column < MAX_COLUMNS):
        return None
    name = sheet.removeprefix("$")
    if name.startswith("'") and name.endswith("'") and len(name) > 1:
        name = name[1:-1].replace("''", "'")
    return Address(name or None, row, column)
