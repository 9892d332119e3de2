"""A machine as Compose would furnish it, without containers: the image, and a PostgreSQL that asks for passwords."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from equipoise.db import embedded
from tests.deploy.compose import Service
from tests.deploy.image import Image
from tests.deploy.places import DEPLOY

ACCESS = """\
local all postgres trust
local all all scram-sha-256
"""


@dataclass(frozen=True)
class Database:
    """The server that stands for the database's container."""

    superuser_url: str

    def environment_of(self, service: Service) -> dict[str, str]:
        """What PostgreSQL's programs in the container would see."""
        query = parse_qs(urlsplit(self.superuser_url).query)
        programs = embedded.Binaries.installed().folder
        way = {"PATH": f"{programs}:/usr/bin:/bin", "PGHOST": query["host"][0], "PGPORT": query["port"][0]}
        return way | service.environment

    def make_logins(self, service: Service, as_role: str = "postgres") -> subprocess.CompletedProcess[str]:
        """The scripts of the first start, run as PostgreSQL's container runs them."""
        (script,) = (
            DEPLOY / source
            for target, source in service.mounts.items()
            if target.startswith("/docker-entrypoint-initdb.d")
        )
        return subprocess.run(
            [
                *("psql", "-v", "ON_ERROR_STOP=1", "--no-password", "--no-psqlrc"),
                *(f"--username={as_role}", "--dbname=postgres", "-f", script),
            ],
            env=self.environment_of(service),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def ask_for_passwords(self) -> None:
        """From now on only the superuser gets in without one, as in the container."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            row = connection.execute("SHOW hba_file").fetchone()
            assert row is not None
            Path(row[0]).write_text(ACCESS)
            connection.execute("SELECT pg_reload_conf()")
        while self._lets_in_without_password():
            time.sleep(0.01)

    def reached(self, url: str) -> str:
        """An address of the Compose file, with this server in place of the container."""
        assert "@database:5432/" in url, "the services find the database by its name"
        return f"{url.replace('@database:5432/', '@/')}?{urlsplit(self.superuser_url).query}"

    def _lets_in_without_password(self) -> bool:
        stranger = urlsplit(self.superuser_url)._replace(netloc="stranger@").geturl()
        try:
            psycopg.connect(stranger).close()
        except psycopg.OperationalError as error:
            return 'role "stranger" does not exist' in str(error)
        return True


@dataclass(frozen=True)
class Premises:
    """Where the commands of a service can be run."""

    image: Image
    database: Database

    def environment_of(self, service: Service) -> dict[str, str]:
        """What a container of this service would see; only the addresses are this machine's."""
        environment = self.image.environment | service.environment
        return environment | {
            "EQUIPOISE_HOST": "127.0.0.1",
            "EQUIPOISE_PORT": str(service.published or environment["EQUIPOISE_PORT"]),
            "EQUIPOISE_DATABASE_URL": self.database.reached(environment["EQUIPOISE_DATABASE_URL"]),
        }

    def run(self, service: Service, *words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """A command of the image in a container of this service, to its end."""
        return subprocess.run(
            [*self.image.entrypoint, *words],
            cwd=self.image.folder,
            env=self.environment_of(service),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def started(image: Image, environment: dict[str, str], words: list[str], log: Path) -> subprocess.Popen[bytes]:
    """A process of the image that goes on by itself."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [*image.entrypoint, *words],
            cwd=image.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def healthy(image: Image, environment: dict[str, str]) -> bool:
    """What the image's own health check says."""
    return (
        subprocess.run(image.health_check, env=environment, capture_output=True, timeout=10, check=False).returncode
        == 0
    )


def wait_until_healthy(image: Image, environment: dict[str, str], pid: int) -> None:
    deadline = time.monotonic() + 60
    while not healthy(image, environment):
        assert time.monotonic() < deadline, "the server does not become healthy"
        assert alive(pid), "the server ended"
        time.sleep(0.4)


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and that nobody has asked after does not."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip()) and not listed.stdout.strip().startswith("Z")


def end(pid: int, seconds: float = 40) -> None:
    """Stop it as a container is stopped: politely, and after a while not."""
    deadline = time.monotonic() + seconds
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while alive(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
