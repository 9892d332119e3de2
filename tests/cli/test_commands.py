"""What holds for every command: help, exit codes, errors that say what to do."""

import uuid
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import click
import httpx
import psycopg
import pytest
import typer
from typer.testing import CliRunner

from equipoise.cli.application import COMMANDS, GROUPS, application
from tests.support.api import Api
from tests.support.command import Shell
from tests.support.command_inside import Inside

NewTenant = Callable[[], Awaitable[str]]


@pytest.fixture
def new_tenant(inside: Inside) -> NewTenant:
    async def make() -> str:
        slug = f"cli-{uuid.uuid4().hex[:10]}"
        await inside.ok("tenant", "create", "--slug", slug, "--name", "Shell Ltd")
        return slug

    return make


def every_command(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from every_command(below, (*words, name))


@pytest.mark.parametrize("words", list(every_command(typer.main.get_command(application()))), ids=" ".join)
def test_every_command_explains_itself_and_its_words(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(application(words), [*words, "--help"])
    assert said.exit_code == 0
    assert "Usage: " in said.output

    command: Any = typer.main.get_command(application())
    for word in words:
        command = command.commands[word]
    assert command.help
    assert [each.name for each in command.params if not getattr(each, "help", None)] == []


def test_the_commands_of_the_design_are_there() -> None:
    cli = application()
    named = {command.name for command in cli.registered_commands} | {group.name for group in cli.registered_groups}
    assert named == {*COMMANDS, *GROUPS}
    assert named >= {
        "serve", "worker", "migrate", "demo", "tenant", "token", "connector", "review", "export", "apply", "rebuild",
        "doctor",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("token", "create", "--role", "viewer"),
        ("token", "create", "--tenant", "acme", "--role", "boss"),
        ("token", "create", "--tenant", "acme", "--days", "0"),
        ("tenant",),
        ("review", "start", "--tenant", "acme"),
        ("worker", "--concurrency", "0"),
        ("migrate", "--phase", "post"),
        ("apply", "--tenant", "acme"),
        ("export",),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_words_that_are_wrong_have_their_own_exit_code(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(application(words), words)
    assert done.exit_code == click.UsageError.exit_code == 2
    assert "Usage: " in done.output


async def test_a_token_stands_alone_on_the_last_line_and_works(
    shell: Shell, new_tenant: NewTenant, client: httpx.AsyncClient
) -> None:
    token = shell.ok("token", "create", "--tenant", await new_tenant(), "--role", "viewer").splitlines()[-1]
    assert " " not in token
    viewer = (await Api(client, token).data("{ viewer { role } }"))["viewer"]
    assert viewer == {"role": "VIEWER"}


async def test_tenants_are_listed(inside: Inside, new_tenant: NewTenant) -> None:
    slug = await new_tenant()
    assert slug in await inside.ok("tenant", "list")


async def test_an_unknown_tenant_is_named_with_a_way_out(inside: Inside) -> None:
    done = await inside.run("token", "create", "--tenant", "nobody", "--role", "viewer")
    assert done.returncode == 1
    assert "NOT_FOUND" in done.stderr
    assert "equipoise tenant list" in done.stderr


async def test_a_taken_slug_is_refused(inside: Inside, new_tenant: NewTenant) -> None:
    done = await inside.run("tenant", "create", "--slug", await new_tenant(), "--name", "Again")
    assert (done.returncode, done.stderr.split()[0]) == (1, "DUPLICATE")


async def test_a_wrong_setting_is_named(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQUIPOISE_PORT", "http")
    done = await inside.run("tenant", "list")
    assert (done.returncode, done.stderr.split()[0]) == (1, "BAD_SETTING")
    assert "EQUIPOISE_PORT" in done.stderr


def test_a_database_that_is_away_has_its_own_exit_code(shell: Shell) -> None:
    away = Shell(shell.folder, {"EQUIPOISE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/equipoise"})
    done = away.run("tenant", "list")
    assert (done.returncode, "NO_DATABASE" in done.stderr, "Traceback" in done.stderr) == (3, True, False)


async def test_migrating_again_changes_nothing(inside: Inside) -> None:
    assert "up to date" in await inside.ok("migrate")


async def test_a_schema_that_is_behind_is_said_with_what_to_run(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, own_database_url: str
) -> None:
    with psycopg.connect(own_database_url, autocommit=True) as database:
        database.execute("UPDATE alembic_version SET version_num = '0002'")
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", own_database_url)
    done = await inside.run("tenant", "list")
    assert (done.returncode, done.stderr.split()[0]) == (1, "SCHEMA_BEHIND")
    assert "equipoise migrate" in done.stderr


async def test_rebuild_finds_nothing_wrong_in_a_new_organisation(inside: Inside, new_tenant: NewTenant) -> None:
    slug = await new_tenant()
    assert f"{slug}: 0 score(s) are wrong" in await inside.ok("rebuild", "--tenant", slug, "--check")
