"""Answers kept in memory, each with the version of the organisation that it was read at.

Whether that version still stands is found out by the statement that would read the answer, in which the database then
leaves out the reading: nothing is shown that is not true at the moment, and what has not changed costs next to nothing.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, NamedTuple

_EACH = 500
"""Bytes that an answer takes besides its text."""


class Kept(NamedTuple):
    """An answer, and the version at which it was true."""

    version: int
    answer: Any
    size: int


class KeptAnswers:
    """One per process; the least recently used go when the bound is reached."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, question: Hashable) -> Kept | None:
        kept = self._kept.get(question)
        if kept is not None:
            self._kept.move_to_end(question)
        return kept

    def keep(self, question: Hashable, version: int, answer: Any, size: int) -> None:
        """The answer of this size to this question; one that is older than what is kept is not."""
        before = self._kept.get(question)
        if size + _EACH > self._most // 10 or (before is not None and before.version > version):
            return
        if before is not None:
            self._bytes -= before.size
        self._kept[question] = Kept(version, answer, size + _EACH)
        self._kept.move_to_end(question)
        self._bytes += size + _EACH
        while self._bytes > self._most:
            self._bytes -= self._kept.popitem(last=False)[1].size
