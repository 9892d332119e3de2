"""A cache that is bounded in bytes and shared fairly."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class _Held(Generic[K]):
    """What one holder has brought in, the least recently used first."""

    keys: "OrderedDict[K, int]"
    size: int = 0


class FairCache(Generic[K, V]):
    """Keeps values up to a number of bytes. What has to go is the oldest of whoever holds most.

    So a holder who brings in more and more of them drives out nobody's but their own.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._values: dict[K, tuple[V, Hashable]] = {}
        self._held: dict[Hashable, _Held[K]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, which counts as a use of it, whoever asks."""
        found = self._values.get(key)
        if found is None:
            return None
        value, holder = found
        self._held[holder].keys.move_to_end(key)
        return value

    def put(self, key: K, value: V, size: int, holder: Hashable) -> None:
        """Keep the value, unless it alone is larger than a quarter of what may be kept."""
        self.drop(key)
        if size > self.most_bytes // 4:
            return
        held = self._held.setdefault(holder, _Held(OrderedDict()))
        held.keys[key] = size
        held.size += size
        self.size += size
        self._values[key] = (value, holder)
        if self.size > self.most_bytes:
            self._make_room()

    def drop(self, key: K) -> None:
        """Forget the value, if there is one."""
        found = self._values.pop(key, None)
        if found is not None:
            self._let_go(found[1], key)

    def _make_room(self) -> None:
        """A little more than is needed, so that who holds most is not looked for each time."""
        while self.size > self.most_bytes - self.most_bytes // 16:
            largest = max(self._held, key=lambda holder: self._held[holder].size)
            key = next(iter(self._held[largest].keys))
            del self._values[key]
            self._let_go(largest, key)

    def _let_go(self, holder: Hashable, key: K) -> None:
        held = self._held[holder]
        size = held.keys.pop(key)
        held.size -= size
        self.size -= size
        if not held.keys:
            del self._held[holder]
