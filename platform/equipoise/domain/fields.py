"""Strict reading of the JSON objects in which scoring, status rules and targets travel and are stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from equipoise.domain.decimals import parse_decimal, quoted
from equipoise.domain.errors import Invalid, Refusal
from equipoise.domain.text import TextMissing, TextNotPlain, TextTooLong

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_WRITTEN_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class MissingField(Refusal):
    """A field that has to be given."""

    code = "MISSING_FIELD"


class UnknownField(Refusal):
    """A field that does not belong there; refused, for it would be lost without a word."""

    code = "UNKNOWN_FIELD"


class TooMany(Refusal):
    """More entries in a list than it may hold."""

    code = "TOO_MANY"


class Fields:
    """A JSON object read field by field; null counts as absent. Each refusal names its field."""

    def __init__(self, raw: object) -> None:
        if not isinstance(raw, Mapping):
            raise Invalid(f"Expected an object with named fields, got a {type(raw).__name__}.")
        self._left = {str(name): value for name, value in raw.items() if value is not None}

    def number(self, name: str) -> Decimal:
        return parse_decimal(self._take(name), name)

    def number_or_none(self, name: str) -> Decimal | None:
        return self.number(name) if name in self._left else None

    def text(self, name: str, at_most: int) -> str:
        """Printable text without surrounding blanks, of 1 to `at_most` characters."""
        raw = self._take(name)
        if not isinstance(raw, str):
            raise Invalid(f"Expected text, got a {type(raw).__name__}.", field=name)
        return checked_text(raw, name, at_most)

    def text_or_none(self, name: str, at_most: int) -> str | None:
        return self.text(name, at_most) if name in self._left else None

    def one_of(self, name: str, kind: type[E]) -> E:
        raw = self._take(name)
        if isinstance(raw, str) and raw in kind.__members__.values():
            return kind(raw)
        raise Invalid(f"{quoted(str(raw))} is none of {', '.join(kind)}.", field=name)

    def day(self, name: str) -> date:
        raw = self._take(name)
        if isinstance(raw, str) and _WRITTEN_DAY.fullmatch(raw):
            with suppress(ValueError):
                return date.fromisoformat(raw)
        raise Invalid(f"{quoted(str(raw))} is not a date; write it as 2026-03-31.", field=name)

    def list_of(self, name: str, read: Callable[["Fields"], T], at_most: int) -> tuple[T, ...]:
        """Each object of a list, read by `read`; a refusal is named `name.index.field`."""
        raw = self._take(name)
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise Invalid(f"Expected a list, got a {type(raw).__name__}.", field=name)
        if len(raw) > at_most:
            raise TooMany(f"{len(raw):,} entries; at most {at_most} can be kept.", field=name)
        return tuple(_read_at(f"{name}.{index}", entry, read) for index, entry in enumerate(raw))

    def end(self) -> None:
        """Refuse whatever has not been read."""
        for name in self._left:
            raise UnknownField(f"There is no field {quoted(name)} here.", field=name[:40])

    def _take(self, name: str) -> object:
        if name not in self._left:
            raise MissingField(f"The field '{name}' has to be given.", field=name)
        return self._left.pop(name)


def checked_text(raw: str, field: str, at_most: int) -> str:
    """Raises: TextMissing, TextTooLong, TextNotPlain."""
    text = raw.strip()
    if not text:
        raise TextMissing("The text must not be empty.", field=field)
    if len(text) > at_most:
        raise TextTooLong(f"The text has {len(text):,} characters; at most {at_most} are kept.", field=field)
    if not text.isprintable():
        raise TextNotPlain(f"{quoted(text)} holds characters that cannot be printed.", field=field)
    return text


def read_object(raw: object, read: Callable[[Fields], T]) -> T:
    """The object read whole: nothing missing, nothing left over."""
    fields = Fields(raw)
    result = read(fields)
    fields.end()
    return result


def _read_at(where: str, raw: object, read: Callable[[Fields], T]) -> T:
    try:
        return read_object(raw, read)
    except Refusal as refusal:
        raise refusal.at(where) from None
