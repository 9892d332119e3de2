"""Files that are no tables end in a failed run that says so."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.execute import execute_run
from equipoise.connections.host import ConnectorHost
from equipoise.connections.models import RunState
from equipoise.settings import Settings
from tests.connections.queued import queued, recorded
from tests.connectors.spreadsheets.writers import OOXMLFile
from tests.support.api import TestOrganisation
from tests.support.connections import CONFIG, workbook


def encrypted() -> bytes:
    file = BytesIO()
    OOXMLFile(BytesIO(workbook([("A", 1, 1)]))).encrypt("password", file)
    return file.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to 200 MB of nothing."""
    file = BytesIO(workbook([]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 200_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (workbook([("A", 1, 1)] * 100)[:2_000], "damaged"),
        (encrypted(), "password"),
        (bomb(), "unpacks to"),
        (b"%PDF-1.7 a report", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "file"),
        (bytes(range(256)) * 40, "file"),
    ],
    ids=["empty", "truncated", "encrypted", "zip bomb", "pdf", "picture", "noise"],
)
async def test_a_file_that_is_no_table_ends_in_a_failed_run_that_says_so(
    engine: AsyncEngine, settings: Settings, organisation: TestOrganisation, content: bytes, words: str
) -> None:
    host = ConnectorHost(settings)
    waiting = await queued(
        engine,
        organisation,
        host,
        connector="spreadsheets",
        measure="A",
        config=CONFIG,
        files={"values.xlsx": content},
    )
    run = await execute_run(engine, settings, organisation.tenant_id, waiting.run_id, host=host)
    assert (run.state, run.error_code) == (RunState.FAILED, "CONFIG")
    assert words in (run.error_message or "")
    assert await recorded(engine, organisation) == 0


async def test_a_file_that_was_never_sent_ends_in_a_failed_run_that_says_so(
    engine: AsyncEngine, settings: Settings, organisation: TestOrganisation
) -> None:
    host = ConnectorHost(settings)
    waiting = await queued(engine, organisation, host, connector="spreadsheets", measure="A", config=CONFIG)
    run = await execute_run(engine, settings, organisation.tenant_id, waiting.run_id, host=host)
    assert run.error_message == "This connection has no file named 'values.xlsx'; it has none."
