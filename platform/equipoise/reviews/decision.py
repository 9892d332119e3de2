"""What is decided on an item of a review."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from equipoise.domain import text
from equipoise.domain.calendar import Frequency
from equipoise.domain.review_cycle import Outcome, WrongOutcome


class KpiChanges(TypedDict, total=False):
    """What a review changes about a KPI at once."""

    name: str
    owner_id: UUID | None
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to happen, and why. The rest goes with one outcome each."""

    outcome: Outcome
    reason: str
    merge_into_id: UUID | None = None
    """MERGE: the KPI that goes on."""
    changes: KpiChanges = field(default_factory=KpiChanges)
    """CHANGE: what becomes different at once; empty where the reason says what is to be done."""
    leave_alone_until: date | None = None
    """KEEP and CHANGE: until when the same rule asks no more; by default one window of the usage policy."""

    def checked(self) -> "Decision":
        """The decision with its reason as it is kept. Nothing that is asked for may be passed over in silence.

        Raises: WrongOutcome, for what does not go with the outcome; TextMissing, TextTooLong, TextNotPlain.
        """
        if (self.outcome is Outcome.MERGE) != (self.merge_into_id is not None):
            raise WrongOutcome("MERGE, and nothing else, names the KPI to merge into.", field="mergeInto")
        if self.changes and self.outcome is not Outcome.CHANGE:
            raise WrongOutcome("Only CHANGE comes with changes.", field="changes")
        if self.leave_alone_until is not None and self.outcome not in (Outcome.KEEP, Outcome.CHANGE):
            raise WrongOutcome("Only a KPI that is kept or changed can be left alone.", field="leaveAloneUntil")
        return replace(self, reason=text.prose(self.reason, "reason", required=True))
