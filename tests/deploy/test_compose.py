"""The Compose file: valid, closed, and without a password of its own."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from dotenv import dotenv_values

from tests.deploy.compose import Service, ValueMissingError, services
from tests.deploy.places import DEPLOY

BIN = Path(sys.executable).parent
COMPOSE = DEPLOY / "compose.yaml"


def silent(*command: str | Path) -> bool:
    done = subprocess.run(command, cwd=DEPLOY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return True


def test_yamllint_has_nothing_to_say() -> None:
    assert silent(BIN / "yamllint", "--strict", "--config-file", ".yamllint", COMPOSE)


def test_it_is_a_compose_file_by_the_specification() -> None:
    assert silent(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)


@pytest.mark.parametrize("name", ["SUPERUSER_PASSWORD", "OWNER_PASSWORD", "LOGIN_PASSWORD", "KEYS"])
def test_nothing_starts_while_a_secret_is_missing(values: Mapping[str, str], name: str) -> None:
    with pytest.raises(ValueMissingError, match=f"EQUIPOISE_{name}"):
        services(COMPOSE, {**values, f"EQUIPOISE_{name}": ""})


def test_the_example_names_every_variable_and_fills_no_secret(values: Mapping[str, str]) -> None:
    example = dotenv_values(DEPLOY / ".env.example")
    assert values.keys() - example.keys() == set()
    assert {name for name, value in example.items() if value} == {"EQUIPOISE_PUBLISHED_PORT", "EQUIPOISE_TAG"}


def test_git_keeps_secrets_out() -> None:
    assert shutil.which("git")
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "deploy/.env"], cwd=DEPLOY.parent, check=False)
    assert ignored.returncode == 0


def test_every_container_is_closed(composed: dict[str, Service]) -> None:
    for service in composed.values():
        assert service.text["read_only"] is True
        assert service.text["cap_drop"] == ["ALL"]
        assert service.text["security_opt"] == ["no-new-privileges:true"]
        assert int(service.text["user"].split(":")[0]) > 0
        assert service.text["tmpfs"]
        assert "privileged" not in service.text


def test_only_the_server_is_reached_from_outside_and_only_from_this_machine(composed: dict[str, Service]) -> None:
    published = {name: service.text["ports"] for name, service in composed.items() if "ports" in service.text}
    assert list(published) == ["server"]
    assert all(port.startswith("127.0.0.1:") for port in published["server"])


def test_each_service_knows_only_its_own_password(composed: dict[str, Service], values: Mapping[str, str]) -> None:
    def known(name: str) -> set[str]:
        held = set(composed[name].environment.values())
        return {each for each in values if each.endswith("PASSWORD") and values[each] in held}

    assert known("server") == known("worker") == {"EQUIPOISE_LOGIN_PASSWORD"}
    assert known("migrate") == {"EQUIPOISE_OWNER_PASSWORD"}


def test_server_and_worker_wait_for_the_migrations_and_these_for_the_database(composed: dict[str, Service]) -> None:
    for name in ("server", "worker"):
        assert composed[name].text["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert composed["migrate"].text["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in composed["database"].text["healthcheck"]["test"]


def test_the_database_is_pinned_to_a_major_version_and_a_debian(composed: dict[str, Service]) -> None:
    assert composed["database"].text["image"] == "postgres:18-trixie"


def test_a_container_has_the_time_its_process_takes_to_end(composed: dict[str, Service]) -> None:
    # The server drains for 10 s, a worker lets its jobs finish for 30 s.
    assert composed["server"].text["stop_grace_period"] == "30s"
    assert composed["worker"].text["stop_grace_period"] == "1m"


def test_what_is_mounted_is_there(composed: dict[str, Service]) -> None:
    mounted = [source for service in composed.values() for source in service.mounts.values()]
    assert mounted == ["./postgres/logins.sql"]
    assert all((DEPLOY / source).is_file() for source in mounted)
