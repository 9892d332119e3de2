"""Migrating again, from several places at once, in phases, and when one fails."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from equipoise.db import migrate as migrations
from equipoise.db.migrate import migrate, pending_revisions
from tests.support.catalog import catalog_of

ROOT = Path(__file__).parents[2]

REVISION = """
from alembic import op

revision, down_revision = "{name}", "{after}"
branch_labels = depends_on = None
phase = "{phase}"


def upgrade() -> None:
    {body}
"""

MIGRATE = """
import pathlib, sys
from equipoise.db import migrate as migrations
migrations.SCRIPTS = pathlib.Path(sys.argv[2])
migrations.migrate(sys.argv[1])
"""


@pytest.fixture
def revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Adds revisions after ours, for this test alone."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "SCRIPTS", folder)
    names = ours()[-1:]

    def add(body: str, phase: str = "pre") -> str:
        name = f"extra{len(names)}"
        script = REVISION.format(name=name, after=names[-1], phase=phase, body=body)
        (folder / "versions" / f"{name}_of_a_test.py").write_text(script)
        names.append(name)
        return name

    return add


OF_THIS_DATABASE = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def ours() -> list[str]:
    """Our own revisions, oldest first."""
    return [path.stem.split("_")[0] for path in sorted((ROOT / "migrations" / "versions").glob("*.py"))]


def tables(url: str) -> set[str]:
    return {row[1] for row in catalog_of(url) if row[0] == "table"}


def test_migrating_twice_changes_nothing_the_second_time(empty_database: Callable[[], str]) -> None:
    url = empty_database()
    assert migrate(url) == ours()
    before = catalog_of(url)
    assert migrate(url) == []
    assert pending_revisions(url) == []
    assert catalog_of(url) == before


def test_deployments_that_migrate_at_once_wait_for_each_other(
    empty_database: Callable[[], str], revisions: Callable[..., str]
) -> None:
    url = empty_database()
    slow = revisions('op.execute("SELECT pg_sleep(5.5)")')  # longer than a migration waits for a table's lock
    arguments = [sys.executable, "-c", MIGRATE, url, str(migrations.SCRIPTS)]
    for process in [subprocess.Popen(arguments, stderr=subprocess.PIPE) for _ in range(2)]:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint.decode()
    assert pending_revisions(url) == []
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(slow,)]


def test_a_migration_that_fails_leaves_nothing_half_done_and_can_be_repeated(empty_database: Callable[[], str]) -> None:
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE usage_day (somebody_elses int)")
    with pytest.raises(DBAPIError, match="already exists"):
        migrate(url)
    assert pending_revisions(url) == ours()
    assert tables(url) == {"usage_day"}
    with psycopg.connect(url, autocommit=True) as connection:
        held = connection.execute(OF_THIS_DATABASE).fetchone()
        assert held == (0,), "the next deployment would wait for ever"
        connection.execute("DROP TABLE usage_day")
    assert migrate(url) == ours()


def test_of_several_pending_migrations_those_before_the_failing_one_stay_whole(
    empty_database: Callable[[], str], revisions: Callable[..., str]
) -> None:
    url = empty_database()
    migrate(url)
    revisions('op.execute("CREATE TABLE first_step (id uuid)")')
    failing = revisions('op.execute("CREATE TABLE second_step (id uuid)"); op.execute("SELECT 1 / 0")')
    with pytest.raises(DBAPIError, match="division by zero"):
        migrate(url)
    assert "first_step" in tables(url)
    assert "second_step" not in tables(url)
    assert pending_revisions(url) == [failing]


def test_the_pre_phase_stops_before_what_has_to_wait_for_the_deployment(
    empty_database: Callable[[], str], revisions: Callable[..., str]
) -> None:
    url = empty_database()
    early = revisions('op.execute("CREATE TABLE early (id uuid)")')
    late = revisions('op.execute("DROP TABLE early")', phase="post")
    later = revisions('op.execute("CREATE TABLE later (id uuid)")')
    assert migrate(url, phase="pre") == [*ours(), early]
    assert "early" in tables(url)
    assert migrate(url, phase="pre") == []
    assert pending_revisions(url) == [late, later]
    assert migrate(url) == [late, later]
    assert tables(url) >= {"later"}
    assert "early" not in tables(url)
