"""Reading a GraphQL request: the bytes that came are one, or it is said what they lack."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from starlette.requests import Request

from equipoise.domain.errors import Refusal
from equipoise.web.body import bounded_body

BODY_BYTES = 1_000_000
VARIABLES_DEPTH = 32
DIGITS = 1_000
"""Of one whole number. More than any field takes, and few enough to be shown in an error."""


class BadRequest(Refusal):
    """The request is not GraphQL over HTTP."""

    code = "BAD_REQUEST"


class UnsupportedMediaType(Refusal):
    """The body is something else than JSON in UTF-8."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class GraphQLRequest(msgspec.Struct):
    """The body of a request."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")
    extensions: dict[str, Any] | None = None


# Figures stay as they were written: a float would round them before anyone has looked.
_decoder = msgspec.json.Decoder(GraphQLRequest, float_hook=Decimal)


async def read_request(request: Request) -> GraphQLRequest:
    """Raises: UnsupportedMediaType, BodyTooLarge, BadRequest."""
    _check_media_type(request)
    body = await bounded_body(request, BODY_BYTES)
    try:
        asked = _decoder.decode(body)
    except RecursionError:
        raise _too_deep() from None
    except InvalidOperation:
        raise BadRequest("The body holds a number with an exponent that no figure has.") from None
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8.") from None
    except msgspec.DecodeError as error:
        raise BadRequest(f"The body is not a GraphQL request: {error}.") from None
    _check_values((asked.variables or {}).values())
    return asked


def _check_media_type(request: Request) -> None:
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    if media_type.strip() != "application/json":
        # Also what keeps a form on another site from sending a mutation with the visitor's cookie.
        raise UnsupportedMediaType("Send the document as JSON, with Content-Type: application/json.")
    for name, _, value in (parameter.strip().partition("=") for parameter in parameters):
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            raise UnsupportedMediaType("Send the JSON in UTF-8.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")


def _check_values(values: Iterable[Any]) -> None:
    """Whatever later looks at the values may do so naively: they are neither too deep nor too long."""
    depth, level = 0, list(values)
    while level:
        depth += 1
        if depth > VARIABLES_DEPTH:
            raise _too_deep()
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, int) and abs(value) >= _LARGEST:
                raise BadRequest(f"A number of the variables has more than {DIGITS:,} digits.", field="variables")
        level = below


_LARGEST = 10**DIGITS


def _too_deep() -> BadRequest:
    return BadRequest(f"Variables may be nested at most {VARIABLES_DEPTH} deep.", field="variables")
