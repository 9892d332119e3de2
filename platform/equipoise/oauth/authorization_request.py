"""What a client asks a person for, checked before the person sees anything of it (RFC 6749, 4.1.1; RFC 9700)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from equipoise.domain.scopes import Scope, parse_scopes
from equipoise.oauth.errors import OAuthError, invalid_request, invalid_scope
from equipoise.oauth.models import ClientKind, OAuthClient
from equipoise.oauth.parameters import is_visible, required
from equipoise.oauth.redirect_uris import is_registered, on_this_machine

LONGEST = 1_000
"""Characters of `state` and of `nonce`."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 in base64url."""


class Prompt(StrEnum):
    """What the client wants the person to be asked."""

    NONE = "none"
    LOGIN = "login"
    CONSENT = "consent"
    SELECT_ACCOUNT = "select_account"


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request that may be put before a person."""

    client: OAuthClient
    redirect_uri: str
    scopes: frozenset[Scope]
    code_challenge: str
    state: str | None
    nonce: str | None
    prompt: frozenset[Prompt]

    @property
    def may_be_silent(self) -> bool:
        """Whether a consent of before can be enough.

        Not where any app on the person's machine could have sent the request and hear the answer (RFC 8252, 8.6).
        """
        return self.client.kind is ClientKind.CONFIDENTIAL or not on_this_machine(self.redirect_uri)


def checked_redirect_uri(client: OAuthClient, parameters: Mapping[str, str]) -> str:
    """Where the answer goes. Until this is known nothing may be sent anywhere, errors included.

    Raises: OAuthError.
    """
    uri = required(parameters, "redirect_uri")
    if not is_registered(uri, client.redirect_uris.split()):
        raise invalid_request("The redirect URI is not one that was registered for this client.")
    return uri


def checked_state(parameters: Mapping[str, str]) -> str | None:
    """What the client wants back as it is. Raises: OAuthError."""
    state = parameters.get("state")
    if state is not None and not is_visible(state, LONGEST):
        raise invalid_request(f"state has more than {LONGEST} characters, or some that are not visible ASCII.")
    return state


def checked_request(client: OAuthClient, parameters: Mapping[str, str]) -> AuthorizationRequest:
    """Raises: OAuthError."""
    for name in ("request", "request_uri"):
        if name in parameters:
            raise OAuthError(f"{name}_not_supported", "Send the parameters themselves.")
    if required(parameters, "response_type") != "code":
        raise OAuthError("unsupported_response_type", "The only response type is code.")
    if parameters.get("response_mode", "query") != "query":
        raise invalid_request("The only response mode is query.")
    if parameters.get("code_challenge_method") != "S256":
        raise invalid_request("PKCE is needed, with code_challenge_method S256.")
    challenge = required(parameters, "code_challenge")
    if not _CHALLENGE.fullmatch(challenge):
        raise invalid_request("code_challenge is not a SHA-256 in base64url without padding.")
    nonce = parameters.get("nonce")
    if nonce is not None and not is_visible(nonce, LONGEST):
        raise invalid_request(f"nonce has more than {LONGEST} characters, or some that are not visible ASCII.")
    return AuthorizationRequest(
        client,
        checked_redirect_uri(client, parameters),
        asked_scopes(client, parameters),
        challenge,
        checked_state(parameters),
        nonce,
        _prompt(parameters.get("prompt", "")),
    )


def asked_scopes(client: OAuthClient, parameters: Mapping[str, str]) -> frozenset[Scope]:
    """The scopes of the parameter, all of which the client has to be registered for. Raises: OAuthError."""
    names = parameters.get("scope", "").split(" ")
    allowed = parse_scopes(client.scopes) or frozenset()
    wanted = frozenset(scope for scope in allowed if scope in names)
    if not wanted or len(wanted) != len(set(names)):
        raise invalid_scope("Name at least one scope, and only such as the client is registered for.")
    return wanted


def _prompt(text: str) -> frozenset[Prompt]:
    try:
        prompt = frozenset(Prompt(word) for word in text.split())
    except ValueError:
        raise invalid_request("prompt knows none, login, consent and select_account.") from None
    if Prompt.NONE in prompt and len(prompt) > 1:
        raise invalid_request("prompt none goes with no other.")
    return prompt
