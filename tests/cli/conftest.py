"""A shell, and organisations to work on with it."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from equipoise.cli.console import err, out
from tests.exchange.conftest import bright
from tests.support.clusters import TestCluster
from tests.support.command import Shell
from tests.support.command_inside import Inside
from tests.support.database import TEMPLATE

__all__ = ["bright"]


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """A shell on the migrated database of this test process."""
    return Shell(tmp_path, {"EQUIPOISE_DATABASE_URL": database_url, "EQUIPOISE_HOME": str(tmp_path / "home")})


@pytest.fixture
def inside(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inside:
    """The command inside this process, on its migrated database."""
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", database_url)
    monkeypatch.setenv("EQUIPOISE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for console in (out, err):
        monkeypatch.setattr(console, "width", 200)
    return Inside(tmp_path, monkeypatch, capsys)


@pytest.fixture
def own_database_url(cluster: TestCluster, database_url: str) -> Iterator[str]:
    """A migrated database for one test alone, for what is not of one organisation: jobs, the schema."""
    assert database_url, "the template is made with it"
    name = f"equipoise_cli_{uuid.uuid4().hex}"
    cluster.create_database(name, template=TEMPLATE)
    yield cluster.superuser_url_for(name)
    cluster.drop_database(name)
