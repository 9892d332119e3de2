"""How mutations answer: the object, or what has to be put right."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import strawberry
from sqlalchemy.exc import IntegrityError

from equipoise.db.session import TenantSession
from equipoise.domain.errors import Conflict, Refusal
from equipoise_graphql.context import AccessChanged, Info


@strawberry.type(description="What has to be put right before the mutation can be carried out.")
class UserError:
    """What has to be put right."""

    field: str | None = strawberry.field(
        description="Path of the input field, e.g. `values.3.value`; null if no single one."
    )
    message: str = strawberry.field(description="What is wrong and what to do, for people.")
    code: str = strawberry.field(description="What is wrong, for programs: stable, listed in the documentation.")


@strawberry.interface(description="The answer of a mutation.")
class Payload:
    """The answer of a mutation: with errors nothing has been changed, unless the mutation says otherwise."""

    user_errors: list[UserError] = strawberry.field(description="Empty when the mutation was carried out.")


P = TypeVar("P", bound=Payload)


def user_error(refusal: Refusal) -> UserError:
    return UserError(field=refusal.field, message=refusal.message, code=refusal.code)


async def attempt(
    info: Info, payload: Callable[..., P], act: Callable[[TenantSession], Awaitable[dict[str, Any]]]
) -> P:
    """Carry out `act` in a transaction of its own and answer with what it returns, or with why it was refused."""
    try:
        async with info.context.write() as session:
            result = await act(session)
    except AccessChanged:
        raise  # not of this mutation: of the whole request
    except Refusal as refusal:
        return payload(user_errors=[user_error(refusal)])
    except IntegrityError:
        # The use cases check first; who still meets a constraint lost a race for the same name or row.
        beaten = Conflict("Somebody changed the same thing at the same moment. Look at it again, then repeat.")
        return payload(user_errors=[user_error(beaten)])
    return payload(user_errors=[], **result)
