"""Uses of the schema on their way from the memory to the database."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import reading
from equipoise.field_use.uses import Use, uses
from equipoise.identity.actor import Actor
from equipoise_graphql.documents.read import Document
from equipoise_graphql.field_use.buffer import MOST_ASKED, FieldUseBuffer
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation

SCHEMA = build_schema("""
    type Query { a(state: State): A }
    type A { b: Int c: Int }
    enum State { NEW OLD @deprecated(reason: "Gone.") }
""")
NEVER = 300.0


def buffer_on(engine: AsyncEngine, flush_seconds: float = NEVER) -> FieldUseBuffer:
    return FieldUseBuffer(engine, SCHEMA, flush_seconds=flush_seconds, keep_days=30)


def parsed(text: str) -> tuple[Document, OperationDefinitionNode]:
    document = Document(text, parse(text), ())
    return document, document.choose_operation(None)


@pytest.fixture
def actor(organisation: TestOrganisation) -> Actor:
    return replace(organisation.owner, client_id=new_id())


async def test_each_request_counts_once_for_each_field_that_it_asks_for(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    both, one = parsed("{ a { b c } again: a { b } }"), parsed("{ a { b } }")
    for document in (both, both, one):
        buffer.used(actor, *document)
    assert await _times(engine, actor) == {}
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 3, "A.b": 3, "A.c": 2}


async def test_later_counts_are_added_to_earlier_ones(engine: AsyncEngine, actor: Actor) -> None:
    for _ in range(2):
        buffer = buffer_on(engine)
        buffer.used(actor, *parsed("{ a { b } }"))
        await buffer.flush()
        await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 2, "A.b": 2}


async def test_clients_and_days_are_counted_apart(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    document = parsed("{ a { b } }")
    other = replace(actor, client_id=new_id())
    tomorrow = replace(actor, now=actor.now + timedelta(days=1))
    for each in (actor, tomorrow, other):
        buffer.used(each, *document)
    await buffer.flush()
    assert await _found(engine, actor, "A.b") == {
        actor.client_id: (tomorrow.today, 2),
        other.client_id: (actor.today, 1),
    }


async def test_organisations_are_counted_apart(
    engine: AsyncEngine, actor: Actor, new_organisation: NewOrganisation
) -> None:
    other = replace((await new_organisation()).owner, client_id=actor.client_id)
    buffer = buffer_on(engine)
    document = parsed("{ a { b } }")
    buffer.used(actor, *document)
    buffer.used(other, *document)
    buffer.used(other, *document)
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 1, "A.b": 1}
    assert await _times(engine, other) == {"Query.a": 2, "A.b": 2}


async def test_what_the_process_does_itself_is_nobodys_use(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    buffer.used(replace(actor, client_id=None), *parsed("{ a { b } }"))
    await buffer.flush()
    assert await _times(engine, actor) == {}


async def test_what_is_deprecated_in_variables_counts_request_by_request(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    document = parsed("query ($state: State) { a(state: $state) { b } }")
    for state in ("NEW", "OLD", "OLD"):
        buffer.used(actor, *document, {"state": state})
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 3, "A.b": 3, "State.OLD": 2}


async def test_nothing_is_lost_on_a_normal_stop(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    buffer.start()
    buffer.used(actor, *parsed("{ a { b } }"))
    await buffer.stop()
    assert await _times(engine, actor) == {"Query.a": 1, "A.b": 1}


async def test_it_is_flushed_at_intervals(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine, flush_seconds=0.01)
    buffer.start()
    buffer.used(actor, *parsed("{ a { b } }"))
    for _ in range(500):
        if await _times(engine, actor):
            break
        await asyncio.sleep(0.01)
    written = await _times(engine, actor)
    await buffer.stop()
    assert written == {"Query.a": 1, "A.b": 1}


async def test_what_cannot_be_written_is_kept_and_written_later(
    engine: AsyncEngine, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    buffer = buffer_on(engine)
    buffer.used(actor, *parsed("{ a { b } }"))
    with _failing_inserts(engine):
        await buffer.flush()
    assert "kept for the next attempt" in caplog.text
    buffer.used(actor, *parsed("{ a { b } }"))
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 2, "A.b": 2}


async def test_one_organisation_that_fails_does_not_keep_back_another(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    document = parsed("{ a { b } }")
    buffer.used(replace(actor, tenant_id=new_id()), *document)
    buffer.used(actor, *document)
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 1, "A.b": 1}


async def test_a_flood_of_documents_is_counted_and_not_kept(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    flood = MOST_ASKED + 10
    sent = []
    for number in range(flood):
        document, operation = parsed(f"{{ a {{ b{number}: b }} }}")
        buffer.used(actor, document, operation)
        sent.append(weakref.ref(document))
        del document, operation
    gc.collect()
    assert not any(each() for each in sent)
    await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": flood, "A.b": flood}


async def test_a_flood_of_clients_is_added_up_before_it_fills_the_memory(engine: AsyncEngine, actor: Actor) -> None:
    buffer = buffer_on(engine)
    document = parsed("{ a { b } }")
    for _ in range(MOST_ASKED + 10):
        buffer.used(replace(actor, client_id=new_id()), *document)
    await buffer.flush()
    found = await _uses(engine, actor)
    assert len(found) == 2 * (MOST_ASKED + 10)
    assert {use.times for use in found} == {1}


async def test_what_is_older_than_it_is_kept_for_is_forgotten(engine: AsyncEngine, actor: Actor) -> None:
    document = parsed("{ a { b } }")
    long_ago = replace(actor, now=actor.now - timedelta(days=31))
    lately = replace(actor, now=actor.now - timedelta(days=30))
    for each in (long_ago, lately, actor):
        buffer = buffer_on(engine)
        buffer.used(each, *document)
        await buffer.flush()
    assert await _times(engine, actor) == {"Query.a": 2, "A.b": 2}


async def test_counting_does_not_make_copies_of_anything_out_of_date(engine: AsyncEngine, actor: Actor) -> None:
    before = await _position(engine, actor)
    buffer = buffer_on(engine)
    buffer.used(actor, *parsed("{ a { b } }"))
    await buffer.flush()
    assert await _position(engine, actor) == before


async def _position(engine: AsyncEngine, actor: Actor) -> int | None:
    async with reading(engine, actor.tenant_id) as session:
        position: int | None = await session.scalar(
            text("SELECT position FROM change_counter WHERE tenant_id = :tenant_id"), {"tenant_id": actor.tenant_id}
        )
        return position


async def _uses(engine: AsyncEngine, actor: Actor) -> list[Use]:
    async with reading(engine, actor.tenant_id) as session:
        return await uses(session, date.min)


async def _times(engine: AsyncEngine, actor: Actor) -> dict[str, int]:
    return {use.coordinate: use.times for use in await _uses(engine, actor) if use.client_id == actor.client_id}


async def _found(engine: AsyncEngine, actor: Actor, coordinate: str) -> dict[UUID, tuple[date, int]]:
    return {
        use.client_id: (use.last_used_on, use.times)
        for use in await _uses(engine, actor)
        if use.coordinate == coordinate
    }


@contextmanager
def _failing_inserts(engine: AsyncEngine) -> Iterator[None]:
    """The database is away for whoever counts uses."""

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "INSERT INTO field_use_day" in statement:
            raise OSError("connection refused")

    event.listen(engine.sync_engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", fail)
