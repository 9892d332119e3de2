"""Uses of the schema on their way from the requests to the database.

A request costs two look-ups and one addition: what a document asks for is worked out once, when it is new.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from sys import intern
from typing import Any, NamedTuple, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.field_use.add import Used, add_uses, forget_uses
from equipoise.identity.actor import Actor
from equipoise_graphql.field_use.coordinates import coordinates_of
from equipoise_graphql.field_use.in_variables import DeprecatedInputs

log = logging.getLogger(__name__)

MOST_ASKED = 2_000
"""Kinds of request that are told apart before they are added up; a flood of ever new ones must not eat the memory."""

MOST_WAITING = 200_000
"""Distinct counts of an organisation kept while the database is away."""


class ValidDocument(Protocol):
    """A document as it is remembered for the next request that sends it; it is known by its identity."""

    @property
    def syntax(self) -> DocumentNode: ...


class _Asked(NamedTuple):
    """Who asks for what, and when."""

    coordinates: frozenset[str]
    tenant_id: UUID
    client_id: UUID
    day: date


class FieldUseBuffer:
    """Counts of uses that wait to be written. One per process; nothing is lost on a normal stop."""

    def __init__(
        self, engine: AsyncEngine, schema: GraphQLSchema, *, flush_seconds: float = 5.0, keep_days: int = 180
    ) -> None:
        self._engine = engine
        self._schema = schema
        self._flush_seconds = flush_seconds
        self._keep = timedelta(days=keep_days)
        self._deprecated_inputs = DeprecatedInputs(schema)
        self._known: WeakKeyDictionary[ValidDocument, dict[int, frozenset[str]]] = WeakKeyDictionary()
        self._asked: Counter[_Asked] = Counter()
        self._waiting: dict[UUID, Counter[Used]] = {}
        self._forgotten_on: dict[UUID, date] = {}
        self._flushing = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def used(
        self,
        actor: Actor,
        document: ValidDocument,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any] | None = None,
    ) -> None:
        """Count a request with this operation of the document. What the process itself does is no client's use."""
        if actor.client_id is None:
            return
        self._asked[_Asked(self._of(document, operation), actor.tenant_id, actor.client_id, actor.today)] += 1
        if len(self._asked) >= MOST_ASKED:
            self._add_up()
        for coordinate in self._deprecated_inputs.given(operation, variables):
            self._add(actor.tenant_id, Used(coordinate, actor.client_id, actor.today), 1)

    async def flush(self) -> None:
        """Write what waits. What cannot be written waits on for the next time."""
        async with self._flushing:
            self._add_up()
            for tenant_id in list(self._waiting):
                counts = self._waiting.pop(tenant_id)
                try:
                    await self._write(tenant_id, counts)
                except BaseException as error:
                    self._waiting.setdefault(tenant_id, Counter()).update(counts)
                    if not isinstance(error, Exception):
                        raise
                    log.exception("uses of the schema could not be written; they are kept for the next attempt")

    def start(self) -> None:
        """Begin to flush at intervals."""
        self._task = asyncio.create_task(self._flush_at_intervals(), name="field use buffer")

    async def stop(self) -> None:
        """End the intervals and write what waits. A flush that is under way is never cut short."""
        if self._task is not None:
            self._stopping.set()
            await self._task
        await self.flush()

    async def _flush_at_intervals(self) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._flush_seconds)
            await self.flush()

    def _of(self, document: ValidDocument, operation: OperationDefinitionNode) -> frozenset[str]:
        """What the operation asks for; worked out when the document is new, and forgotten together with it."""
        of_document = self._known.setdefault(document, {})
        found = of_document.get(id(operation))
        if found is None:
            coordinates = coordinates_of(self._schema, document.syntax, operation)
            found = of_document[id(operation)] = frozenset(map(intern, coordinates))
        return found

    def _add_up(self) -> None:
        asked, self._asked = self._asked, Counter()
        for (coordinates, tenant_id, client_id, day), times in asked.items():
            for coordinate in coordinates:
                self._add(tenant_id, Used(coordinate, client_id, day), times)

    def _add(self, tenant_id: UUID, used: Used, times: int) -> None:
        waiting = self._waiting.setdefault(tenant_id, Counter())
        if used in waiting or len(waiting) < MOST_WAITING:
            waiting[used] += times

    async def _write(self, tenant_id: UUID, counts: Counter[Used]) -> None:
        newest = max(used.day for used in counts)
        # Nothing that can be read through the API's objects changes: nobody's copy of them is out of date.
        async with writing(self._engine, tenant_id, quiet=True) as session:
            await add_uses(session, counts)
            if self._forgotten_on.get(tenant_id) != newest:
                await forget_uses(session, newest - self._keep)
        self._forgotten_on[tenant_id] = newest
