"""How a client shows that it is the one: a secret by HTTP Basic or in the form, or its name alone if it has none."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from equipoise.db.session import ReadSession
from equipoise.oauth.clients import is_secret_of
from equipoise.oauth.errors import invalid_client, invalid_request
from equipoise.oauth.identifiers import ClientName, read_client_name
from equipoise.oauth.lookup import working_client
from equipoise.oauth.models import ClientKind, OAuthClient


@dataclass(frozen=True, slots=True)
class PresentedClient:
    """What came along with a request; nothing of it is believed yet."""

    name: ClientName
    secret: str | None


def presented_client(authorization: str, form: Mapping[str, str]) -> PresentedClient:
    """Raises: OAuthError."""
    client_id, secret = form.get("client_id"), form.get("client_secret")
    if authorization:
        if secret is not None:
            raise invalid_request("Authenticate in one way only.")
        name, secret = _basic(authorization)
        if client_id not in (None, name):
            raise invalid_request("The two client ids differ.")
        client_id = name
    if client_id is None:
        raise invalid_client()
    found = read_client_name(client_id)
    if found is None:
        raise invalid_client()
    return PresentedClient(found, secret)


async def authenticated(session: ReadSession, presented: PresentedClient) -> OAuthClient:
    """The client in the session of the tenant that its name names. Raises: OAuthError."""
    client = await working_client(session, presented.name.client_id)
    if client is None:
        raise invalid_client()
    if client.kind is ClientKind.PUBLIC:
        shown = presented.secret is None
    else:
        shown = presented.secret is not None and is_secret_of(client, presented.secret)
    if not shown:
        raise invalid_client()
    return client


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise invalid_client() from None
    name, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon or not secret:
        raise invalid_client()
    return unquote_plus(name), unquote_plus(secret)
