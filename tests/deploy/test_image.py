"""What is in the image, and that it runs: its steps for real, its commands on a database with two logins."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.deploy.compose import Service
from tests.deploy.image import Image, Workshop
from tests.deploy.places import PROJECT
from tests.deploy.premises import Premises, end, healthy, started, unused_port, wait_until_healthy

pytestmark = pytest.mark.slow

PACKAGES = {
    "platform/equipoise": "equipoise",
    "graphql/equipoise_graphql": "equipoise_graphql",
    "migrations": "equipoise/db/migrations",
    "connectors/sdk/equipoise_sdk": "equipoise_sdk",
    "connectors/spreadsheets/equipoise_spreadsheets": "equipoise_spreadsheets",
}


@pytest.fixture(scope="module")
def serving(
    premises: Premises, composed: dict[str, Service], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server of the image."""
    server = composed["server"]
    environment = premises.environment_of(server)
    process = started(premises.image, environment, server.command, tmp_path_factory.mktemp("server") / "log")
    try:
        wait_until_healthy(premises.image, environment, process.pid)
        yield f"http://127.0.0.1:{environment['EQUIPOISE_PORT']}"
    finally:
        end(process.pid)
        process.wait(5)


def installed_packages(image: Image) -> Path:
    (found,) = image.root.glob("opt/equipoise/lib/python3.*/site-packages")
    return found


def everything_below(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield Path(folder)
        yield from (Path(folder, name) for name in names)


def test_only_the_account_of_the_container_is_not_made_here(workshop: Workshop) -> None:
    assert [line.split(":")[0] for line in workshop.noted.read_text().splitlines()] == ["groupadd"]


def test_every_file_of_our_packages_is_in_the_image(built: Image, workshop: Workshop) -> None:
    installed = installed_packages(built)
    for source, target in PACKAGES.items():
        there = [path for path in everything_below(workshop.context / source) if path.is_file()]
        assert there
        lost = [
            path for path in there if not (installed / target / path.relative_to(workshop.context / source)).exists()
        ]
        assert lost == []


def test_the_installed_distributions_are_the_locked_ones_and_ours(built: Image, workshop: Workshop) -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (workshop.context / "requirements/run.txt").read_text(), re.MULTILINE))
    found = {
        re.sub(r"[-_.]+", "-", each.name.rsplit("-", 2)[0].split("-")[0].lower())
        for each in installed_packages(built).glob("*.dist-info")
    }
    ours = {"equipoise", "equipoise-sdk", "equipoise-spreadsheets"}
    assert ours <= found
    assert found - ours <= locked


def test_nothing_in_the_image_leads_back_to_the_checkout(built: Image) -> None:
    said = subprocess.run(
        ["python", "-c", "import sys, equipoise; print(*sys.path, equipoise.__file__, sep='\\n')"],
        env=built.environment,
        cwd=built.folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert str(PROJECT) not in said
    assert not list(installed_packages(built).glob("*.pth"))


def test_the_command_answers_with_its_help(premises: Premises, composed: dict[str, Service]) -> None:
    said = premises.run(composed["server"], "--help")
    assert said.returncode == 0, said.stderr
    assert "worker" in said.stdout


def test_the_server_becomes_healthy_and_ready(premises: Premises, composed: dict[str, Service], serving: str) -> None:
    assert httpx.get(f"{serving}/readyz").json() == {"status": "ok"}
    assert healthy(premises.image, premises.environment_of(composed["server"]))


def test_the_explorer_is_closed_in_the_image(serving: str) -> None:
    answer = httpx.get(f"{serving}/graphql", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (403, "application/json")


def test_the_sign_in_page_finds_its_template(serving: str) -> None:
    assert "<form" in httpx.get(f"{serving}/login").text


def test_the_health_check_fails_where_no_server_is(premises: Premises, composed: dict[str, Service]) -> None:
    environment = premises.environment_of(composed["server"])
    assert not healthy(premises.image, environment | {"EQUIPOISE_PORT": "1"})


def test_a_term_signal_ends_the_server_within_its_time(
    premises: Premises, composed: dict[str, Service], tmp_path: Path
) -> None:
    environment = premises.environment_of(composed["server"]) | {"EQUIPOISE_PORT": str(unused_port())}
    process = started(premises.image, environment, composed["server"].command, tmp_path / "log")
    try:
        wait_until_healthy(premises.image, environment, process.pid)
        process.terminate()
        assert process.wait(15) in {0, -signal.SIGTERM}, (tmp_path / "log").read_text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(5)


def test_the_doctor_finds_nothing_wrong_as_the_application_login(
    premises: Premises, composed: dict[str, Service]
) -> None:
    said = premises.run(composed["server"], "doctor", "--quiet")
    assert (said.returncode, said.stdout) == (0, ""), said.stdout + said.stderr


def test_the_worker_works_the_queue_off_and_ends(premises: Premises, composed: dict[str, Service]) -> None:
    said = premises.run(composed["worker"], "worker", "--once")
    assert said.returncode == 0, said.stderr


def test_a_wrong_password_ends_with_the_code_for_no_database(premises: Premises, composed: dict[str, Service]) -> None:
    server = composed["server"]
    wrong = replace(server, environment=server.environment | {"PGPASSWORD": "wrong"}, published=unused_port())
    said = premises.run(wrong, "serve")
    assert said.returncode == 3
    assert "NO_DATABASE" in said.stderr
    assert "Traceback" not in said.stderr


def test_running_writes_nothing_into_the_image(premises: Premises, workshop: Workshop, serving: str) -> None:
    assert httpx.get(f"{serving}/healthz").is_success
    built_at = workshop.noted.stat().st_mtime
    younger = [path for path in everything_below(premises.image.root) if path.lstat().st_mtime > built_at]
    assert younger == []


def test_the_base_stands_in_with_the_python_of_this_run(built: Image) -> None:
    (folder,) = built.root.glob("opt/equipoise/lib/python3.*")
    assert folder.name == f"python3.{sys.version_info.minor}"
