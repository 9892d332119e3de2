"""Everything that can happen, by the name under which it is told: to subscriptions, to webhooks."""

from enum import StrEnum


class EventKind(StrEnum):
    """What happened. The part before the dot says to what; which ids an event has is said in `emit`'s callers."""

    VALUES_RECORDED = "values.recorded"
    SCORES_CHANGED = "scores.changed"

    KPI_ADDED = "kpi.added"
    KPI_UPDATED = "kpi.updated"
    KPI_ACTIVATED = "kpi.activated"
    KPI_RETIRED = "kpi.retired"
    KPI_RESTORED = "kpi.restored"
    KPI_TARGETS_CHANGED = "kpi.targets_changed"
    KPI_FLAGGED = "kpi.flagged"
    KPI_FLAG_CLEARED = "kpi.flag_cleared"
    KPI_COMMENTED = "kpi.commented"
    KPI_CHECKED_IN = "kpi.checked_in"
    KPI_CITED = "kpi.cited"

    SCORECARD_CHANGED = "scorecard.changed"
    """It, its perspectives, objectives or links: added, changed, moved, removed."""

    INITIATIVE_CHANGED = "initiative.changed"

    REVIEW_SCHEDULED = "review.scheduled"
    REVIEW_OPENED = "review.opened"
    REVIEW_ADVANCED = "review.advanced"
    REVIEW_OPINION_GIVEN = "review.opinion_given"
    REVIEW_DECIDED = "review.decided"
    REVIEW_RESTORED = "review.restored"
    REVIEW_CLOSED = "review.closed"
    REVIEW_CANCELLED = "review.cancelled"

    RUN_REQUESTED = "run.requested"
    RUN_STARTED = "run.started"
    RUN_PROGRESSED = "run.progressed"
    RUN_FINISHED = "run.finished"


class InternalKind(StrEnum):
    """What is told only within the product."""

    ACCESS_CHANGED = "access.changed"
    """Somebody's role, tokens or presence: who listens is looked at again."""
