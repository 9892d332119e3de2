"""What a builder would be sent: the files of the project that the ignore file lets through, and nothing else."""

import shutil
import subprocess
from pathlib import Path

from tests.deploy.places import CONTAINERFILE, PROJECT
from tests.support.skipping import require


def project_files() -> list[Path]:
    """Every file that is or could be committed, relative to the top of the project."""
    require(shutil.which("git") and (PROJECT / ".git").exists(), "A clean copy is made from a git checkout.")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(Path(name) for name in listed.split("\0") if name and (PROJECT / name).is_file())


def build_context(target: Path) -> None:
    """Copy to `target` what reaches the builder."""
    admitted = [Path(name) for name in _admitted(CONTAINERFILE.with_name("Containerfile.dockerignore"))]
    for file in project_files():
        if any(file == each or each in file.parents for each in admitted):
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / file, target / file)


def _admitted(ignore_file: Path) -> list[str]:
    lines = [line for line in ignore_file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert lines[0] == "*", "everything is kept out first"
    return [line[1:] for line in lines if line[0] == "!"]
