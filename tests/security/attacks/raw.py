"""Requests byte by byte, as no library would send them."""

import asyncio
from dataclasses import dataclass

PATIENCE = 30.0


@dataclass(frozen=True)
class RawAnswer:
    """What came back until the server closed, or until the answer was complete."""

    status: int | None
    """None where the server closed without a word."""
    head: bytes = b""
    body: bytes = b""


def head(token: str, length: int | None, *lines: str, method: str = "POST", path: str = "/graphql") -> bytes:
    """The head of a request; without a length the body comes in chunks."""
    framing = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    given = [f"{method} {path} HTTP/1.1", "Host: test", f"Authorization: Bearer {token}", framing]
    if not any(line.lower().startswith("content-type") for line in lines):
        given.append("Content-Type: application/json")
    return "\r\n".join([*given, *lines, "", ""]).encode("latin-1")


async def sent(port: int, *parts: bytes, pause: float = 0.0) -> RawAnswer:
    """The answer to these bytes; the rest of them is not sent once it is there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    receiving = asyncio.create_task(received(reader))
    try:
        for part in parts:
            if receiving.done():
                break
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
    except ConnectionError:
        pass  # the server has closed; what it said before is what counts
    try:
        async with asyncio.timeout(PATIENCE):
            return await receiving
    finally:
        writer.close()


async def received(reader: asyncio.StreamReader) -> RawAnswer:
    """The next answer on the connection."""
    try:
        given = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return RawAnswer(None)
    lines = given.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    return RawAnswer(int(lines[0].split()[1]), given, await reader.readexactly(length))
