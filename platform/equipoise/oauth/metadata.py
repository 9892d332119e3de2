"""What the server says about itself (RFC 8414), which is also all that OpenID Connect Discovery asks for."""

from typing import Any

from equipoise.domain.scopes import Scope
from equipoise.oauth.exchange import GRANT_TYPES
from equipoise.oauth.signing import ALGORITHM

_WITH_SECRET = ["client_secret_basic", "client_secret_post"]


def metadata(issuer: str) -> dict[str, Any]:
    """The document of the server that is reached under this address."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": [scope.value for scope in Scope],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "token_endpoint_auth_methods_supported": ["none", *_WITH_SECRET],
        "revocation_endpoint_auth_methods_supported": ["none", *_WITH_SECRET],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
    }
