"""What came of applying a document."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from equipoise.exchange.problems import Place


class Kind(StrEnum):
    """What a document holds, as people call it."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    PERSON = "person"
    SCORECARD = "scorecard"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"
    KPI = "KPI"
    TARGET = "target"
    INITIATIVE = "initiative"
    MILESTONE = "milestone"
    CAUSE_EFFECT = "cause-effect link"
    CASCADE = "cascade link"


@dataclass(slots=True)
class Item:
    """One entry of the document, or something that is only in the organisation."""

    kind: Kind
    name: str
    created: bool = False
    changed: list[str] = field(default_factory=list)
    """Properties that were different."""


@dataclass(slots=True)
class Report:
    """Every entry of the document, and what is kept although the document does not have it.

    What is kept is kept with all that is in it, which is neither listed nor counted.
    """

    entries: dict[Place, Item] = field(default_factory=dict)
    kept: list[Item] = field(default_factory=list)

    def entry(self, place: Place, kind: Kind, name: str, *, created: bool = False) -> None:
        """Take in an entry, which counts as unchanged until something about it is."""
        self.entries[place] = Item(kind, name, created)

    def changed(self, place: Place, *properties: str) -> None:
        """Properties of an entry were different; of a new one they were not."""
        item = self.entries[place]
        if not item.created:
            item.changed += [each for each in properties if each not in item.changed]

    @property
    def nothing_to_do(self) -> bool:
        """Whether the organisation was as the document says."""
        return not any(item.created or item.changed for item in self.entries.values())

    def created_items(self) -> list[Item]:
        return [item for item in self.entries.values() if item.created]

    def changed_items(self) -> list[Item]:
        return [item for item in self.entries.values() if item.changed]

    def counts(self) -> dict[Kind, tuple[int, int, int, int]]:
        """How many of each kind were created, changed, unchanged and kept; kinds of which there are none left out."""
        created = Counter(item.kind for item in self.created_items())
        changed = Counter(item.kind for item in self.changed_items())
        everything = Counter(item.kind for item in self.entries.values())
        kept = Counter(item.kind for item in self.kept)
        return {
            kind: (created[kind], changed[kind], everything[kind] - created[kind] - changed[kind], kept[kind])
            for kind in Kind
            if everything[kind] or kept[kind]
        }
