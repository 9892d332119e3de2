"""Where an answer may be sent: addresses that were registered, letter for letter.

Only what a browser cannot read in two ways can be registered, and it is compared as text, never taken apart: what
has no parts cannot be confused about them. The one exception is the port of a loopback address, which an app on a
person's machine is given by its system (RFC 8252, 7.3).
"""

import re

from equipoise.domain.errors import Invalid

MOST = 20
LONGEST = 500

_LOOPBACK = r"(?:localhost|127\.0\.0\.1|\[::1\])"
_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_PORT = r"(?::[1-9][0-9]{0,4})?"
_PATH = r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]*)*"
_QUERY = r"(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?"
_SECURE = re.compile(rf"https://{_HOST}{_PORT}{_PATH}{_QUERY}")
_ON_THIS_MACHINE = re.compile(rf"(http://{_LOOPBACK})({_PORT})({_PATH}{_QUERY})")
_ORIGIN = re.compile(rf"https://{_HOST}{_PORT}|http://{_LOOPBACK}{_PORT}")


def check_redirect_uri(uri: str, field: str) -> str:
    """Raises: Invalid."""
    plain = _SECURE.fullmatch(uri) or _ON_THIS_MACHINE.fullmatch(uri)
    if not plain or len(uri) > LONGEST or {".", ".."} & set(uri.partition("?")[0].split("/")[3:]):
        raise Invalid(
            "A redirect URI is https, or http on localhost, 127.0.0.1 or [::1]; the host in small letters, without "
            f"user, fragment, wildcard, escapes or dots as a path, at most {LONGEST} characters.",
            field=field,
        )
    return uri


def check_web_origin(origin: str, field: str) -> str:
    """Raises: Invalid."""
    if not _ORIGIN.fullmatch(origin) or len(origin) > LONGEST or origin.endswith((":443", ":80")):
        raise Invalid(
            "An origin is written as browsers send it: https://app.example.com, with a port only where it is not the "
            "usual one, without a path; http on localhost, 127.0.0.1 or [::1] alone.",
            field=field,
        )
    return origin


def is_registered(uri: str, registered: list[str]) -> bool:
    """Whether an answer may be sent there."""
    return len(uri) <= LONGEST and (uri in registered or _without_port(uri) in map(_without_port, registered))


def on_this_machine(uri: str) -> bool:
    """Whether it leads to an app on the person's own machine, where any other app may listen as well."""
    return _ON_THIS_MACHINE.fullmatch(uri) is not None


def _without_port(uri: str) -> str:
    """The text itself where it is no loopback address; its own where it is, so that neither is taken for the other."""
    found = _ON_THIS_MACHINE.fullmatch(uri)
    return f"{found[1]} {found[3]}" if found else uri
