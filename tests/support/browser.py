"""A real browser without a window, driven through the pipe that Chromium offers for that."""

import asyncio
import base64
import itertools
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.skipping import require

_PATIENCE = 30.0
_FLAGS = (
    "--headless",
    "--no-sandbox",  # as root, as in a container, there is none to be had
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


class PageError(AssertionError):
    """The page did something that it should not, or not in time."""


class Page:
    """One tab. What a script of the page complains about is kept in `complaints`."""

    def __init__(self, reading: asyncio.StreamReader, writing: asyncio.WriteTransport) -> None:
        self.complaints: list[str] = []
        self._reading, self._writing = reading, writing
        self._numbers = itertools.count(1)
        self._session: str | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def open(self, address: str) -> None:
        await self._send("Page.navigate", url=address)

    async def see(self, text: str) -> None:
        """Wait until this is on the page. Raises: PageError."""
        await self._until(f"document.body?.innerText.includes({json.dumps(text)})", f"no {text!r} on the page")

    async def until(self, condition: str) -> None:
        """Wait until a script finds this to be so. Raises: PageError."""
        await self._until(condition, f"not: {condition}")

    async def click(self, button: str) -> None:
        """Press the button with this name, once it is there. Raises: PageError."""
        found = f"[...document.querySelectorAll('button')].find(b => b.textContent.trim() === {json.dumps(button)})"
        await self._until(f"!!({found})", f"no button {button!r}")
        await self.run(f"{found}.click()")

    async def fill(self, selector: str, text: str) -> None:
        field = f"document.querySelector({json.dumps(selector)})"
        await self._until(f"!!({field})", f"no {selector}")
        await self.run(f"{field}.value = {json.dumps(text)}")

    async def run(self, script: str) -> Any:
        """What a script finds on the page."""
        answer = await self._send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise PageError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    async def look(self, *, width: int, height: int, dark: bool = False) -> None:
        """Give the window a size, and the person a taste."""
        await self._send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self._send("Emulation.setEmulatedMedia", features=[scheme])

    async def picture(self) -> bytes:
        shot = await self._send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    async def listen(self) -> None:
        """Take in what the browser says, until it says no more."""
        while message := await self._reading.readuntil(b"\0"):
            said = json.loads(message[:-1])
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif said["method"] == "Runtime.exceptionThrown":
                self.complaints.append(str(said["params"]["exceptionDetails"]))
            elif said["method"] == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
                entry = said["params"]["entry"]
                self.complaints.append(f"{entry['text']} {entry.get('url', '')}")

    async def begin(self) -> None:
        target = await self._send("Target.createTarget", url="about:blank")
        attached = await self._send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            await self._send(f"{domain}.enable")

    async def close(self) -> None:
        """End the browser with all its processes."""
        self._session = None
        await self._send("Browser.close")

    async def _until(self, condition: str, otherwise: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                while not await self._holds(condition):  # noqa: ASYNC110 - the page gives no sign of it
                    await asyncio.sleep(0.05)
        except TimeoutError:
            shown = await self.run("document.body?.innerText")
            raise PageError(f"{otherwise}; it shows:\n{shown}\n{self.complaints}") from None

    async def _holds(self, condition: str) -> bool:
        try:
            return bool(await self.run(condition))
        except PageError:
            return False  # on the way from one page to the next

    async def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._writing.write(json.dumps(message).encode() + b"\0")
        said = await asyncio.wait_for(answer, _PATIENCE)
        if "error" in said:
            raise PageError(f"{method}: {said['error']}")
        result: dict[str, Any] = said["result"]
        return result


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Page]:
    """A browser that knows nothing yet, with one tab; `folder` is for what it keeps."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(program, "No Chromium is installed here (on Debian: apt-get install chromium).")
    to_browser, from_browser = os.pipe(), os.pipe()
    command = f'exec "$0" "$@" 3<&{to_browser[0]} 4>&{from_browser[1]}'
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", command, str(program), *_FLAGS, f"--user-data-dir={folder}",
        pass_fds=(to_browser[0], from_browser[1]),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.close(to_browser[0])
    os.close(from_browser[1])
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**26)
    heard, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(from_browser[0], "rb", 0)
    )
    told, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(to_browser[1], "wb", 0))
    page = Page(reader, told)
    listening = asyncio.create_task(page.listen())
    try:
        await page.begin()
        yield page
        await page.close()
        await asyncio.wait_for(process.wait(), 20)
    finally:
        listening.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()
        heard.close()
        told.close()
