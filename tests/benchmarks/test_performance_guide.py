"""docs/performance.md says what is really measured."""

import re

from benchmarks.goals import GOALS, outcomes
from benchmarks.results import Result
from benchmarks.seeding.database import SETTINGS
from tests.docs.guides import ROOT, guide

PAGE = guide("docs/performance.md")


def test_the_guide_names_every_goal() -> None:
    nothing = Result(organisations=0, generator="", works={}, connections={})
    assert PAGE.table_below("Reading the table") == [[each.goal, each.wanted] for each in outcomes(nothing)]
    assert len(GOALS) > 10


def test_the_guide_names_the_settings_of_postgresql() -> None:
    tables = re.findall(r"^\| `([a-z_]+)` \| (\S+) \|$", PAGE.text, re.M)
    assert dict(tables) == SETTINGS


def test_every_make_target_of_the_guide_is_there() -> None:
    named = set(re.findall(r"`make ([\w-]+)", PAGE.text))
    there = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"bench", "bench-scale", "bench-compare"} <= named <= there


def test_every_file_of_the_guide_is_there() -> None:
    named = set(re.findall(r"`((?:tests|benchmarks)/[\w/.]+[\w/])`", PAGE.text)) - {"benchmarks/results/"}
    assert len(named) >= 4
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_peer_is_the_version_that_the_guide_names() -> None:
    package = (ROOT / "benchmarks/postgraphile/package.json").read_text(encoding="utf-8")
    version = re.search(r'"postgraphile": "([\d.]+)"', package)
    assert version is not None
    assert f"({version[1]}, Node.js 24" in PAGE.text
