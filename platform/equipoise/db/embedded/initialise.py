"""Making the data directory: all of it or nothing."""

import os
import shutil
import tempfile
from pathlib import Path

from equipoise.db.embedded.account import Account
from equipoise.db.embedded.binaries import Binaries
from equipoise.db.embedded.errors import EmbeddedServerFailed, HomeUnusable, OtherMajorVersion
from equipoise.db.embedded.home import Home

UNFINISHED = "postgres.init-"
SUPERUSER = "postgres"
BUILTIN_LOCALES_SINCE = 17
INITDB_SECONDS = 120


def ensure_data(home: Home, account: Account, binaries: Binaries, *, lock: int, durable: bool) -> None:
    """Make the data directory if there is none. The caller holds the home's lock.

    A half-made one is never seen: initdb works in a folder beside it, which is renamed when it is complete.

    Raises: OtherMajorVersion, HomeUnusable, EmbeddedServerFailed.
    """
    if home.data.exists() and any(home.data.iterdir()):
        _check_version(home.data, binaries)
        if home.data.stat().st_uid != account.uid:  # restored by root from a backup
            account.take_all(home.data)
        return
    for leftover in home.folder.glob(UNFINISHED + "*"):
        shutil.rmtree(leftover)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home.folder))
    try:
        account.take(unfinished)
        _initdb(home, unfinished, account, binaries, lock=lock, durable=durable)
        unfinished.rename(home.data)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    if durable:
        _sync(home.folder)


def _initdb(home: Home, data: Path, account: Account, binaries: Binaries, *, lock: int, durable: bool) -> None:
    locale = (
        ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if binaries.major >= BUILTIN_LOCALES_SINCE
        else ["--locale=C.UTF-8"]
    )
    command: list[str | Path] = [
        binaries.program("initdb"),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        *locale,
        "--auth-local=trust",
        "--auth-host=reject",
        "--data-checksums",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]
    # If we are killed, initdb goes on; with the lock in its hands nobody clears the folder away under it.
    done = account.run(command, timeout=INITDB_SECONDS, pass_fds=[lock])
    if done.returncode != 0:
        said = done.stderr.strip() or f"initdb ended with {done.returncode}"
        raise EmbeddedServerFailed(f"A new database could not be made in {home.folder}.\n{said}\n{home.advice(said)}")


def _check_version(data: Path, binaries: Binaries) -> None:
    try:
        written_by = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError as error:
        raise HomeUnusable(
            f"{data} holds files but no PostgreSQL database. Move it away, "
            "or choose another folder with EQUIPOISE_HOME."
        ) from error
    if written_by != str(binaries.major):
        raise OtherMajorVersion(
            f"The database in {data} was written by PostgreSQL {written_by}, this is {binaries.major}. "
            "Dump it with the Equipoise that wrote it and load the dump into a new folder (EQUIPOISE_HOME), "
            "or move the folder away to begin with an empty database."
        )


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
