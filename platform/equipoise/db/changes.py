"""What a transaction has changed, said in its last statement: the one order of everything that happens.

The organisation's change counter is moved on under its row's lock just before the commit. So positions are in the
order of commits, a reader that has seen one has seen all before it, and the counter is also the version of everything
that can be read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, event, text
from sqlalchemy.orm import ORMExecuteState, Session

from equipoise.db.json import encode

CHANNEL = "equipoise_changes"
"""Where every commit that changed something is announced, with the tenant and its position as the payload."""

_MOVE_ON = text("""
    WITH counted AS (
        INSERT INTO change_counter AS counter (tenant_id, position, forgotten) VALUES (:tenant_id, :steps, 0)
        ON CONFLICT (tenant_id) DO UPDATE SET position = counter.position + EXCLUDED.position
        RETURNING position
    ), told AS (
        INSERT INTO event (tenant_id, position, kind, at, actor_id, data)
        SELECT :tenant_id, counted.position - :steps + news.number, news.kind, news.at, news.actor_id,
               news.data ::jsonb
        FROM counted
        CROSS JOIN unnest(:kinds ::text[], :ats ::timestamptz[], :actors ::uuid[], :data ::text[])
                   WITH ORDINALITY AS news (kind, at, actor_id, data, number)
        ON CONFLICT (tenant_id, position) DO NOTHING
    )
    SELECT position FROM counted
""")
_READS = re.compile(r"\s*(SELECT|WITH)\b", re.I)
_WRITES = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+(\s+AS)?(\s+\w+)?\s+SET)\b", re.I)


@dataclass(frozen=True, slots=True)
class News:
    """An event that waits for the commit."""

    kind: str
    at: datetime
    actor_id: UUID | None
    data: Mapping[str, Any]


@dataclass(slots=True)
class Changes:
    """What one session has changed since its transaction began."""

    tenant_id: UUID
    wrote: bool = False
    """Whoever writes past SQLAlchemy says so here."""
    news: list[News] = field(default_factory=list)

    def follow(self, session: Session) -> None:
        """Notice every write of the session, and speak before each commit."""
        event.listen(session, "do_orm_execute", self._notice)
        event.listen(session, "after_flush", self._notice_flush)
        event.listen(session, "before_commit", self._move_on)
        event.listen(session, "after_rollback", self._forget)

    def _notice(self, state: ORMExecuteState) -> None:
        self.wrote = self.wrote or not (state.is_select or _only_reads(state.statement))

    def _notice_flush(self, _session: Session, _context: object) -> None:
        self.wrote = True

    def _forget(self, _session: Session) -> None:
        self.wrote = False
        self.news = []

    def _move_on(self, session: Session) -> None:
        if session.in_nested_transaction():
            return
        session.flush()
        if not self.wrote and not self.news:
            return
        connection = session.connection()
        told = [(each.kind, each.at, each.actor_id, encode(each.data)) for each in self.news]
        kinds, ats, actors, data = map(list, zip(*told, strict=True)) if told else ([], [], [], [])
        bound = {"kinds": kinds, "ats": ats, "actors": actors, "data": data, "steps": max(1, len(told))}
        position: int = connection.execute(_MOVE_ON, {"tenant_id": self.tenant_id, **bound}).scalar_one()
        driver: Any = connection.connection.driver_connection
        driver.announce(CHANNEL, self.tenant_id, position)
        self._forget(session)


def _only_reads(statement: object) -> bool:
    return isinstance(statement, TextClause) and _text_only_reads(statement.text)


@lru_cache(maxsize=1000)
def _text_only_reads(statement: str) -> bool:
    return _READS.match(statement) is not None and _WRITES.search(statement) is None
