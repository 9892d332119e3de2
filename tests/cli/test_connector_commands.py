"""`equipoise connector`, run as a process of its own."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.settings import Settings
from tests.support.api import Api, TestOrganisation
from tests.support.command import Shell
from tests.support.connections import connected_workbook, mapped, put_file, workbook
from tests.support.kpis import kpi_of, new_board


@pytest.fixture
def shell(database_url: str, tmp_path: Path, settings: Settings) -> Shell:
    """A shell on the database and the keys of the application."""
    return Shell(tmp_path, {"EQUIPOISE_DATABASE_URL": database_url, "EQUIPOISE_HOME": str(settings.home)})


def test_the_installed_connectors_are_listed(shell: Shell) -> None:
    assert "spreadsheets" in shell.ok("connector", "list")


async def test_a_connection_is_read_at_once_and_its_history_shown(
    api: Api, engine: AsyncEngine, organisation: TestOrganisation, shell: Shell
) -> None:
    board = await new_board(engine, organisation)
    rows = [("A", date(2026, 1, 1), 5), ("A", date(2026, 2, 1), "[bold]five"), ("A", date(2026, 3, 1), "six")]
    connection = await connected_workbook(api, rows)
    await mapped(api, connection, {"measure": "A", "kpi": board.kpis[0]})
    of_it = ("--tenant", organisation.slug, "--connection", "Figures")

    said = shell.ok("connector", "run", *of_it)
    assert "PARTIAL: 1 recorded, 0 unchanged, 0 unmapped, 2 row errors" in said
    assert "Sheet1!C3" in said
    assert "[bold]five" in said
    assert (await kpi_of(api, board.kpis[0], "latest { value }"))["latest"] == {"value": "5"}

    await put_file(api, connection, "values.xlsx", workbook([])[:100])
    failed = shell.run("connector", "run", *of_it)
    assert (failed.returncode, failed.stderr.split()[0]) == (1, "CONFIG")
    assert "damaged" in failed.stderr

    history = shell.ok("connector", "runs", *of_it)
    assert "FAILED" in history
    assert "PARTIAL" in history
    assert history.index("FAILED") < history.index("PARTIAL")


async def test_a_connection_that_is_not_there_is_named_with_those_that_are(
    api: Api, organisation: TestOrganisation, shell: Shell
) -> None:
    await connected_workbook(api, [])
    done = shell.run("connector", "run", "--tenant", organisation.slug, "--connection", "Nothing")
    assert done.returncode == 1
    assert "there are: Figures" in done.stderr
