"""Executing one operation of a document on behalf of an actor, however it came in."""

import asyncio
from collections.abc import Iterable
from inspect import isawaitable
from typing import Any, cast

from graphql import ExecutionResult, GraphQLError, OperationType, execute
from strawberry.execution import optimized_is_awaitable

from equipoise.domain.errors import Refusal
from equipoise_graphql.context import RequestContext
from equipoise_graphql.documents.introspection import may_introspect
from equipoise_graphql.documents.read import Document
from equipoise_graphql.errors import ErrorCode, formatted
from equipoise_graphql.planned import read_planned
from equipoise_graphql.schema import schema

SECONDS = 10
"""How long one request may be executed."""


class TookTooLong(Refusal):
    """The execution was ended because it took longer than one request may."""

    code = "TOOK_TOO_LONG"


async def answer(
    document: Document,
    operation_name: str | None,
    variables: dict[str, Any] | None,
    context: RequestContext,
    *,
    root: object = None,
) -> dict[str, Any]:
    """What is answered; without `data` where nothing was executed. `root` is the event that a subscription shows.

    Raises: TookTooLong.
    """
    if document.errors:
        return errors_of(document.errors, ErrorCode.VALIDATION_FAILED)
    operation = document.choose_operation(operation_name, live=root is not None)
    try:
        async with asyncio.timeout(SECONDS):
            if operation.operation is OperationType.QUERY:
                read = await read_planned(document, operation, variables, context)
                if read is not None:
                    return {"data": read}
            result = await _execute(document, operation_name, variables, context, root)
    except TimeoutError:
        raise TookTooLong(
            f"This took longer than {SECONDS} seconds and was ended. The mutation at hand is undone. Ask for less."
        ) from None
    errors = errors_of(result.errors, ErrorCode.BAD_VARIABLES) if result.errors else {}
    if result.data is None and all(error.path is None for error in result.errors or []):
        return errors
    return {"data": result.data, **errors}


def errors_of(errors: Iterable[GraphQLError], code: ErrorCode) -> dict[str, Any]:
    """The part of a response that says what went wrong."""
    return {"errors": [formatted(error, code) for error in errors]}


async def _execute(
    document: Document,
    operation_name: str | None,
    variables: dict[str, Any] | None,
    context: RequestContext,
    root: object,
) -> ExecutionResult:
    result = execute(
        schema._schema,
        document.syntax,
        root,
        context_value=context,
        variable_values=variables,
        operation_name=operation_name,
        is_awaitable=cast("Any", optimized_is_awaitable),
        executor_class=schema.execution_context_class,
        hide_suggestions=not may_introspect(context.actor, context.settings),
    )
    return await result if isawaitable(result) else result
