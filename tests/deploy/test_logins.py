"""The script of the first start, on a real server."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace

import psycopg
import pytest

from tests.deploy.compose import Service
from tests.deploy.premises import Database, Premises
from tests.support import clusters

ROLES = ("equipoise_login", "equipoise_owner", "equipoise_app")


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with clusters.opened("embedded", tmp_path_factory.mktemp("logins")) as cluster:
        yield Database(cluster.superuser_url)


@pytest.fixture
def server(empty_server: Database) -> Iterator[Database]:
    """A server on which nothing of ours is; what a test makes is removed after it."""
    yield empty_server
    with psycopg.connect(empty_server.superuser_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS equipoise")
        for role in (*ROLES, "administrator"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")


def with_passwords(service: Service, owner: str, login: str) -> Service:
    passwords = {"EQUIPOISE_OWNER_PASSWORD": owner, "EQUIPOISE_LOGIN_PASSWORD": login}
    return replace(service, environment=service.environment | passwords)


def asked(database: Database, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.superuser_url) as connection:
        return connection.execute(question.encode()).fetchall()


def test_the_logins_may_nothing_beyond_their_task(server: Database, composed: dict[str, Service]) -> None:
    assert server.make_logins(composed["database"]).returncode == 0
    powers = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
    found = asked(
        server, f"SELECT rolname, rolcanlogin, {powers} FROM pg_roles WHERE rolname LIKE 'equipoise%' ORDER BY 1"
    )
    assert found == [
        ("equipoise_app", False, False),
        ("equipoise_login", True, False),
        ("equipoise_owner", True, False),
    ]
    members = asked(
        server,
        "SELECT member::regrole::text FROM pg_auth_members WHERE roleid = 'equipoise_app'::regrole "
        "AND NOT admin_option ORDER BY 1",
    )
    assert members == [("equipoise_login",), ("equipoise_owner",)]


def test_others_cannot_connect_to_the_database(server: Database, composed: dict[str, Service]) -> None:
    assert server.make_logins(composed["database"]).returncode == 0
    allowed = "has_database_privilege(rolname, 'equipoise', 'CONNECT')"
    assert asked(server, f"SELECT rolname FROM pg_roles WHERE {allowed} AND NOT rolsuper ORDER BY 1") == [
        ("equipoise_app",),
        ("equipoise_login",),
        ("equipoise_owner",),
    ]


def test_running_it_again_sets_new_passwords(server: Database, composed: dict[str, Service]) -> None:
    def verifiers() -> dict[str, str]:
        kept = asked(server, "SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'equipoise%'")
        return {str(name): str(verifier) for name, verifier in kept}

    service = composed["database"]
    assert server.make_logins(service).returncode == 0
    before = verifiers()
    assert server.make_logins(with_passwords(service, "another password", "yet another one!")).returncode == 0
    after = verifiers()
    assert after["equipoise_owner"].startswith("SCRAM-SHA-256$")
    assert after["equipoise_owner"] != before["equipoise_owner"]
    assert after["equipoise_login"] != before["equipoise_login"]


@pytest.mark.parametrize(
    ("owner", "login"),
    [("", "a long enough password"), ("a long enough password", "short"), ("the same for both", "the same for both")],
)
def test_weak_passwords_make_no_login(server: Database, composed: dict[str, Service], owner: str, login: str) -> None:
    said = server.make_logins(with_passwords(composed["database"], owner, login))
    assert said.returncode == 3
    assert "EQUIPOISE_OWNER_PASSWORD and EQUIPOISE_LOGIN_PASSWORD" in said.stderr
    assert asked(server, "SELECT FROM pg_roles WHERE rolname LIKE 'equipoise%'") == []


def test_an_administrator_without_superpowers_can_run_it(server: Database, composed: dict[str, Service]) -> None:
    with psycopg.connect(server.superuser_url) as connection:
        connection.execute("CREATE ROLE administrator LOGIN CREATEROLE CREATEDB")
    for _ in range(2):
        said = server.make_logins(composed["database"], as_role="administrator")
        assert said.returncode == 0, said.stderr


def test_each_login_gets_in_with_its_password_and_with_no_other(
    premises: Premises, composed: dict[str, Service], values: Mapping[str, str]
) -> None:
    urls = {name: premises.environment_of(composed[name])["EQUIPOISE_DATABASE_URL"] for name in ("server", "migrate")}
    psycopg.connect(urls["server"], password=values["EQUIPOISE_LOGIN_PASSWORD"]).close()
    psycopg.connect(urls["migrate"], password=values["EQUIPOISE_OWNER_PASSWORD"]).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(urls["migrate"], password=values["EQUIPOISE_LOGIN_PASSWORD"])


def test_a_dump_as_the_owner_fails_rather_than_leave_rows_out(
    premises: Premises, composed: dict[str, Service], values: Mapping[str, str]
) -> None:
    said = subprocess.run(
        ["pg_dump", "--username=equipoise_owner", "--data-only", "equipoise"],
        env=premises.database.environment_of(composed["database"]) | {"PGPASSWORD": values["EQUIPOISE_OWNER_PASSWORD"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode != 0
    assert "row-level security" in said.stderr
