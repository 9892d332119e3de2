"""The operator's guide does what it says: its commands are run, its tables are complete."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from equipoise.db import embedded
from equipoise.settings import Settings
from tests.deploy.image import Workshop
from tests.deploy.places import DEPLOY, PROJECT
from tests.deploy.premises import unused_port
from tests.deploy.stand_in import LASTING, Site
from tests.support import clusters
from tests.support.skipping import require

GUIDE = PROJECT / "docs" / "operator.md"
DOCKER = f'docker() {{ {shlex.quote(sys.executable)} -m tests.deploy.stand_in "$@"; }}\n'


def sections() -> dict[str, list[str]]:
    """The blocks of commands by the heading they stand below."""
    _, *parts = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        part.partition("\n")[0]: re.findall(r"^```sh\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
        for part in parts
    }


def story() -> list[str]:
    """All blocks; the installation comes first, whatever the order of the page."""
    by_heading = sections()
    return [*by_heading.pop("Install"), *(block for blocks in by_heading.values() for block in blocks)]


@pytest.fixture
def site(workshop: Workshop, tmp_path: Path) -> Iterator[Site]:
    """A machine on which nothing has been set up; what the guide starts is ended after the test."""
    state = tmp_path / "state"
    state.mkdir()
    with clusters.opened("embedded", tmp_path) as cluster:
        site = Site(str(workshop.folder), cluster.superuser_url, str(state))
        yield site
        site.end_all(*LASTING)


@pytest.mark.slow
def test_its_commands_work_one_after_the_other(site: Site, tmp_path: Path) -> None:
    require(shutil.which("bash") and shutil.which("curl"), "The guide's commands need bash and curl.")
    port = unused_port()
    site_folder = tmp_path / "deploy"
    shutil.copytree(DEPLOY, site_folder, ignore=shutil.ignore_patterns(".env"))
    example = site_folder / ".env.example"
    example.write_text(example.read_text().replace("PORT=8000", f"PORT={port}"))
    blocks = [block.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for block in story()]
    script = "set -euo pipefail\n" + DOCKER + "".join(f"echo {shlex.quote(block)} >&2\n{block}" for block in blocks)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=site_folder,
        env={
            "PATH": f"{embedded.Binaries.installed().folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "STAND_IN": site.written(),
            "ADMINISTRATOR_URL": site.superuser_url,
        },
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert '{"status":"ok"}' in done.stdout
    assert "acme is there" in done.stdout
    assert (site_folder / ".env").stat().st_mode & 0o077 == 0


def test_every_setting_is_in_its_table_with_its_default() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `EQUIPOISE_(\w+)` \| ([^|]*) \|", text, flags=re.MULTILINE))
    assert table.keys() == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert re.match(
                rf"`{re.escape(f'{field.default:g}' if isinstance(field.default, float) else str(field.default))}`",
                table[name.upper()],
            ), name


def test_everything_the_doctor_looks_at_is_explained() -> None:
    sources = (PROJECT / "platform/equipoise/diagnosis").glob("*.py")
    looked_at = {
        name
        for source in sources
        for name in re.findall(r'(?:good|bad|warning)\(\s*"([^"]+)"', source.read_text(encoding="utf-8"))
    }
    explained = set(re.findall(r"^\| ([a-z -]+) \|", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert looked_at
    assert looked_at <= explained
