"""What stands for `make` in a guide: its recipe is looked at, and what it would run is run.

Making the environment anew and running every check from within a check would take minutes and prove no more.
"""

import os
import subprocess

from tests.docs.guides import ROOT
from tests.docs.site import Site

CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest")


def recipe(target: str) -> list[str]:
    """The commands that make would run, the last one last, whether or not make itself runs this test."""
    alone = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    words = ["make", "--no-print-directory", "--dry-run", target]
    done = subprocess.run(words, cwd=ROOT, env=alone, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def make(words: list[str], site: Site) -> str:
    """What `make` with these words prints, where that is more than what it does. Raises: AssertionError."""
    match words:
        case ["run"]:
            assert recipe("run")[-1] == ".venv/bin/equipoise serve --demo"
            return site.serve()
        case ["test"]:
            run = recipe("test")
            assert all(any(line.startswith(f".venv/bin/{check}") for line in run) for check in CHECKS), run
        case ["setup" | "bench" | "clean" | "lock" as target]:
            recipe(target)
        case _:
            raise AssertionError(f"a guide says `make {' '.join(words)}`, and nothing here shows that it works")
    return ""
