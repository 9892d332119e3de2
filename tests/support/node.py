"""Node.js and what comes through npm, for tests against implementations that are not ours."""

import shutil
import subprocess
from pathlib import Path

from tests.support.skipping import require

LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")


def installed(source: Path, folder: Path) -> Path:
    """The packages that `source` locks, installed below `folder`; no script of theirs is run on the way."""
    require(shutil.which("node") and shutil.which("npm"), "No Node.js with npm is installed here.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOCK_FILES:
        shutil.copy(source / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    require(ended.returncode == 0, f"npm could not install what {source.name} needs:\n{ended.stderr[-2000:]}")
    return folder
