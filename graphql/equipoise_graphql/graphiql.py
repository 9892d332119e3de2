"""The explorer for developers: `GET /graphql` where it is enabled."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from strawberry.http.ides import get_graphql_ide_html

_PAGE = get_graphql_ide_html("graphiql")


async def graphiql(_request: Request) -> Response:
    """GraphiQL. It sends documents with the cookie that `/login` sets, or with a header of its own."""
    return HTMLResponse(_PAGE, headers={"Cache-Control": "no-store"})
