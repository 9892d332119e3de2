"""The document."""

from typing import Final, Literal

from equipoise.exchange.document.entry import Entry
from equipoise.exchange.document.organisation import OrganisationEntry, PersonEntry, UnitEntry
from equipoise.exchange.document.scorecard import ScorecardEntry
from equipoise.exchange.document.values import Listed

FORMAT: Final = "equipoise/1"


class Document(Entry):
    """An organisation's strategy, or a part of it."""

    format: Literal["equipoise/1"]
    organisation: OrganisationEntry | None = None
    units: Listed[UnitEntry] = ()
    people: Listed[PersonEntry] = ()
    scorecards: Listed[ScorecardEntry] = ()
