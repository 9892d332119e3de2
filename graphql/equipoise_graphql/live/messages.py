"""The messages of `graphql-transport-ws`, read and written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from equipoise.domain.errors import Refusal
from equipoise_graphql.http.request import BadRequest, GraphQLRequest, decoded

PROTOCOL = "graphql-transport-ws"
BYTES = 1_000_000
"""Of one message."""

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Payload = dict[str, Any] | None


class Init(msgspec.Struct, tag="connection_init"):
    """The first message: who is there."""

    payload: Payload = None


class Ping(msgspec.Struct, tag="ping"):
    """Are you there?"""

    payload: Payload = None


class Pong(msgspec.Struct, tag="pong"):
    """Yes; also unasked."""

    payload: Payload = None


class Subscribe(msgspec.Struct, tag="subscribe"):
    """Carry out an operation of any type."""

    id: Id
    payload: GraphQLRequest


class Complete(msgspec.Struct, tag="complete"):
    """The client wants to hear no more of an operation."""

    id: Id


Message = Init | Ping | Pong | Subscribe | Complete

_decoder: "msgspec.json.Decoder[Message]" = msgspec.json.Decoder(Message, float_hook=Decimal)
_encoder = msgspec.json.Encoder()


class Closing(Exception):  # noqa: N818 - not every end is an error
    """The connection ends, with a code of the protocol and why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        # What a closing frame holds.
        self.reason = reason.encode()[:120].decode(errors="ignore")


def read_message(raw: str) -> Message:
    """Raises: Closing."""
    try:
        return decoded(_decoder, raw.encode(errors="surrogatepass"), "The message", "one of the protocol")
    except BadRequest as refusal:
        raise Closing(4400, refusal.message) from None


def bearer_in(payload: Mapping[str, Any] | None) -> str | None:
    """The token among the connection's parameters: `{"authorization": "Bearer …"}`, the name in any case.

    Raises: Closing.
    """
    for name, value in (payload or {}).items():
        if name.lower() == "authorization":
            scheme, _, token = value.partition(" ") if isinstance(value, str) else ("", "", "")
            if scheme.lower() != "bearer":
                raise Closing(4401, "Unauthorized: authorization is `Bearer` and a token")
            return token.strip()
    return None


def ack() -> str:
    return '{"type":"connection_ack"}'


def pong() -> str:
    return '{"type":"pong"}'


def next_of(operation: str, body: msgspec.Raw) -> str:
    return _written({"id": operation, "type": "next", "payload": body})


def errors_of(operation: str, errors: list[Any]) -> str:
    return _written({"id": operation, "type": "error", "payload": errors})


def complete_of(operation: str) -> str:
    return _written({"id": operation, "type": "complete"})


def _written(message: dict[str, Any]) -> str:
    return _encoder.encode(message).decode()


class TooManyOperations(Refusal):
    """One connection has as many operations as it may."""

    code = "TOO_MANY_OPERATIONS"
