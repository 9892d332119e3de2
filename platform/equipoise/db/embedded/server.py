"""Starting, finding and stopping the server of a home folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from equipoise.db.embedded.account import account_for
from equipoise.db.embedded.binaries import Binaries
from equipoise.db.embedded.errors import EmbeddedServerFailed
from equipoise.db.embedded.home import Home
from equipoise.db.embedded.initialise import ensure_data
from equipoise.db.embedded.launch import launch
from equipoise.db.embedded.leftovers import ready_or_gone, ready_server
from equipoise.db.embedded.pidfile import PidFile
from equipoise.db.embedded.shutdown import Mode, shut_down

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A server that takes connections."""

    data: Path
    socket_dir: Path
    port: int

    def url(self, user: str, database: str = "postgres") -> str:
        """For asyncpg, psycopg and libpq; SQLAlchemy wants its driver in the scheme."""
        return (
            f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}"
            f"?host={quote(str(self.socket_dir), safe='/')}&port={self.port}"
        )


def running(home: Path) -> EmbeddedServer | None:
    """The server of this home, if one takes connections."""
    place = Home.at(home)
    with place.explained():
        return _server(place, ready_server(place))


def start(home: Path, *, settings: Mapping[str, str] | None = None, binaries: Binaries | None = None) -> EmbeddedServer:
    """Have the server of this home running: made, healed and started as far as needed.

    Safe to call again and from several processes at once, whatever was killed before. `settings` go on top of
    our own and apply when this call is the one that starts the server.

    Raises: EmbeddedServerFailed and its kinds.
    """
    place = Home.at(home)
    binaries = binaries or Binaries.installed()
    settings = settings or {}
    with place.explained():
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.locked() as lock:
            account = account_for(place.data)
            if server := _server(place, ready_server(place)):
                return server
            account.open_way(place.folder)
            account.open_way(binaries.folder)
            binaries.check(account)
            ensure_data(place, account, binaries, lock=lock, durable=settings.get("fsync") != "off")
            for _ in range(ATTEMPTS):
                if server := _server(place, ready_or_gone(place)):
                    return server
                launch(place, account, binaries, settings)
                if server := _server(place, ready_server(place)):
                    return server
    raise EmbeddedServerFailed(
        f"The server in {place.folder} stopped right after its start, {ATTEMPTS} times. See {place.log}."
    )


def stop(home: Path, mode: Mode = "fast") -> None:
    """Stop the server of this home, if one runs, and wait until it has.

    Raises: EmbeddedServerFailed if it has not after a minute.
    """
    place = Home.at(home)
    with place.explained():
        if not place.data.exists():
            return
        account_for(place.data)  # refuses another user's
        with place.locked():
            shut_down(place, mode)


def _server(home: Home, recorded: PidFile | None) -> EmbeddedServer | None:
    return EmbeddedServer(home.data, recorded.socket_dir, recorded.port) if recorded else None
