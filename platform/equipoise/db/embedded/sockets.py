"""The directory of the server's socket, closed to every other system user.

Roles are trusted on the socket, so the directory is what keeps others out: 0700, owned by the server's
account (root passes anyway). It lies in the home, or, where that path does not fit into a socket address
or a connection URL, below the system's temporary directory.
"""

import hashlib
import os
import re
import socket
import stat
import struct
import tempfile
from pathlib import Path

from equipoise.db.embedded.account import Account, name_of
from equipoise.db.embedded.errors import HomeUnusable

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
LOCK = f"{SOCKET}.lock"

LONGEST_ADDRESS = 103
"""Bytes of a socket's path: 107 on Linux, 103 on macOS."""

ANSWER_SECONDS = 5.0
SSL_REQUEST = struct.pack("!II", 8, 80877103)
"""The shortest question with an answer, "N" on a Unix socket. Source: PostgreSQL's protocol, SSLRequest."""

# Clients split hosts at commas, the server splits directories at commas, quotes and white space.
UNFIT = re.compile(r"[\s,\"\\]")


def socket_directory(home: Path, account: Account) -> Path:
    """The directory for the socket of `home`, made if needed and verified.

    Raises: HomeUnusable if someone else could have prepared it.
    """
    directory = _fitting(home)
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        _verify(directory, account)
    account.take(directory)
    account.open_way(directory.parent)
    return directory


def present(directory: Path) -> bool:
    return (directory / SOCKET).is_socket()


def answers(directory: Path) -> bool:
    """Whether a server replies there: one that is being killed still counts as a living process."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(ANSWER_SECONDS)
        try:
            client.connect(str(directory / SOCKET))
            client.sendall(SSL_REQUEST)
            return client.recv(1) == b"N"
        except OSError:
            return False


def forget(directory: Path) -> None:
    """Remove what a killed server left: its lock keeps the next one out once the number is in use again."""
    for name in (SOCKET, LOCK):
        (directory / name).unlink(missing_ok=True)


def _fitting(home: Path) -> Path:
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    temporary = [tempfile.gettempdir(), "/tmp"]  # noqa: S108 - owner and mode are verified
    choices = [home / "run", *(Path(root, f"equipoise-{key}") for root in temporary)]
    for directory in choices:
        if len(os.fsencode(directory / SOCKET)) <= LONGEST_ADDRESS and not UNFIT.search(str(directory)):
            return directory
    raise HomeUnusable(f"The database's socket fits nowhere: {home} and {choices[1]} are too long.")


def _verify(directory: Path, account: Account) -> None:
    info = directory.lstat()
    ours = stat.S_ISDIR(info.st_mode) and info.st_uid in {account.uid, os.geteuid()}
    if not ours or stat.S_IMODE(info.st_mode) != 0o700:
        raise HomeUnusable(
            f"{directory} should be a folder of {account.name} that nobody else can enter (0700), but it is "
            f"{stat.filemode(info.st_mode)} of {name_of(info.st_uid)}. Remove it and start again."
        )
