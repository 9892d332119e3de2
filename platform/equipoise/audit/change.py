"""Change a row, and know for the audit log what was different before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from equipoise.db.model import Json, Model


@dataclass(frozen=True, slots=True)
class Change:
    """The columns that were changed, as they were and as they are; both empty where nothing was."""

    before: Json
    after: Json

    def __bool__(self) -> bool:
        return bool(self.after)

    def with_(self, column: str, before: Any, after: Any) -> "Change":
        """The same with one column more, if that is different."""
        return self if before == after else Change({**self.before, column: before}, {**self.after, column: after})

    def touches(self, *columns: str) -> bool:
        """Whether one of these columns was changed."""
        return not self.after.keys().isdisjoint(columns)


def change(row: Model, wanted: Mapping[str, Any]) -> Change:
    """Set the columns that are to be different."""
    before = {column: getattr(row, column) for column, value in wanted.items() if getattr(row, column) != value}
    after = {column: wanted[column] for column in before}
    for column, value in after.items():
        setattr(row, column, value)
    return Change(before, after)
