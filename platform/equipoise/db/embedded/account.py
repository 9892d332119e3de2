"""The system user that the server runs as.

PostgreSQL refuses to run as root. Root therefore hands it to an account that is already there; no account
is ever created. Data made earlier stays with the user who owns it.
"""

import os
import pwd
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from equipoise.db.embedded.errors import EmbeddedServerFailed, HomeUnusable

UNPRIVILEGED = ("postgres", "nobody")

# Nothing of the caller's environment: no PG* variable, locale or time zone may change what the server does.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int

    @property
    def name(self) -> str:
        return name_of(self.uid)

    @property
    def is_caller(self) -> bool:
        return self.uid == os.geteuid()

    def run(
        self,
        command: Sequence[str | Path],
        *,
        timeout: float,
        environment: Mapping[str, str] | None = None,
        output: int = subprocess.PIPE,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, away from the caller's terminal, environment and working directory.

        Standard output goes to `output`; errors are always captured.
        """
        try:
            return subprocess.run(  # noqa: S603 - our own programs, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                check=False,
                timeout=timeout,
                env=ENVIRONMENT | dict(environment or {}),
                cwd="/",
                start_new_session=True,
                pass_fds=pass_fds,
                user=None if self.is_caller else self.uid,
                group=None if self.is_caller else self.gid,
                extra_groups=None if self.is_caller else (),
            )
        except subprocess.TimeoutExpired as error:
            raise EmbeddedServerFailed(f"{command[0]} did not finish within {timeout:.0f} s.") from error
        except OSError as error:
            raise EmbeddedServerFailed(f"The user {self.name} cannot run {command[0]}: {error.strerror}.") from error

    def open_way(self, path: Path) -> None:
        """Let the account pass through `path` and its parents, where root keeps it out.

        Adds the right to traverse for others (o+x) only, never to list or read, and only where it is missing:
        temporary folders and root's own home are 0700 as a rule.
        """
        if os.geteuid() != 0 or self.is_caller:
            return
        for folder in (*reversed(path.parents), path):
            info = folder.stat()
            others = self.uid != info.st_uid and self.gid != info.st_gid
            if others and not info.st_mode & stat.S_IXOTH:
                folder.chmod(stat.S_IMODE(info.st_mode) | stat.S_IXOTH)

    def take(self, path: Path) -> None:
        """Own `path`, which the caller has just made."""
        if not self.is_caller:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def take_all(self, folder: Path) -> None:
        """Own `folder` and everything in it."""
        for parent, _, names in os.walk(folder, topdown=False):  # `folder` last: it tells that all is done
            for name in names:
                self.take(Path(parent, name))
            self.take(Path(parent))


def account_for(data: Path) -> Account:
    """Whose server this is: the owner of the data, the caller, or the account that stands in for root."""
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise HomeUnusable(
                f"{data} belongs to {name_of(owner.st_uid)}, you are {name_of(os.geteuid())}. "
                "Start Equipoise as the user who set it up, or choose another folder with EQUIPOISE_HOME."
            )
        return Account(os.geteuid(), os.getegid())
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerFailed(
        "PostgreSQL does not run as root, and this machine has neither of the accounts "
        f"{' and '.join(UNPRIVILEGED)}. Start Equipoise as an ordinary user."
    )


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
