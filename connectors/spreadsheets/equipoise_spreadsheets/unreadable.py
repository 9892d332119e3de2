"""A cell that cannot be used."""

from typing import Literal

NOT_CALCULATED = "formula never calculated; open and save the file in a spreadsheet program"
PERHAPS_NOT_CALCULATED = "formula gives empty text or was never calculated; save the file as .xlsx to tell which"
"""All that an .xls says of it."""


Code = Literal[
    "BLANK",  # where something is needed
    "DUPLICATE",  # two places give a value for the same
    "ERROR_CELL",  # #DIV/0! and the like
    "MERGED",  # the value of a merged cell is elsewhere
    "MISSING",  # a line that the configuration lists
    "NO_NAME",  # a value in a line that has none
    "NO_RATIO",  # the denominator is 0
    "NOT_A_DATE",
    "NOT_A_NUMBER",
    "NOT_A_PERIOD",
    "NOT_CALCULATED",  # a formula without a result
    "TOO_LONG",
]
"""Of row errors; they stay as they are."""


class Unreadable(Exception):  # noqa: N818 - named for the cell it is about
    """Becomes a row error at the cell's place. `column` is set by who knows it."""

    def __init__(self, code: Code, message: str, *, column: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.column = column


def unreadable(trouble: str, column: int) -> Unreadable:
    """For a cell that a survey has found to hold an error, or a formula without a result."""
    if trouble in (NOT_CALCULATED, PERHAPS_NOT_CALCULATED):
        return Unreadable("NOT_CALCULATED", trouble, column=column)
    return Unreadable("ERROR_CELL", f"{trouble} is an error; mend the formula", column=column)


def shown(content: object) -> str:
    """The content as a person wrote it, in quotes and not longer than a line."""
    text = str(content)
    start = " ".join(text[:61].split())
    return f"“{start}”" if len(text) <= 60 else f"“{start}…” ({len(text)} characters)"
