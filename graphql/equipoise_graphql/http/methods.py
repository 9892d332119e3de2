"""What can be done at `/graphql`, by the methods of HTTP."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from equipoise_graphql.http.answers import JSON, media_type_for, respond
from equipoise_graphql.http.endpoint import GraphQLEndpoint
from equipoise_graphql.http.get import names_document
from equipoise_graphql.live.endpoint import LiveEndpoint, wants_events

ALLOWED = "GET, HEAD, POST, OPTIONS"


Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


def graphql_routes(
    endpoint: GraphQLEndpoint, live: LiveEndpoint, *, explorer: Handler | None
) -> list[Route | WebSocketRoute]:
    """`/graphql` for each method. `explorer` is the page for people who open the address in a browser."""

    async def get(request: Request) -> Response:
        if explorer is not None and "text/html" in request.headers.get("accept", "") and not names_document(request):
            return await explorer(request)
        return await (live.server_sent(request) if wants_events(request) else endpoint.get(request))

    async def post(request: Request) -> Response:
        return await (live.server_sent(request) if wants_events(request) else endpoint.post(request))

    return [
        Route("/graphql", get),
        Route("/graphql", post, methods=["POST"]),
        Route("/graphql", options, methods=["OPTIONS"]),
        Route("/graphql", not_allowed, methods=["PUT", "PATCH", "DELETE", "TRACE"]),
        WebSocketRoute("/graphql", live.websocket),
    ]


async def options(_request: Request) -> Response:
    """No word about other sites: their pages may not ask."""
    return Response(status_code=204, headers={"Allow": ALLOWED})


async def not_allowed(request: Request) -> Response:
    """Any other method."""
    message = f"GraphQL is not served by {request.method}: send documents by POST, or queries by GET."
    body = {"errors": [{"message": message, "extensions": {"code": "METHOD_NOT_ALLOWED"}}]}
    response = respond(body, 405, media_type_for(request.headers.get("accept", JSON)))
    response.headers["Allow"] = ALLOWED
    return response
