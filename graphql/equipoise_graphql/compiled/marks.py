"""Marks in the text of an answer that are no JSON: whose use is to be counted, and what the resolvers have to fill in.

JSON escapes control characters, so a mark cannot be mistaken for anything in the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from equipoise.domain.usage import Signal
from equipoise_graphql.compiled.json_text import Json

_SEEN, _HOLE = b"\x02", b"\x01"
_SIGNALS = {b"O"[0]: Signal.DETAIL_OPENED, b"L"[0]: Signal.LISTED}
_LETTERS = {signal: chr(letter) for letter, signal in _SIGNALS.items()}
_ID = 36
"""Length of a UUID in text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Evidence of use: a signal about a KPI, or about a scorecard that stands for the KPIs it shows."""

    signal: Signal
    subject_id: UUID


def seen_mark(signal: Signal, alias: str) -> Json:
    """Counts the row under `alias` as seen, wherever its JSON ends up in the answer."""
    return f"E'\\x02{_LETTERS[signal]}'", f"{alias}.id"


def hole_mark(number: int, alias: str) -> Json:
    """Stands where the resolvers fill in a field of the row under `alias`."""
    return "E'\\x01'", f"{alias}.id", f"E'{number}\\x01'"


def take_seen(body: bytes) -> tuple[bytes, set[Seen]]:
    """The text without the marks of what was seen, and what was."""
    mark = body.find(_SEEN)
    if mark < 0:
        return body, set()
    parts, seen, taken, text = [], set(), 0, memoryview(body)
    while mark >= 0:
        row_id = mark + 2
        seen.add(Seen(_SIGNALS[body[mark + 1]], UUID(body[row_id : row_id + _ID].decode())))
        parts.append(text[taken:mark])
        taken = row_id + _ID
        mark = body.find(_SEEN, taken)
    return b"".join([*parts, text[taken:]]), seen


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole in an answer: which of the plan's holes it is, and the row."""

    number: int
    row_id: UUID


def split_at_holes(body: bytes) -> Iterator[bytes | Gap]:
    """Text and gaps in their order."""
    for place, part in enumerate(body.split(_HOLE)):
        if place % 2:
            yield Gap(int(part[_ID:]), UUID(part[:_ID].decode()))
        else:
            yield part
