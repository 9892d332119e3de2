"""What is wrong with a document: each problem with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from equipoise.domain.errors import Refusal

Place: TypeAlias = tuple[str | int, ...]
"""Keys and list indices from the top of the document, such as ("scorecards", 0, "name")."""

MOST_SHOWN = 50
LONGEST_PART = 60


class UnreadableDocument(Refusal):
    """The file holds no YAML of ours."""

    code = "UNREADABLE_DOCUMENT"


class InvalidDocument(Refusal):
    """The document cannot be applied; everything that was found is in the message, one problem a line."""

    code = "INVALID_DOCUMENT"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    place: Place
    message: str


def shown(place: Place) -> str:
    """The place as it is written: `scorecards.0.perspectives.1.weight`."""
    parts = (str(part) for part in place)
    return ".".join(part if len(part) <= LONGEST_PART else f"{part[: LONGEST_PART - 3]}..." for part in parts)


def with_line(place: Place, lines: Mapping[Place, int]) -> str:
    """The place and its line in the file, that of the nearest thing around it where it was left out."""
    for length in range(len(place), 0, -1):
        if (line := lines.get(place[:length])) is not None:
            return f"{shown(place)} (line {line})"
    return shown(place) or "document"


def invalid(problems: Sequence[Problem], lines: Mapping[Place, int]) -> InvalidDocument:
    """All of these as one refusal, in the order of the file."""
    in_order = sorted(problems, key=lambda problem: _line(problem.place, lines))
    told = [f"{with_line(problem.place, lines)}: {problem.message}" for problem in in_order[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        told.append(f"... and {len(problems) - MOST_SHOWN:,} more.")
    return InvalidDocument("\n".join(told), field=shown(in_order[0].place) or None)


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    for length in range(len(place), 0, -1):
        if (line := lines.get(place[:length])) is not None:
            return line
    return 0
