"""Structures that were read before, so that one that has not changed is not read again."""

from collections import OrderedDict
from typing import Final
from uuid import UUID

from equipoise.scores.structure import Structure, read_structure

MOST_CHARACTERS: Final = 4_000_000
"""Of all that is remembered: some 300 scorecards of 60 KPIs, which take about 20 MB."""


class Remembered:
    """The latest structure of each scorecard, with how it was written; the least recently used go first.

    It is never taken for granted: every transaction reads how the structure is written now, which costs the database
    little, and the reading of it is saved where it is the same. So nothing has to say that it has changed.
    """

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._known: OrderedDict[UUID, tuple[str, Structure]] = OrderedDict()
        self._characters = 0

    def last(self, scorecard_id: UUID) -> Structure | None:
        """As it was when it was last read, to be compared with what it is now."""
        found = self._known.get(scorecard_id)
        return None if found is None else found[1]

    def read(self, scorecard_id: UUID, written: str) -> Structure:
        """The structure that is written so; the very same as `last` where nothing has changed."""
        found = self._known.pop(scorecard_id, None)
        if found is not None:
            self._characters -= len(found[0])
        if found is None or found[0] != written:
            found = written, read_structure(scorecard_id, written)
        self._known[scorecard_id] = found
        self._characters += len(written)
        while self._characters > self._most:
            _, (oldest, _) = self._known.popitem(last=False)
            self._characters -= len(oldest)
        return found[1]


remembered: Final = Remembered()
