"""How a request says who sends it: a bearer token, or the cookie that the sign-in page sets to one."""

from starlette.requests import Request

COOKIE = "equipoise_session"


def bearer_of(request: Request) -> str:
    """The token, or an empty text where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.cookies.get(COOKIE, "")
