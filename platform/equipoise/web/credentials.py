"""How a request says who sends it: a bearer token, or the cookie that the sign-in page sets to one."""

from starlette.requests import Request

COOKIE = "equipoise_session"


def bearer_of(request: Request) -> str:
    """The token, or an empty text where there is none."""
    return bearer_in_header(request.headers.get("authorization", "")) or request.cookies.get(COOKIE, "")


def bearer_in_header(authorization: str) -> str:
    """The token, or an empty text where the header holds none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def by_cookie(request: Request) -> bool:
    """Whether it is the cookie that says so: a person at a browser, on a page of ours."""
    return "authorization" not in request.headers and COOKIE in request.cookies
