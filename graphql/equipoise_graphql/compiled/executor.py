"""graphql-core's executor, which asks the planner first and lets the resolvers do the rest.

A root field that is planned is not executed: its JSON is there already. Where a resolver is needed below it, the
resolver's answer is put into the hole; where that fails, the root field is executed as a whole, so that errors and
nulls are exactly those of graphql-core.
"""

import asyncio
from collections.abc import Mapping
from copy import copy
from typing import Any, cast
from uuid import UUID

import msgspec
from graphql import GraphQLObjectType, OperationType
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.executor import CollectedErrors
from graphql.pyutils import Path
from sqlalchemy.ext.asyncio import AsyncSession

from equipoise.domain.usage import Signal
from equipoise_graphql.compiled.marks import Gap, split_at_holes
from equipoise_graphql.compiled.operation import Found, OperationPlan, plan_with
from equipoise_graphql.compiled.pausing import PausingExecutor
from equipoise_graphql.compiled.statement import Moment, NotCompiled
from equipoise_graphql.context import RequestContext
from equipoise_graphql.organisation_time import time_of


class HoleNotFilled(Exception):  # noqa: N818 - no error yet: the root field is executed as a whole
    """A resolver below a planned root field failed."""


class CompilingExecutor(PausingExecutor):
    """Answers what is planned by one statement, and the rest by the resolvers."""

    plan: OperationPlan | None = None
    answers: Mapping[str, msgspec.Raw | None] = {}

    def execute_root_grouped_field_set(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,
        position_context: Any,
    ) -> Any:
        execute = super().execute_root_grouped_field_set
        if self.operation.operation is not OperationType.QUERY:
            return execute(root_type, root_value, grouped_field_set, serially, position_context)

        async def planned() -> Any:
            found = await self._read_planned()
            result = execute(root_type, root_value, grouped_field_set, serially, position_context)
            answered = await result if self.is_awaitable(result) else result
            if found is not None:
                count_use(self.context_value, found)
            return answered

        return planned()

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Any,
    ) -> Any:
        execute = super().execute_field
        if path.prev is not None or path.key not in self.answers:
            return execute(parent_type, source, field_details_list, path, position_context)
        answer = self.answers[str(path.key)]
        if answer is None or self.plan is None or not self.plan.holes:
            return answer

        async def filled() -> Any:
            try:
                return await self._filled(bytes(answer))
            except HoleNotFilled:
                result = execute(parent_type, source, field_details_list, path, position_context)
                return await result if self.is_awaitable(result) else result

        return filled()

    async def _read_planned(self) -> Found | None:
        """Run the plan, if there is one for these variables and this actor."""
        context: RequestContext = self.context_value
        plan = plan_with(self.operation, self.variable_values, self.schema, lambda: self.fragments)
        if plan is None:
            return None
        time = await time_of(context) if plan.needs_time else None
        try:
            values = plan.values(Moment(context.actor, self.variable_values, time))
            found = plan.assemble(await context.read(lambda session: _fetch(session, plan.sql, values)))
        except NotCompiled:
            return None
        self.plan, self.answers = plan, found.answers
        return found

    async def _filled(self, text: bytes) -> msgspec.Raw:
        """The answer with its holes filled by the resolvers, all of them at once so that their loaders batch.

        Raises: HoleNotFilled.
        """
        parts = [self._fill(part) if isinstance(part, Gap) else _as_it_is(part) for part in split_at_holes(text)]
        filled = await asyncio.gather(*parts, return_exceptions=True)
        if any(isinstance(part, BaseException) for part in filled):
            raise HoleNotFilled
        return msgspec.Raw(b"".join(cast("list[bytes]", filled)))

    async def _fill(self, gap: Gap) -> bytes:
        """Raises: HoleNotFilled; whatever a resolver of a field that is never null raises."""
        hole = cast("OperationPlan", self.plan).holes[gap.number]
        row = await self.context_value.loaders.row(hole.model).load(gap.row_id)
        path: Any = None
        for step in hole.path:
            path = Path(path, step, None)
        # Its errors are its own: in the end they are told as if there had been no hole.
        attempt = copy(self)
        attempt.collected_errors = CollectedErrors()
        result = attempt.execute_field(hole.parent, row, hole.details, path, None)
        value = await result if self.is_awaitable(result) else result
        if attempt.collected_errors.errors:
            raise HoleNotFilled
        return msgspec.json.encode(value)


async def _as_it_is(text: bytes) -> bytes:
    return text


def count_use(context: RequestContext, found: Found) -> None:
    """Note what the answer shows, as the resolvers would."""
    subjects: dict[Signal, list[UUID]] = {}
    for seen in found.seen:
        subjects.setdefault(seen.signal, []).append(seen.subject_id)
    for signal, ids in subjects.items():
        context.usage.saw(context.actor, signal, ids)


async def _fetch(session: AsyncSession, sql: str, values: tuple[object, ...]) -> tuple[bytes | None, ...]:
    connection = await session.connection()
    result = await connection.exec_driver_sql(sql, values)  # composed SQL: by the planner, of the schema alone
    return tuple(result.one())
