"""Looking at what is asked of the database, whoever asks: SQLAlchemy or a driver's connection itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from asyncpg.connection import LoggedQuery
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

Watcher = Callable[[str], None]

_watchers: defaultdict[int, list[Watcher]] = defaultdict(list)
_OF_THE_TRANSACTION = ("BEGIN", "NOTIFY", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
_OF_THE_DRIVER = ("typeinfo_tree", "set_config('jit'")
"""How the driver learns of types that it has not seen yet."""


def let_watch(engine: AsyncEngine) -> None:
    """To be called before the engine's first connection."""

    def attach(connection: Any, _record: object) -> None:
        connection.driver_connection.add_query_logger(announce)

    def announce(query: LoggedQuery) -> None:
        sent = query.query
        if sent.startswith(_OF_THE_TRANSACTION) or any(sign in sent for sign in _OF_THE_DRIVER):
            return
        for watcher in _watchers[id(engine)]:
            watcher(sent)

    def announce_prepared(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # SQLAlchemy prepares what it sends, and of prepared statements the driver's log says nothing.
        for watcher in _watchers[id(engine)]:
            watcher(statement)

    event.listen(engine.sync_engine, "connect", attach)
    event.listen(engine.sync_engine, "before_cursor_execute", announce_prepared)


@contextmanager
def watching(engine: AsyncEngine, watcher: Watcher) -> Iterator[None]:
    """Every statement goes to the watcher as well, apart from those that begin and end transactions."""
    _watchers[id(engine)].append(watcher)
    try:
        yield
    finally:
        _watchers[id(engine)].remove(watcher)


@contextmanager
def statements_of(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements sent while this is open."""
    sent: list[str] = []
    with watching(engine, sent.append):
        yield sent
