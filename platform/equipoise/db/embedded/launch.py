"""Starting the postmaster."""

import os
import shlex
from collections.abc import Mapping

from equipoise.db.embedded import configuration, log, processes, sockets
from equipoise.db.embedded.account import Account
from equipoise.db.embedded.binaries import Binaries
from equipoise.db.embedded.errors import EmbeddedServerFailed
from equipoise.db.embedded.home import Home

START_SECONDS = 60


def launch(home: Home, account: Account, binaries: Binaries, settings: Mapping[str, str]) -> None:
    """Start a server where none is left, and wait until it is ready.

    Returns also if another one, begun by a caller who was killed since, comes first.

    Raises: EmbeddedServerFailed with the last lines of its log.
    """
    socket_dir = sockets.socket_directory(home.folder, account)
    sockets.forget(socket_dir)
    configuration.write(home, settings)
    with log.for_server(home) as output, home.claimed() as claim:
        length_before = os.fstat(output).st_size
        started = account.run(
            [
                binaries.program("pg_ctl"),
                *("start", "--silent", "--wait", f"--timeout={START_SECONDS}"),
                f"--options={_arguments(home, socket_dir)}",
            ],
            environment={"PGDATA": str(home.data)},
            timeout=START_SECONDS + 10,
            output=output,
            pass_fds=[claim],
        )
    if started.returncode != 0 and not processes.of_cluster(home.data):
        said = log.last_lines(home.log, since=length_before) or started.stderr.strip()
        raise EmbeddedServerFailed(f"The server in {home.folder} did not start.\n{said}\n{home.advice(said)}")


def _arguments(home: Home, socket_dir: os.PathLike[str]) -> str:
    """The server's arguments, quoted for the shell that pg_ctl hands them to.

    These are not in the file because ALTER SYSTEM must not open the server to the network or hide it from us.
    The data directory is among them because pg_ctl does not quote what its own option names.
    """
    options = {
        "config_file": home.configuration,
        "cluster_name": processes.cluster_name(home.data),
        "listen_addresses": "",
        "unix_socket_directories": socket_dir,
        "port": sockets.PORT,
    }
    return shlex.join(
        [
            "-D",
            str(home.data),
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ]
    )
