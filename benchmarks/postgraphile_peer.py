"""PostGraphile 5 beside the product: installed on first use, where npm is there."""

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

FOLDER = Path(__file__).with_name("postgraphile")
OLDEST_NODE = 22
LOCK, INSTALLED = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"


class NotAvailableError(Exception):
    """This peer cannot be measured here; the message says why."""


def node() -> str:
    """The Node.js that npm has installed with the peer.

    Raises: NotAvailableError.
    """
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        _install()
    found = [*map(str, (FOLDER / "node_modules").glob("node-*/bin/node")), shutil.which("node")]
    for program in found:
        if program is not None and _major(program) >= OLDEST_NODE:
            return program
    raise NotAvailableError(f"it needs Node.js {OLDEST_NODE} or newer; npm brings one for Linux only")


def prepare(url: str) -> None:
    """Give the database the mutation with which this peer records values."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((FOLDER / "record_values.sql").read_bytes())


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    return int(said.strip().removeprefix("v").partition(".")[0] or 0)


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotAvailableError("npm is not installed")
    sys.stderr.write("Installing PostGraphile with npm (once) …\n")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise NotAvailableError(f"npm ci failed: {reason[0] if reason else done.returncode}")
    INSTALLED.touch()
