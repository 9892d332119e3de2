"""Columns that hold one of a few words, checked by the database."""

from enum import StrEnum

from sqlalchemy import Enum


def one_of(words: type[StrEnum]) -> Enum:
    """A text column with a check constraint: unlike a native enum it can gain a word in one quick statement."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=_snake(words.__name__),
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")
