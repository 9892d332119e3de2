"""Asking a connector in the course of a request, with no transaction open while it works."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from equipoise.connections.child.failures import ConnectorFailed
from equipoise.connections.setup import Setup, setup_to_ask
from equipoise.db.session import TenantSession
from equipoise.domain.errors import Refusal
from equipoise_graphql.context import Info
from equipoise_graphql.mutation import Payload, attempt, user_error

P = TypeVar("P", bound=Payload)
T = TypeVar("T")


async def setup_of(info: Info, connection_id: UUID, field: str = "id") -> Setup:
    """What the connector of this connection is given; `field` is where its id came in.

    Raises: Forbidden, NotFound, KeyProblem.
    """
    context = info.context
    keys = context.connectors.keys
    setup = await context.read(lambda session: setup_to_ask(session, context.actor, keys, connection_id, field=field))
    await context.release()
    return setup


async def ask_then_attempt(
    info: Info,
    payload: Callable[..., P],
    ask: Callable[[], Awaitable[T]],
    act: Callable[[TenantSession, T], Awaitable[dict[str, Any]]],
) -> P:
    """Ask first, then carry out `act` with the answer; everything that the connector objects to is a user error."""
    try:
        answer = await ask()
    except ConnectorFailed as failure:
        return payload(user_errors=[user_error(problem) for problem in failure.each()])
    except Refusal as refusal:
        return payload(user_errors=[user_error(refusal)])
    return await attempt(info, payload, lambda session: act(session, answer))
