"""Reading by plan: one statement for a whole operation, and nothing at all where nothing has changed."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from graphql import OperationDefinitionNode

from equipoise.domain.roles import Role
from equipoise.domain.scopes import Scope
from equipoise_graphql.compiled.executor import count_use
from equipoise_graphql.compiled.operation import Found, OperationPlan, plan_of, variables_of
from equipoise_graphql.compiled.statement import Moment, NotCompiled
from equipoise_graphql.context import RequestContext
from equipoise_graphql.documents.counted import On, dependence_of
from equipoise_graphql.documents.read import Document
from equipoise_graphql.organisation_time import time_of
from equipoise_graphql.schema import schema

_canonical = msgspec.json.Encoder(decimal_format="number", order="deterministic", enc_hook=repr)  # of a file
_A_MOMENT = timedelta(microseconds=1)


class Question(NamedTuple):
    """All that an answer depends on besides the organisation's data. Of a day: in the world, and on its own wall."""

    document: str
    operation: str | None
    variables: bytes
    tenant_id: UUID
    person_id: UUID
    role: Role
    scopes: frozenset[Scope] | None
    days: tuple[date, date]


class Statement(NamedTuple):
    """How the answer is read, and with what it showed the last time."""

    plan: OperationPlan
    values: tuple[object, ...]
    used: bool
    """Whether the answer depends on evidence of use."""
    found: Found


async def read_planned(
    document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None, context: RequestContext
) -> Mapping[str, msgspec.Raw | None] | None:
    """The answer as one statement gives it; None where resolvers are needed, be it for words of refusal."""
    question = await _question(document, operation, variables, context)
    kept = context.kept.get(question) if context.kept is not None else None
    found: Found | None
    try:
        if kept is not None:
            found = await _read_again(question, kept.version, kept.answer, context)
        else:
            found = await _read(question, document, operation, variables, context)
    except NotCompiled:
        return None
    if found is None:
        return None
    count_use(context, found)
    return found.answers


async def _question(
    document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None, context: RequestContext
) -> Question:
    actor = context.actor
    own_day = (await time_of(context)).day_of(actor.now) if context.assumed is not None else actor.today
    return Question(
        document.sha256,
        operation.name.value if operation.name else None,
        _canonical.encode(variables) if variables else b"",
        actor.tenant_id,
        actor.person_id,
        actor.role,
        actor.scopes,
        (actor.today, own_day),
    )


async def _read_again(question: Question, version: int, statement: Statement, context: RequestContext) -> Found:
    """What is kept if it still stands; what has become of it if not. Raises: NotCompiled."""
    plan, values, used, found = statement
    now, row = await context.fetch_changed(plan.sql, values, since=version, used=used)
    if now == version:
        return found
    return _kept(question, now, row, Statement(plan, values, used, plan.assemble(row)), context)


async def _read(
    question: Question,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any] | None,
    context: RequestContext,
) -> Found | None:
    """Raises: NotCompiled."""
    coerced = variables_of(operation, variables, schema._schema)
    plan = plan_of(document.syntax, operation, coerced, schema._schema) if coerced is not None else None
    if coerced is None or plan is None or not plan.complete:
        return None
    moment = Moment(context.actor, coerced, await time_of(context) if plan.needs_time else None)
    values = plan.values(moment)
    depends = dependence_of(document, operation).on(variables)
    if context.kept is None or depends is On.MORE or not _same_all_day(plan, values, moment):
        return plan.assemble(await context.fetch(plan.sql, values))
    used = depends is On.USE
    version, row = await context.fetch_changed(plan.sql, values, used=used)
    return _kept(question, version, row, Statement(plan, values, used, plan.assemble(row)), context)


def _same_all_day(plan: OperationPlan, values: tuple[object, ...], moment: Moment) -> bool:
    """Whether the statement is the same for the question at another moment of the day."""
    later = replace(moment, actor=replace(moment.actor, now=moment.actor.now + _A_MOMENT))
    return plan.values(later) == values


def _kept(question: Hashable, version: int | None, row: Any, statement: Statement, context: RequestContext) -> Found:
    if context.kept is not None and version is not None:
        context.kept.keep(question, version, statement, sum(len(column) for column in row if column is not None))
    return statement.found
