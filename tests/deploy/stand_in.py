"""Stands in for `docker compose` where no container can run: the guide's commands do their work as plain processes.

Called as a program by the test of the operator's guide, in the folder of the Compose file. It knows the options that
the guide uses and refuses every other.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from dotenv import dotenv_values

from tests.deploy import containerfile, image
from tests.deploy.compose import Service, services
from tests.deploy.image import Workshop
from tests.deploy.places import CONTAINERFILE
from tests.deploy.premises import Database, Premises, alive, end, started, wait_until_healthy

LASTING = ("server", "worker")


@dataclass(frozen=True)
class Site:
    """Where it works, handed over in the environment."""

    workshop: str
    superuser_url: str
    state: str

    def written(self) -> str:
        return json.dumps(asdict(self))

    @property
    def premises(self) -> Premises:
        final = containerfile.read(CONTAINERFILE).final
        return Premises(image.described(final, Workshop(Path(self.workshop))), Database(self.superuser_url))

    def container(self, service: str, number: int) -> Path:
        return Path(self.state, f"{service}-{number}.json")

    def containers(self, *service_names: str) -> list[Path]:
        return sorted(each for name in service_names for each in Path(self.state).glob(f"{name}-*.json"))

    def end_all(self, *service_names: str) -> None:
        for container in self.containers(*service_names):
            end(json.loads(container.read_text())["pid"])
            container.unlink()


def main() -> None:
    site = Site(**json.loads(os.environ["STAND_IN"]))
    # As with Compose, a variable of the shell goes before the file's.
    values = {name: value or "" for name, value in (dotenv_values(".env", interpolate=False) | os.environ).items()}
    known = services(Path("compose.yaml"), values)
    called = _arguments()
    match called.verb:
        case "up":
            _up(site, known, called)
        case "stop":
            site.end_all(*called.services)
        case "run":
            service = known[called.service]
            _become(site, service, [*site.premises.image.entrypoint, *(called.words or service.command)])
        case "exec":
            assert called.service == "database" or site.containers(called.service), "no container of it runs"
            _become(site, known[called.service], called.words)
        case "logs":
            for container in site.containers(called.service):
                sys.stdout.write(container.with_suffix(".log").read_text())
        case "build":
            assert known["server"].text["build"], "the fixture of the test has built it"


def _up(site: Site, known: dict[str, Service], called: argparse.Namespace) -> None:
    wanted = called.services or list(known)
    premises = site.premises
    started_before = Path(site.state, "database")
    if not started_before.exists():
        made = premises.database.make_logins(known["database"])
        assert made.returncode == 0, made.stderr
        premises.database.ask_for_passwords()
        started_before.touch()
    migrated_before = Path(site.state, "migrated")
    if not called.no_deps and set(wanted) & {"migrate", *LASTING} and not migrated_before.exists():
        migrated = premises.run(known["migrate"], *known["migrate"].command)
        assert migrated.returncode == 0, migrated.stderr
        migrated_before.touch()  # Compose would run it at every start; once is enough here
    scale = dict(each.split("=") for each in called.scale)
    for name in (each for each in LASTING if each in wanted):
        for number in range(1, int(scale.get(name, 1)) + 1):
            _have_running(site, premises, known[name], number)


def _have_running(site: Site, premises: Premises, service: Service, number: int) -> None:
    """As it is, if nothing about it has changed; otherwise anew."""
    container = site.container(service.name, number)
    environment = premises.environment_of(service)
    if container.exists():
        there = json.loads(container.read_text())
        if there["environment"] == environment and alive(there["pid"]):
            return
        end(there["pid"])
    process = started(premises.image, environment, service.command, container.with_suffix(".log"))
    container.write_text(json.dumps({"pid": process.pid, "environment": environment}))
    if service.published:
        wait_until_healthy(premises.image, environment, process.pid)


def _become(site: Site, service: Service, words: list[str]) -> None:
    premises = site.premises
    database = service.name == "database"
    environment = premises.database.environment_of(service) if database else premises.environment_of(service)
    for target, source in service.mounts.items():
        words = [word.replace(target, source) for word in words]
    if not database:
        os.chdir(premises.image.folder)
    os.execvpe(words[0], words, environment)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    verbs = parser.add_subparsers(dest="tool", required=True).add_parser("compose").add_subparsers(dest="verb")
    up = verbs.add_parser("up")
    for option in ("--build", "--detach", "--wait"):
        up.add_argument(option, action="store_true")
    up.add_argument("--no-deps", action="store_true")
    up.add_argument("--scale", action="append", default=[])
    up.add_argument("services", nargs="*")
    verbs.add_parser("stop").add_argument("services", nargs="+")
    verbs.add_parser("build").add_argument("--pull", action="store_true")
    logs = verbs.add_parser("logs")
    logs.add_argument("--timestamps", action="store_true")
    logs.add_argument("--since")
    logs.add_argument("service")
    for verb, options in {"run": ("--rm", "--no-deps"), "exec": ("-T",)}.items():
        running = verbs.add_parser(verb)
        for option in options:
            running.add_argument(option, action="store_true", required=option != "--no-deps")
        running.add_argument("service")
        running.add_argument("words", nargs=argparse.REMAINDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()
