"""Send one message over HTTP, within bounds, to a public address."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

import httpcore

from equipoise.webhooks.destination import DestinationError, GuardedNetwork

SECONDS = 10.0
MOST_READ = 1_000
"""Bytes of an answer that are looked at; the rest is not even received."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status, or why there is none."""

    milliseconds: int
    status: int | None = None
    error: str | None = None
    beginning: str | None = None
    retry_after: timedelta | None = None

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Sends messages; one per process. Redirects are answers like any other: nothing follows them."""

    def __init__(self, *, private: bool, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=50, max_keepalive_connections=0, network_backend=GuardedNetwork(private=private)
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """POST the body. Whatever happens is an answer."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, headers, body, began)
        except TimeoutError:
            return Answer(_since(began), error=f"No answer within {self._seconds:g} seconds.")
        except DestinationError as error:
            return Answer(_since(began), error=str(error))
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            return Answer(_since(began), error=str(error)[:500] or type(error).__name__)
        except (httpcore.UnsupportedProtocol, OSError, ValueError) as error:
            return Answer(_since(began), error=f"It could not be sent: {type(error).__name__}.")

    async def _post(self, url: str, headers: dict[str, str], body: bytes, began: float) -> Answer:
        sent = [("Content-Type", "application/json"), ("User-Agent", "Equipoise-Webhooks/1"), *headers.items()]
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        extensions = {"timeout": timeout}
        async with self._pool.stream("POST", url, headers=sent, content=body, extensions=extensions) as response:
            beginning = b""
            async for part in response.aiter_stream():
                beginning += part[: MOST_READ - len(beginning)]
                if len(beginning) >= MOST_READ:
                    break
            return Answer(
                _since(began),
                status=response.status,
                beginning=beginning.decode(errors="replace").replace("\0", "�") or None,
                retry_after=_retry_after(dict(response.headers)),
            )


def _retry_after(headers: dict[bytes, bytes]) -> timedelta | None:
    asked = {name.lower(): value for name, value in headers.items()}.get(b"retry-after", b"")
    return timedelta(seconds=int(asked)) if asked.isdigit() and len(asked) < 8 else None


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
