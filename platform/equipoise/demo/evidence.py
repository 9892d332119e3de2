"""Who did what with which KPI on which day."""

from collections.abc import Iterator

from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.story import Initiative, Scorecard
from equipoise.demo.use import DatedSignal, page_of, signals
from equipoise.domain.roles import Permission, permissions
from equipoise.domain.usage import Signal


def looks(demo: DemoOrganisation) -> Iterator[DatedSignal]:
    """Which KPIs people opened."""
    for _, kpi in demo.kpis():
        for pattern in kpi.use:
            yield from signals(kpi.key, pattern, demo.timeline.today)


def pages(demo: DemoOrganisation) -> Iterator[DatedSignal]:
    """Which scorecards people opened; the subject is the scorecard, and each of its KPIs was merely listed."""
    for scorecard in demo.scorecards:
        yield from signals(scorecard.key, page_of(*scorecard.readers), demo.timeline.today)


def words(demo: DemoOrganisation) -> Iterator[DatedSignal]:
    """What people said and decided; the use cases that write it down leave this evidence themselves."""
    day = demo.timeline.day
    for scorecard in demo.scorecards:
        for comment in scorecard.comments:
            yield DatedSignal(comment.kpi, comment.person, day(comment.days_ago), Signal.COMMENT, 1)
        for word in scorecard.check_ins:
            yield DatedSignal(word.kpi, word.person, day(word.days_ago), Signal.CHECK_IN, 1)
        for citation in scorecard.citations:
            yield DatedSignal(citation.kpi, citation.person, day(citation.days_ago), Signal.DECISION, 1)
        for initiative in scorecard.initiatives:
            begun = demo.timeline.month(-initiative.starts)
            for kpi in initiative.kpis:
                yield DatedSignal(kpi, planner(demo, scorecard, initiative), begun, Signal.INITIATIVE, 1)


def planner(demo: DemoOrganisation, scorecard: Scorecard, initiative: Initiative) -> str:
    """Who entered the initiative: its owner, or the first reader of the scorecard who may."""
    may = {each.key for each in demo.people if Permission.EDIT_STRATEGY in permissions(each.role)}
    return next(person for person in (initiative.owner, *scorecard.readers) if person in may)
