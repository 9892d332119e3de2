"""Stopping the postmaster.

By signal rather than by `pg_ctl stop`, which waits in vain for a killed server that nobody has reaped.
"""

import signal
import time
from typing import Literal

from equipoise.db.embedded import pidfile, processes
from equipoise.db.embedded.errors import EmbeddedServerFailed
from equipoise.db.embedded.home import Home

STOP_SECONDS = 60
POLL_SECONDS = 0.02

Mode = Literal["smart", "fast", "immediate"]
SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}


def shut_down(home: Home, mode: Mode) -> None:
    """Stop the server, if one runs, and wait until its processes are gone.

    `smart` waits for clients to leave, `fast` disconnects them, `immediate` leaves recovery to the next
    start.

    Raises: EmbeddedServerFailed after a minute.
    """
    recorded = pidfile.read(home.data)
    if recorded is None or recorded.pid not in processes.of_cluster(home.data):
        return
    processes.send(SIGNALS[mode], [recorded.pid])
    deadline = time.monotonic() + STOP_SECONDS
    while alive := processes.of_cluster(home.data):
        if time.monotonic() > deadline:
            raise EmbeddedServerFailed(
                f"The server in {home.folder} did not stop within {STOP_SECONDS} s "
                f"(processes {', '.join(map(str, sorted(alive)))}). See {home.log}."
            )
        time.sleep(POLL_SECONDS)
