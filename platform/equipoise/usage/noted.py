"""What one answer showed, so that it is counted again when the answer is shown again without being made again."""

from collections.abc import Iterable
from uuid import UUID

from equipoise.domain.usage import Signal
from equipoise.identity.actor import Actor
from equipoise.usage.buffer import UsageBuffer


class NotedViews:
    """Passes signals on to the buffer and keeps what they were about."""

    def __init__(self, buffer: "UsageBuffer | NotedViews") -> None:
        self._buffer = buffer
        self.subjects: dict[Signal, list[UUID]] = {}

    def saw(self, actor: Actor, signal: Signal, subject_ids: Iterable[UUID]) -> None:
        subjects = list(subject_ids)
        self._buffer.saw(actor, signal, subjects)
        self.subjects.setdefault(signal, []).extend(subjects)
