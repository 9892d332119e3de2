"""The private folder in which a connector's process finds the files of its connection."""

import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "equipoise-run-"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")
_LEFT_BEHIND_SECONDS = 2 * 86_400
"""Longer than any run may take: the process that made such a folder was killed."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that nobody else can look into, and where in it each file of the connection is."""

    folder: Path
    files: Mapping[str, Path]


@asynccontextmanager
async def workspace(files: Mapping[str, bytes]) -> AsyncIterator[Workspace]:
    """The files on disk, for this block. Their names on disk are ours: those of people never become paths."""
    _clear_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        filling = asyncio.create_task(asyncio.to_thread(_fill, folder, files))
        try:
            paths = await asyncio.shield(filling)
        finally:
            await asyncio.wait([filling])  # a thread cannot be cancelled, and must not write into what is being removed
        yield Workspace(folder, paths)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    paths = {}
    for number, (name, content) in enumerate(files.items()):
        suffix = Path(name).suffix
        path = folder / f"file-{number}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        path.write_bytes(content)
        path.chmod(0o400)
        paths[name] = path
    return paths


def _clear_left_behind() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.geteuid() and status.st_mtime < time.time() - _LEFT_BEHIND_SECONDS:
                shutil.rmtree(folder)
