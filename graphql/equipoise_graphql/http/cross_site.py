"""What another site's page must not get a visitor's browser to send in the visitor's name."""

from starlette.requests import Request

from equipoise.domain.errors import Refusal

FORCE_A_PREFLIGHT = (
    "x-requested-with",
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
)
"""Headers that a page of another site can send only after the browser has asked us, and with a cookie we say no."""

ANSWERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
"""No answer is run as a script or read into another site's page."""


class CrossSite(Refusal):
    """The request could have been sent by any page that the visitor has open."""

    code = "CROSS_SITE"


def refuse_cross_site(request: Request) -> None:
    """Let by only what no other site can have sent: with a token, or a header of which the browser asks us first.

    Before anything else is looked at, so that how long it takes does not tell who is signed in.
    Raises: CrossSite.
    """
    headers = request.headers
    if "authorization" in headers or any(headers.get(name) for name in FORCE_A_PREFLIGHT):
        return
    raise CrossSite(
        "Send your access token as `Authorization: Bearer …`, or with the cookie the header `X-Requested-With`."
    )
