"""Say that something happened. It is told after the commit, or never."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from equipoise.db.changes import News
from equipoise.db.session import TenantSession
from equipoise.events.kinds import EventKind, InternalKind
from equipoise.identity.actor import Actor

MOST_NAMED = 200
"""Ids under one name of an event. Of more it says nothing but that they are many: null."""

Fact = UUID | Collection[UUID] | date | int | str | None


def emit(session: TenantSession, by: Actor | datetime, kind: EventKind | InternalKind, **facts: Fact) -> None:
    """Have it told that `kind` happened, by a person or by the system at a moment.

    Names of facts: `kpi`, `scorecard`, `review` and so on for one id, `kpis` and `scorecards` for several, `first`
    and `last` for days, counts. An event that repeats the last one adds nothing and is left out.
    """
    at, actor_id = (by.now, by.person_id) if isinstance(by, Actor) else (by, None)
    data = {name: _bounded(fact) for name, fact in facts.items() if fact is not None}
    news = News(kind, at, actor_id, data)
    waiting = session.changes.news
    if not waiting or waiting[-1] != news:
        waiting.append(news)


def _bounded(fact: Fact) -> object:
    if isinstance(fact, Collection) and not isinstance(fact, str):
        return sorted(fact) if len(fact) <= MOST_NAMED else None
    return fact
