"""What an organisation lets its clients send."""

from typing import NamedTuple


class Trust(NamedTuple):
    """The organisation's rule, and how often its trusted documents have changed."""

    only: bool
    """Whether clients may send nothing but trusted documents."""
    version: int
    """What was found of the documents at a version is true for as long as the version is."""
