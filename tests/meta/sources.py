"""The files of the project, as they are tracked or about to be."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("platform/", "graphql/", "migrations/")
CONNECTORS = ("connectors/",)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked or would be, relative to the project's top."""
    listed = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, text=True
    )
    paths = (Path(name) for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


def python_files(*below: str) -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and (not below or str(path).startswith(below))]


def content(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(content(path), str(path))
