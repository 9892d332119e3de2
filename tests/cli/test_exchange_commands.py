"""`equipoise export` and `equipoise apply`."""

import stat

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.calendar import Frequency
from tests.support.api import TestOrganisation
from tests.support.command import Shell
from tests.support.command_inside import Inside
from tests.support.exchange import BRIGHT, exported, with_changes
from tests.support.kpis import record
from tests.support.reviews import kpi_by_key

MISSION = ("mission: Light that lasts.", "mission: '[bold]Dark[/]'")


def document(shell: Shell | Inside, *changes: tuple[str, str], text: str = BRIGHT) -> str:
    file = shell.folder / "strategy.yaml"
    file.write_text(with_changes(text, *changes), encoding="utf-8")
    return file.name


async def test_a_strategy_goes_out_and_comes_in_again(
    shell: Shell, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    text = shell.ok("export", "--tenant", bright.slug)
    assert text == await exported(engine, bright)

    said = shell.ok("apply", "--tenant", bright.slug, document(shell, MISSION, text=text))
    assert said.splitlines()[0] == "changed scorecard  Company strategy (mission)"
    assert shell.ok("export", "--tenant", bright.slug, "--output", "out.yaml") == ""
    assert (shell.folder / "out.yaml").read_text(encoding="utf-8") == await exported(engine, bright) != text

    said = shell.ok("apply", "--tenant", bright.slug, "out.yaml")
    assert "Nothing to change: the organisation is as the document says." in said


async def test_a_dry_run_says_the_same_and_changes_nothing(
    inside: Inside, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    before = await exported(engine, bright)
    north = "  - name: Sales north\n"
    new = "  - {name: New, unit: Bright Lamps, cycle_start: 2026-04-01, cycle_end: 2027-03-31}\n"
    sync = next(line for line in BRIGHT.splitlines(keepends=True) if "email: sync@" in line)
    file = document(inside, MISSION, (north, new + north), (sync, ""))
    said = await inside.ok("apply", "--tenant", bright.slug, file, "--dry-run")
    assert said.splitlines()[:3] == [
        "created scorecard  New",
        "changed scorecard  Company strategy (mission)",
        "kept    person  sync@bright.example",
    ]
    assert "Nothing was changed: this was a dry run." in said
    assert await exported(engine, bright) == before


async def test_one_scorecard_goes_out_by_its_name(
    inside: Inside, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    text = await inside.ok("export", "--tenant", bright.slug, "--scorecard", "Sales north")
    assert text == await exported(engine, bright, "Sales north")
    done = await inside.run("export", "--tenant", bright.slug, "--scorecard", "Nothing")
    assert (done.returncode, done.stdout) == (1, "")
    assert "NOT_FOUND No scorecard in force is named 'Nothing'." in done.stderr


async def test_a_refusal_in_the_middle_leaves_everything_as_it_was(
    inside: Inside, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    await record(bright.api, await kpi_by_key(bright.api, "net_revenue"), ("2026-04-01", "9"))
    before = await exported(engine, bright)
    own = "frequency: MONTHLY\n                weight: 1.5"
    file = document(inside, MISSION, (own, own.replace("MONTHLY", Frequency.QUARTERLY)))
    done = await inside.run("apply", "--tenant", bright.slug, file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("FREQUENCY_IN_USE scorecards.0.perspectives.0.objectives.0.kpis.0.frequency (line ")
    assert await exported(engine, bright) == before


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (None, "INPUT_UNUSABLE", "strategy.yaml cannot be read: No such file or directory."),
        (b"a: [1", "UNREADABLE_DOCUMENT", "this is not YAML"),
        (b"x" * 10_000_000, "UNREADABLE_DOCUMENT", "larger than 5,000,000 bytes"),
        (b"format: equipoise/1\nunits: [[red]]\n", "INVALID_DOCUMENT", "units.0 (line 2): Expected a mapping"),
    ],
)
async def test_a_bad_file_is_refused_before_the_database_is_asked(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, content: bytes | None, code: str, message: str
) -> None:
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/equipoise")
    if content is not None:
        (inside.folder / "strategy.yaml").write_bytes(content)
    done = await inside.run("apply", "--tenant", "acme", "strategy.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(code)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


async def test_where_a_document_cannot_be_written_it_is_said(inside: Inside, bright: TestOrganisation) -> None:
    done = await inside.run("export", "--tenant", bright.slug, "--output", "nowhere/out.yaml")
    assert done.returncode == 1
    assert "OUTPUT_UNUSABLE nowhere/out.yaml cannot be written: No such file or directory." in done.stderr


async def test_a_file_that_is_replaced_keeps_its_rights(inside: Inside, bright: TestOrganisation) -> None:
    file = inside.folder / "out.yaml"
    file.write_text("old")
    file.chmod(0o640)
    await inside.ok("export", "--tenant", bright.slug, "--output", "out.yaml")
    assert (stat.S_IMODE(file.stat().st_mode), file.read_text()[:18]) == (0o640, "format: equipoise/")
    assert [path.name for path in inside.folder.iterdir() if path.is_file()] == ["out.yaml"]


async def test_an_unknown_organisation_is_named_with_a_way_out(inside: Inside) -> None:
    done = await inside.run("apply", "--tenant", "nobody", document(inside))
    assert done.returncode == 1
    assert "equipoise tenant list" in done.stderr
