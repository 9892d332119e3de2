"""When a KPI counts as unused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from equipoise.domain.errors import Invalid


class Signal(StrEnum):
    """What shows that somebody used a KPI, strongest first.

    No signal: service accounts and syncs, the owner's own data entry, the review itself.
    """

    DECISION = "DECISION"
    INITIATIVE = "INITIATIVE"
    COMMENT = "COMMENT"
    CHECK_IN = "CHECK_IN"
    ALERT_ACKNOWLEDGED = "ALERT_ACKNOWLEDGED"
    DETAIL_OPENED = "DETAIL_OPENED"
    REPORT_OPENED = "REPORT_OPENED"
    LISTED = "LISTED"

    @property
    def weight(self) -> int:
        """How much one person's use on one day counts; only the proportions matter."""
        return _WEIGHTS[self]


_WEIGHTS: Final = {
    Signal.DECISION: 100,
    Signal.INITIATIVE: 80,
    Signal.COMMENT: 50,
    Signal.CHECK_IN: 40,
    Signal.ALERT_ACKNOWLEDGED: 30,
    Signal.DETAIL_OPENED: 20,
    Signal.REPORT_OPENED: 10,
    Signal.LISTED: 1,
}
VIEWS: Final = frozenset({Signal.DETAIL_OPENED, Signal.REPORT_OPENED, Signal.LISTED})
COMMENTS: Final = frozenset({Signal.COMMENT, Signal.CHECK_IN})
DECISIONS: Final = frozenset({Signal.DECISION, Signal.INITIATIVE})

UNUSED: Final = "UNUSED"
"""The rule that questions what nobody uses."""


@dataclass(frozen=True, slots=True)
class UsagePolicy:
    """A tenant's rule for "nobody uses it".

    By default: in the last 90 days less than one opening of the KPI's detail, or of two reports that hold it.
    A KPI is left alone for its first `grace_days`. Being listed on a page that somebody opened is no use
    unless `listed_counts`.
    """

    window_days: int = 90
    grace_days: int = 60
    minimum_weight: int = 20
    minimum_people: int = 1
    listed_counts: bool = False

    def __post_init__(self) -> None:
        _require("windowDays", self.window_days, 7, 1_095)
        _require("graceDays", self.grace_days, 0, 365)
        _require("minimumWeight", self.minimum_weight, 1, 10_000)
        _require("minimumPeople", self.minimum_people, 1, 1_000)

    def counts(self, signal: Signal) -> bool:
        return self.listed_counts or signal is not Signal.LISTED

    def window_start(self, today: date) -> date:
        """The first day whose use counts; today is the last."""
        return today - timedelta(days=self.window_days - 1)


class Use(NamedTuple):
    """One person's use of a KPI on one day, however often."""

    signal: Signal
    person_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a KPI was used in the window of the policy; `last_used_on` looks back without end."""

    last_used_on: date | None = None
    distinct_people: int = 0
    views: int = 0
    comments: int = 0
    decisions: int = 0
    weight: int = 0

    def to_json(self) -> dict[str, object]:
        return {
            "lastUsedOn": self.last_used_on.isoformat() if self.last_used_on else None,
            "distinctPeople": self.distinct_people,
            "views": self.views,
            "comments": self.comments,
            "decisions": self.decisions,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to question a KPI, with the figures it rests on."""

    rule: str
    message: str
    evidence: dict[str, object]


def summarise(uses: Iterable[Use], today: date, policy: UsagePolicy) -> Evidence:
    """The evidence of the uses that the policy counts.

    Repeats on one day count once, for frontends read in batches.
    """
    counted = {use for use in uses if policy.counts(use.signal) and use.on <= today}
    since = policy.window_start(today)
    recent = [use for use in counted if use.on >= since]
    return Evidence(
        last_used_on=max((use.on for use in counted), default=None),
        distinct_people=len({use.person_id for use in recent}),
        views=sum(use.signal in VIEWS for use in recent),
        comments=sum(use.signal in COMMENTS for use in recent),
        decisions=sum(use.signal in DECISIONS for use in recent),
        weight=sum(use.signal.weight for use in recent),
    )


def unused(evidence: Evidence, kpi_created_on: date, today: date, policy: UsagePolicy) -> Finding | None:
    """The finding UNUSED when the evidence stays below the policy; None in the KPI's days of grace."""
    if (today - kpi_created_on).days < policy.grace_days:
        return None
    if evidence.weight >= policy.minimum_weight and evidence.distinct_people >= policy.minimum_people:
        return None
    return Finding(UNUSED, _message(evidence, today, policy), figures(evidence, today, policy))


def figures(evidence: Evidence, today: date, policy: UsagePolicy) -> dict[str, object]:
    """The evidence beside the bounds it is held against, as it is frozen where a KPI is questioned or decided on."""
    return evidence.to_json() | {
        "windowDays": policy.window_days,
        "minimumWeight": policy.minimum_weight,
        "minimumPeople": policy.minimum_people,
        "asOf": today.isoformat(),
    }


def _message(evidence: Evidence, today: date, policy: UsagePolicy) -> str:
    if evidence.last_used_on is None:
        last = "Nobody has ever used it"
    else:
        days = (today - evidence.last_used_on).days
        last = f"Last used on {evidence.last_used_on} ({_count(days, 'day')} ago)"
    return (
        f"{last}; in the last {policy.window_days} days: "
        f"{_count(evidence.distinct_people, 'person', 'people')}, "
        f"{_count(evidence.views, 'view')}, {_count(evidence.comments, 'comment')}, "
        f"{_count(evidence.decisions, 'decision')}."
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _require(field: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Invalid(f"{number} is outside {least} to {most:,}.", field=field)
