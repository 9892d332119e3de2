"""A client library that is not ours, strict about the standards, finds nothing to object to."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from tests.conftest import Clock
from tests.support.api import Api
from tests.support.listening import listening
from tests.support.node import installed
from tests.support.oauth import REDIRECT, Application, register

PEER = Path(__file__).parent / "peer"


async def test_it_signs_in_refreshes_asks_and_signs_out(app: Starlette, api: Api, clock: Clock, tmp_path: Path) -> None:
    clock.now = datetime.now(UTC)  # the library has no other clock
    application = await register(api, kind="CONFIDENTIAL")
    async with listening(app) as address:
        found = await _run(application, address, api.token, tmp_path)
    assert found["claims"]["name"] == "Olga Owner"
    assert found["answer"]["data"]["viewer"]["person"]["displayName"] == "Olga Owner"
    again = await application.refresh(found["tokens"]["refresh_token"])
    assert again.json()["error"] == "invalid_grant", "it has signed out"


async def _run(application: Application, address: str, token: str, folder: Path) -> dict[str, Any]:
    script = installed(PEER, folder / "peer") / "sign_in.mjs"
    script.write_bytes((PEER / script.name).read_bytes())
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        env={
            "PATH": os.environ["PATH"],
            "ISSUER": address,
            "CLIENT_ID": application.client_id,
            "CLIENT_SECRET": application.secret or "",
            "REDIRECT_URI": REDIRECT,
            "TOKEN": token,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    found: dict[str, Any] = json.loads(output)
    return found
