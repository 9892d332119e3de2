"""Anything that a document lists."""

from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """Its properties as written; what is not among them is refused.

    A default says what something new gets, or nothing at all where something new has to say it (`REQUIRED`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    REQUIRED: ClassVar[tuple[str, ...]] = ()
    """Properties without which nothing new can be made."""

    def given(self) -> dict[str, Any]:
        """The properties that were written, what it lists of further entries left out."""
        return {name: value for name, value in self if name in self.model_fields_set and not _lists_entries(value)}


E = TypeVar("E", bound=Entry)


def changed_from(current: E, wanted: E) -> dict[str, Any]:
    """The properties that `wanted` names and that are different now."""
    return {name: value for name, value in wanted.given().items() if value != getattr(current, name)}


def _lists_entries(value: object) -> bool:
    return isinstance(value, tuple)
