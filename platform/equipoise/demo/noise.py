"""Chance that is the same on every machine and every day."""

from hashlib import blake2b
from math import cos, tau
from struct import unpack


def chance(*seed: object) -> float:
    """A number in [0, 1) that depends on the seed alone."""
    digest = blake2b("/".join(map(str, seed)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def wobble(*seed: object) -> float:
    """A number in (-1, 1), small ones more often than large ones."""
    return chance(*seed, "up") - chance(*seed, "down")


class Dice:
    """Many chances from one seed, which costs less than a seed for each."""

    def __init__(self, *seed: object) -> None:
        self._seed = seed
        self._thrown: list[float] = []
        self._throws = 0

    def roll(self) -> float:
        """The next number in [0, 1)."""
        if not self._thrown:
            text = "/".join(map(str, (*self._seed, self._throws)))
            self._thrown = [number / 2**64 for number in unpack("<8Q", blake2b(text.encode()).digest())]
            self._throws += 1
        return self._thrown.pop()

    def wobble(self) -> float:
        """The next number in (-1, 1), small ones more often than large ones."""
        return self.roll() - self.roll()


def seasonal(month: int, peak: int) -> float:
    """1 in the peak month (1 to 12), -1 half a year from it."""
    return cos(tau * (month - peak) / 12)
