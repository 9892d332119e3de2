"""The folder of the embedded server and what lies in it."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from equipoise.db.embedded.account import name_of
from equipoise.db.embedded.errors import EmbeddedServerFailed, HomeUnusable

LOW_ON_SPACE = 64 * 2**20
"""Bytes; a new database takes 40 million."""

LOCK_SECONDS = 150
"""Longer than a cold start and a long recovery by the process that came first."""


@dataclass(frozen=True, slots=True)
class Home:
    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Home":
        return cls(folder.resolve())

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def configuration(self) -> Path:
        return self.folder / "postgres.conf"

    @property
    def lock_file(self) -> Path:
        return self.folder / "postgres.lock"

    def opened(self, file: Path, flags: int = os.O_RDWR) -> int:
        """A descriptor of a file of ours, made if needed.

        Root leaves it to the owner of the folder, who may start the server next time, and follows no link of his.
        """
        descriptor = os.open(file, flags | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:
            owner = self.folder.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor

    @contextmanager
    def locked(self) -> Iterator[int]:
        """One process at a time. The system frees the lock of a process that dies, however it dies."""
        lock = self.opened(self.lock_file)
        try:
            deadline = time.monotonic() + LOCK_SECONDS
            while not _try_lock(lock):
                if time.monotonic() > deadline:
                    raise EmbeddedServerFailed(
                        f"Another process has been starting or stopping the server in {self.folder} "
                        f"for {LOCK_SECONDS} s. End it and try again; `fuser {self.lock_file}` names it."
                    )
                time.sleep(0.02)
            yield lock
        finally:
            os.close(lock)

    @contextmanager
    def claimed(self) -> Iterator[int]:
        """A claim on the data for the server to inherit: it holds as long as one of its processes lives.

        It also tells of servers in other containers, whose processes cannot be seen from here.

        Raises: BlockingIOError if there is a claim already.
        """
        claim = self.opened(self.folder / "postgres.claim")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield claim
        finally:
            os.close(claim)

    def is_claimed(self) -> bool:
        try:
            with self.claimed() as claim:
                fcntl.flock(claim, fcntl.LOCK_UN)  # at once, even if another thread has just forked
                return False
        except BlockingIOError:
            return True

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say which folder is in the way instead of showing an operating system's error."""
        try:
            yield
        except OSError as error:
            raise HomeUnusable(
                f"The folder {self.folder} cannot be used for the database: {error.strerror} "
                f"({error.filename or self.folder}). {_remedy(error)}choose another folder with EQUIPOISE_HOME."
            ) from error

    def advice(self, said: str) -> str:
        """What to do about a program that failed saying this."""
        space = os.statvfs(self.folder)
        free = space.f_bavail * space.f_frsize
        if free < LOW_ON_SPACE or os.strerror(errno.ENOSPC) in said:
            return f"Only {free // 2**20} MB of its disk are free: make some space and try again."
        if self.log.exists():
            return f"The whole log is {self.log}."
        return "Try again; if that does not help, choose another folder with EQUIPOISE_HOME."


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "Free some space, or "
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Make it writable for {name_of(os.geteuid())}, or "
        case _:
            return "Move away what is there, or "


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
