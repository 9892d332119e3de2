"""The command line, run as a process of its own on a real database."""

import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg
import pytest

from equipoise.cli.application import COMMANDS, GROUPS, application
from tests.support.api import Api
from tests.support.command import Shell


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """A shell on the migrated database of this test process."""
    return Shell(tmp_path, {"EQUIPOISE_DATABASE_URL": database_url, "EQUIPOISE_HOME": str(tmp_path / "home")})


@pytest.fixture
def new_tenant(shell: Shell) -> Callable[[], str]:
    def make() -> str:
        slug = f"cli-{uuid.uuid4().hex[:10]}"
        shell.ok("tenant", "create", "--slug", slug, "--name", "Shell Ltd")
        return slug

    return make


@pytest.mark.parametrize(
    "words", [[], *([name] for name in ("serve", "worker", "migrate", "demo", "rebuild", "doctor"))]
)
def test_every_command_explains_itself(shell: Shell, words: list[str]) -> None:
    said = shell.ok(*words, "--help")
    assert "Usage: " in said


def test_the_commands_of_the_design_are_there() -> None:
    cli = application()
    named = {command.name for command in cli.registered_commands} | {group.name for group in cli.registered_groups}
    assert named == {*COMMANDS, *GROUPS}
    assert named >= {
        "serve", "worker", "migrate", "demo", "tenant", "token", "connector", "review", "export", "apply", "rebuild",
        "doctor",
    }  # fmt: skip


async def test_a_token_stands_alone_on_the_last_line_and_works(
    shell: Shell, new_tenant: Callable[[], str], client: httpx.AsyncClient
) -> None:
    token = shell.ok("token", "create", "--tenant", new_tenant(), "--role", "viewer").splitlines()[-1]
    assert " " not in token
    viewer = (await Api(client, token).data("{ viewer { role } }"))["viewer"]
    assert viewer == {"role": "VIEWER"}


def test_an_unknown_tenant_is_named_with_a_way_out(shell: Shell) -> None:
    done = shell.run("token", "create", "--tenant", "nobody", "--role", "viewer")
    assert done.returncode == 1
    assert "NOT_FOUND" in done.stderr
    assert "equipoise tenant list" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_slug_is_refused(shell: Shell, new_tenant: Callable[[], str]) -> None:
    done = shell.run("tenant", "create", "--slug", new_tenant(), "--name", "Again")
    assert (done.returncode, "DUPLICATE" in done.stderr) == (1, True)


def test_a_wrong_setting_is_named(shell: Shell) -> None:
    wrong = Shell(shell.folder, {**shell.settings, "EQUIPOISE_PORT": "http"})
    done = wrong.run("tenant", "list")
    assert done.returncode == 1
    assert "EQUIPOISE_PORT" in done.stderr


def test_a_database_that_is_away_has_its_own_exit_code(shell: Shell) -> None:
    away = Shell(shell.folder, {"EQUIPOISE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/equipoise"})
    done = away.run("tenant", "list")
    assert (done.returncode, "NO_DATABASE" in done.stderr, "Traceback" in done.stderr) == (3, True, False)


def test_migrating_again_changes_nothing(shell: Shell) -> None:
    assert "up to date" in shell.ok("migrate")


def test_rebuild_finds_nothing_wrong_in_a_new_organisation(shell: Shell, new_tenant: Callable[[], str]) -> None:
    slug = new_tenant()
    assert f"{slug}: 0 score(s) are wrong" in shell.ok("rebuild", "--tenant", slug, "--check")


def test_the_doctor_finds_a_login_that_is_too_strong(shell: Shell) -> None:
    done = shell.run("doctor")
    assert done.returncode == 0, done.stdout
    assert "could bypass row-level security" in done.stdout


def test_the_doctor_finds_a_table_without_its_policy(shell: Shell, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE milestone NO FORCE ROW LEVEL SECURITY")
        try:
            done = shell.run("doctor", "--quiet")
        finally:
            connection.execute("ALTER TABLE milestone FORCE ROW LEVEL SECURITY")
    assert (done.returncode, "milestone" in done.stdout) == (1, True)
