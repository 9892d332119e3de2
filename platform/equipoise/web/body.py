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
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise _too_large(most)
    chunks = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise _too_large(most)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"The body may have at most {most:,} bytes.")
