"""Parameters of a request as OAuth 2 reads them: each at most once, and one without a value is none (RFC 6749, 3.1)."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qsl

from equipoise.oauth.errors import OAuthError, invalid_request

MOST = 30
LONGEST = 16_384


class RepeatedParameterError(OAuthError):
    """A parameter came twice, and nobody could say which is meant."""

    def __init__(self, names: frozenset[str], others: dict[str, str]) -> None:
        super().__init__("invalid_request", "A parameter is given more than once.")
        self.names = names
        self.others = others


def read_parameters(text: str) -> dict[str, str]:
    """The parameters of a query or a form.

    Raises: OAuthError.
    """
    if len(text) > LONGEST:
        raise invalid_request(f"The parameters have more than {LONGEST} characters.")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except (ValueError, UnicodeError):
        raise invalid_request(f"The parameters are not in UTF-8, or are more than {MOST}.") from None
    repeated = frozenset(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    given = {name: value for name, value in pairs if value and name not in repeated}
    if repeated:
        raise RepeatedParameterError(repeated, given)
    return given


def required(parameters: Mapping[str, str], name: str) -> str:
    """Raises: OAuthError."""
    value = parameters.get(name)
    if value is None:
        raise invalid_request(f"The parameter {name} is missing.")
    return value


def is_visible(text: str, most: int) -> bool:
    """Whether it is what OAuth 2 takes as an opaque value: a few visible ASCII characters and blanks."""
    return len(text) <= most and all(" " <= letter <= "~" for letter in text)
