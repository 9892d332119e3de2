"""Reading a GraphQL request: the bytes that came are one, or it is said what they lack."""

import asyncio
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request

from equipoise.domain.errors import Refusal
from equipoise.web.body import bounded_body

BODY_BYTES = 1_000_000
BODY_SECONDS = 15.0
"""From the head of a request to the end of its body."""
VARIABLES_DEPTH = 32
LIST_ITEMS = 20_000
"""Of one list. More than any field takes."""
BRACKETS = 50_000
"""Lists and objects of a body: more are not even read, because each of them takes memory and time."""
VALUES = 150_000
"""Of all variables together, those within lists and objects included."""
DIGITS = 1_000
"""Of one whole number. More than any field takes, and few enough to be shown in an error."""


class BadRequest(Refusal):
    """The request is not GraphQL over HTTP."""

    code = "BAD_REQUEST"


class UnsupportedMediaType(Refusal):
    """The body is something else than JSON in UTF-8."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class BodyTooSlow(Refusal):
    """The body did not arrive in time."""

    code = "BODY_TOO_SLOW"


class VariablesTooLarge(Refusal):
    """More values than any field takes: it is not even looked at what they are."""

    code = "VARIABLES_TOO_LARGE"


class BatchTooLarge(Refusal):
    """The body holds more requests than one may."""

    code = "BATCH_TOO_LARGE"


class PersistedQuery(msgspec.Struct, frozen=True):
    """A document by its hash, which the client has sent before, or sends with it this time."""

    version: int
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")] = msgspec.field(name="sha256Hash")


class Extensions(msgspec.Struct, frozen=True):
    """What of the protocol's extensions is understood here; others are let by."""

    persisted_query: PersistedQuery | None = msgspec.field(default=None, name="persistedQuery")


class GraphQLRequest(msgspec.Struct):
    """The body of a request."""

    query: str | None = None
    document_id: str | None = msgspec.field(default=None, name="documentId")
    variables: dict[str, Any] | None = None
    operation_name: str | None = msgspec.field(default=None, name="operationName")
    extensions: Extensions | None = None

    @property
    def persisted_query(self) -> PersistedQuery | None:
        return self.extensions.persisted_query if self.extensions else None


T = TypeVar("T")

# Figures stay as they were written: a float would round them before anyone has looked.
_decoder = msgspec.json.Decoder(GraphQLRequest, float_hook=Decimal)
_batch_decoder = msgspec.json.Decoder(list[GraphQLRequest], float_hook=Decimal)


async def read_request(request: Request, *, batch: int = 0) -> GraphQLRequest | list[GraphQLRequest]:
    """The request that the body holds, or a list of at most `batch` of them.

    Raises: UnsupportedMediaType, BodyTooLarge, BodyTooSlow, BadRequest, VariablesTooLarge, BatchTooLarge.
    """
    _check_media_type(request)
    body = await _body(request)
    if body.count(b"{") + body.count(b"[") > BRACKETS:
        raise VariablesTooLarge(f"A request may hold at most {BRACKETS:,} lists and objects.", field="variables")
    if not batch or body[:100].lstrip()[:1] != b"[":
        return well_formed(decoded(_decoder, body, "The body", "a GraphQL request"))
    batched = decoded(_batch_decoder, body, "The body", "a list of GraphQL requests")
    if not batched:
        raise BadRequest("The body is a list without a request.")
    if len(batched) > batch:
        raise BatchTooLarge(f"One body may hold at most {batch} requests; this one holds {len(batched):,}.")
    return [well_formed(asked) for asked in batched]


async def _body(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await bounded_body(request, BODY_BYTES)
    except TimeoutError:
        raise BodyTooSlow(f"The body did not arrive within {BODY_SECONDS:.0f} seconds.") from None
    except ClientDisconnect:
        raise BadRequest("The body ended before it was complete.") from None


def decoded(decoder: msgspec.json.Decoder[T], raw: bytes, place: str, what: str) -> T:
    """The JSON that `place` holds, which should be `what`.

    Raises: BadRequest.
    """
    try:
        return decoder.decode(raw)
    except RecursionError:
        raise _too_deep() from None
    except InvalidOperation:
        raise BadRequest(f"{place} holds a number with an exponent that no figure has.") from None
    except UnicodeDecodeError:
        raise BadRequest(f"{place} is not UTF-8.") from None
    except msgspec.DecodeError as error:
        raise BadRequest(f"{place} is not {what}: {error}.") from None


def well_formed(asked: GraphQLRequest) -> GraphQLRequest:
    """The same request, which says what it is about and whose variables may be looked at naively.

    Raises: BadRequest, VariablesTooLarge.
    """
    if asked.query is None and asked.document_id is None and asked.persisted_query is None:
        raise BadRequest("Send a document: as query, or its id as documentId.", field="query")
    if asked.variables:
        _check_values(asked.variables)
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


def _check_values(variables: dict[str, Any]) -> None:
    """Whatever later looks at the values may do so naively: they are neither too deep nor too long nor too many."""
    depth, count = 0, 0
    level: list[Any] = [variables]
    while level:
        below: list[Any] = []
        for each in level:
            if isinstance(each, list) and len(each) > LIST_ITEMS:
                raise VariablesTooLarge(
                    f"A list of the variables may have at most {LIST_ITEMS:,} items; one has {len(each):,}.",
                    field="variables",
                )
            below += each.values() if isinstance(each, dict) else each
        count += len(below)
        if count > VALUES:
            raise VariablesTooLarge(f"The variables may hold at most {VALUES:,} values in all.", field="variables")
        level = []
        for value in [value for value in below if type(value) is not str]:
            if isinstance(value, dict | list):
                level.append(value)
            elif isinstance(value, int) and not -_LARGEST < value < _LARGEST:
                raise BadRequest(f"A number of the variables has more than {DIGITS:,} digits.", field="variables")
        depth += 1
        if level and depth >= VARIABLES_DEPTH:
            raise _too_deep()


_LARGEST = 10**DIGITS


def _too_deep() -> BadRequest:
    return BadRequest(f"Variables may be nested at most {VARIABLES_DEPTH} deep.", field="variables")
