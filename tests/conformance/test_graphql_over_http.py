"""GraphQL over HTTP as its specification has it: the audits of the npm package graphql-http."""

import asyncio
import json
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.support.api import Api
from tests.support.node import installed

HERE = Path(__file__).parent
AUDITS = 61


class Audit(NamedTuple):
    """One audit: `MUST`, `SHOULD` or `MAY` and a sentence, and how it ended: `ok`, `notice`, `warn` or `error`."""

    name: str
    status: str
    reason: str | None

    def __str__(self) -> str:
        return f"{self.status}: {self.name}: {self.reason}"


async def test_every_audit_passes(api: Api, address: str, tmp_path: Path) -> None:
    audits = await _audited(f"{address}/graphql", api.token, tmp_path)
    counts = Counter((audit.name.partition(" ")[0], audit.status) for audit in audits)
    print("\n".join(f"{word:7}{status:7}{times:3}" for (word, status), times in sorted(counts.items())))
    assert len(audits) == AUDITS
    assert [str(audit) for audit in audits if audit.status != "ok"] == []


async def _audited(url: str, token: str, folder: Path) -> list[Audit]:
    script = installed(HERE, folder / "audits") / "audit.mjs"
    script.write_bytes((HERE / script.name).read_bytes())
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        url,
        env={"PATH": os.environ["PATH"], "TOKEN": token},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(120):
        output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return [Audit(each["name"], each["status"], each["reason"]) for each in json.loads(output)]
