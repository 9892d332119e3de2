"""Request bodies, never longer than agreed."""

from starlette.requests import Request

from equipoise.domain.errors import Refusal


class BodyTooLarge(Refusal):
    """More bytes than this address takes."""

    code = "BODY_TOO_LARGE"


async def bounded_body(request: Request, most: int) -> bytes:
    """The body, read no further than the bound, whatever its Content-Length says.

    Raises: BodyTooLarge.
    """
    chunks = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise BodyTooLarge(f"The body may have at most {most:,} bytes.")
        chunks.append(chunk)
    return b"".join(chunks)
