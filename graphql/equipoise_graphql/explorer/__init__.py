"""The explorer for developers, on `GET /graphql` where it is enabled.

One page of our own that loads nothing from anywhere: it works where there is no internet, and no other site's script
ever sees what is asked here.
"""

import base64
import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

_HERE = Path(__file__).parent
_SCRIPTS = ("tokens.js", "schema.js", "docs.js", "transport.js", "editor.js", "main.js")
"""Each may use what stands in those before it."""


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_STYLE = _read("style.css")
_SCRIPT = "\n".join(map(_read, _SCRIPTS))
_PAGE = _read("page.html").replace("/*STYLE*/", _STYLE).replace("/*SCRIPT*/", _SCRIPT)
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src {_hash(_SCRIPT)}; style-src {_hash(_STYLE)}; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


async def explorer(_request: Request) -> Response:
    """The page. It sends documents as the person who is signed in by `/login`, or with a token."""
    return HTMLResponse(_PAGE, headers=_HEADERS)
