"""What an OAuth client is told when its request cannot be carried out (RFC 6749, 4.1.2.1 and 5.2)."""


class OAuthError(Exception):
    """A refusal in the words of OAuth 2. The description is our own, never what was sent."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status


def invalid_request(description: str) -> OAuthError:
    return OAuthError("invalid_request", description)


def invalid_client() -> OAuthError:
    """The same for a client that never was, is disabled, or has another secret."""
    return OAuthError("invalid_client", "There is no such client, or it did not show that it is the one.", status=401)


def invalid_grant() -> OAuthError:
    """The same whatever is wrong with a code or a refresh token."""
    return OAuthError("invalid_grant", "What was presented does not work, or not any longer. Begin again.")


def invalid_scope(description: str) -> OAuthError:
    return OAuthError("invalid_scope", description)
