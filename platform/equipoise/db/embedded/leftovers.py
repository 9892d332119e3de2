"""What earlier servers of this home left behind: one that runs, one that comes or goes, or remains."""

import signal
import time

from equipoise.db.embedded import pidfile, processes, sockets
from equipoise.db.embedded.errors import EmbeddedServerFailed
from equipoise.db.embedded.home import Home
from equipoise.db.embedded.pidfile import PidFile

SETTLE_SECONDS = 60
POLL_SECONDS = 0.02

ORPHAN_SIGNALS = ((1.0, signal.SIGQUIT), (4.0, signal.SIGKILL))
"""Processes whose postmaster is dead end by themselves as a rule; after these seconds they are made to."""


def ready_server(home: Home) -> PidFile | None:
    """The server that takes connections now."""
    recorded = pidfile.read(home.data)
    if recorded is None or not recorded.ready or recorded.pid not in processes.of_cluster(home.data):
        return None
    return recorded if sockets.answers(recorded.socket_dir) else None


def ready_or_gone(home: Home) -> PidFile | None:
    """Wait until a server is ready, or until nothing is left and the way is free for a new one (None).

    Raises: EmbeddedServerFailed after a minute.
    """
    began = time.monotonic()
    orphan_signals = list(ORPHAN_SIGNALS)
    asked_to_stop = False
    alive: set[int] = set()
    while (waited := time.monotonic() - began) < SETTLE_SECONDS:
        recorded = pidfile.read(home.data)
        alive = processes.of_cluster(home.data)
        if not alive and not home.is_claimed():
            pidfile.path(home.data).unlink(missing_ok=True)
            return None
        if recorded is None or recorded.pid not in alive:
            if orphan_signals and waited > orphan_signals[0][0]:
                processes.send(orphan_signals.pop(0)[1], alive)
        elif recorded.ready and sockets.answers(recorded.socket_dir):
            return recorded
        elif recorded.ready and not sockets.present(recorded.socket_dir) and not asked_to_stop:
            # The home was moved or something cleared the temporary folder: nobody can reach it any more.
            processes.send(signal.SIGINT, {recorded.pid})
            asked_to_stop = True
        time.sleep(POLL_SECONDS)
    if not alive:
        raise EmbeddedServerFailed(
            f"The database in {home.folder} is in use by a server that cannot be seen from here, most likely "
            "in another container. Stop it there, or choose another folder with EQUIPOISE_HOME."
        )
    raise EmbeddedServerFailed(
        f"The server in {home.folder} is neither ready nor gone after {SETTLE_SECONDS} s "
        f"(processes {', '.join(map(str, sorted(alive)))}). After a crash it may still be recovering: "
        f"try again in a minute. See {home.log}."
    )
