"""What `equipoise doctor` finds, each thing brought about on a server of its own: roles belong to the whole server."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from equipoise.db import embedded
from equipoise.db.engine import APPLICATION_ROLE
from equipoise.db.migrate import migrate
from equipoise.diagnosis.examine import examine
from equipoise.diagnosis.finding import Finding, Health
from equipoise.settings import Settings
from tests.support.clusters import SPEED, TestCluster, shared_folder
from tests.support.command import Shell


@pytest.fixture(scope="module")
def server() -> Iterator[TestCluster]:
    home = shared_folder() / f"doctor-{uuid.uuid4().hex[:8]}"
    yield TestCluster("doctor", embedded.start(home, settings=SPEED).url("postgres"))
    embedded.stop(home, "immediate")


@pytest.fixture(scope="module")
def url(server: TestCluster) -> str:
    """A migrated database on a server of its own."""
    server.create_database("equipoise")
    url = server.superuser_url_for("equipoise")
    migrate(url)
    return url


def findings(url: str, tmp_path: Path, *, owner_url: str | None = None, keys: str | None = None) -> dict[str, Finding]:
    """By what was looked at, in its order."""
    settings = Settings(
        database_url=SecretStr(url),
        owner_database_url=None if owner_url is None else SecretStr(owner_url),
        keys=None if keys is None else SecretStr(keys),
        home=tmp_path / "home",
    )
    return {finding.what: finding for finding in examine(settings)}


def as_superuser(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement))


def test_an_installation_in_order_has_no_bad_finding(url: str, tmp_path: Path) -> None:
    found = findings(url, tmp_path)
    assert list(found) == [
        "database", "version", "clock", "application role", "schema", "row-level security", "application login", "key",
    ]  # fmt: skip
    assert {name for name, finding in found.items() if finding.health is not Health.GOOD} == {"application login"}
    assert found["application login"].health is Health.WARNING


def test_a_login_that_is_only_a_member_is_in_order(url: str, tmp_path: Path) -> None:
    as_superuser(url, "CREATE ROLE runs LOGIN NOINHERIT", f"GRANT {APPLICATION_ROLE} TO runs")
    as_member = url.replace("postgres@", "runs@").replace("//postgres", "//runs")
    found = findings(as_member, tmp_path, owner_url=url)
    assert found["application login"].found == f"runs acts as {APPLICATION_ROLE}"


def test_a_login_that_is_no_member_cannot_serve(url: str, tmp_path: Path) -> None:
    as_superuser(url, "CREATE ROLE stranger LOGIN")
    as_stranger = url.replace("postgres@", "stranger@").replace("//postgres", "//stranger")
    login = findings(as_stranger, tmp_path, owner_url=url)["application login"]
    assert login.health is Health.BAD
    assert f"GRANT {APPLICATION_ROLE}" in (login.remedy or "")


@pytest.mark.parametrize("right", ["BYPASSRLS", "SUPERUSER", "CREATEROLE", "CREATEDB"])
def test_a_right_that_the_application_must_not_have_is_found(url: str, tmp_path: Path, right: str) -> None:
    as_superuser(url, f"ALTER ROLE {APPLICATION_ROLE} {right}")
    try:
        role = findings(url, tmp_path)["application role"]
    finally:
        as_superuser(url, f"ALTER ROLE {APPLICATION_ROLE} NO{right}")
    assert (role.health, role.found) == (Health.BAD, f"{APPLICATION_ROLE} has rights it must not have")
    assert "NOBYPASSRLS" in (role.remedy or "")


def test_a_table_that_the_application_owns_is_found(url: str, tmp_path: Path) -> None:
    as_superuser(url, "CREATE TABLE stray (id int)", f"ALTER TABLE stray OWNER TO {APPLICATION_ROLE}")
    try:
        role = findings(url, tmp_path)["application role"]
    finally:
        as_superuser(url, "DROP TABLE stray")
    assert (role.health, role.found) == (Health.BAD, f"{APPLICATION_ROLE} owns 1 relation(s)")


@pytest.mark.parametrize(
    ("spoil", "mend"),
    [
        ("ALTER TABLE kpi NO FORCE ROW LEVEL SECURITY", "ALTER TABLE kpi FORCE ROW LEVEL SECURITY"),
        ("ALTER TABLE kpi DISABLE ROW LEVEL SECURITY", "ALTER TABLE kpi ENABLE ROW LEVEL SECURITY"),
        ("CREATE TABLE stray (tenant_id uuid)", "DROP TABLE stray"),
    ],
)
def test_a_table_without_its_wall_is_found(url: str, tmp_path: Path, spoil: str, mend: str) -> None:
    as_superuser(url, spoil)
    try:
        walls = findings(url, tmp_path)["row-level security"]
    finally:
        as_superuser(url, mend)
    assert (walls.health, walls.found) == (Health.BAD, f"not enforced on {'stray' if 'stray' in spoil else 'kpi'}")


def test_a_database_that_was_never_migrated_says_what_to_run(server: TestCluster, tmp_path: Path) -> None:
    server.create_database("empty")
    schema = findings(server.superuser_url_for("empty"), tmp_path)["schema"]
    assert (schema.health, schema.found, schema.remedy) == (
        Health.BAD,
        f"{len(list((Path(__file__).parents[2] / 'migrations' / 'versions').glob('0*.py')))} migration(s) pending",
        "Run `equipoise migrate`.",
    )


def test_a_server_without_the_role_says_what_to_run(tmp_path: Path) -> None:
    home = shared_folder() / f"doctor-{uuid.uuid4().hex[:8]}"
    try:
        bare = embedded.start(home, settings=SPEED).url("postgres")
        role = findings(bare, tmp_path)["application role"]
    finally:
        embedded.stop(home, "immediate")
    assert (role.health, role.found, role.remedy) == (
        Health.BAD,
        f"{APPLICATION_ROLE} is missing",
        "Run `equipoise migrate`.",
    )


def test_a_server_that_is_away_ends_the_examination(tmp_path: Path) -> None:
    found = findings("postgresql://nobody@127.0.0.1:1/equipoise", tmp_path)
    assert list(found) == ["database"]
    assert "EQUIPOISE_DATABASE_URL" in (found["database"].remedy or "")


def test_a_broken_key_is_found(url: str, tmp_path: Path) -> None:
    by_setting = findings(url, tmp_path, keys="k1:c2hvcnQ=")["key"]
    assert (by_setting.health, "EQUIPOISE_KEYS" in by_setting.found) == (Health.BAD, True)
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "keys").write_bytes(b"\xff\x00 nonsense")
    by_file = findings(url, tmp_path)["key"]
    assert (by_file.health, str(tmp_path / "home" / "keys") in by_file.found) == (Health.BAD, True)


def test_the_command_prints_what_is_wrong_and_fails(server: TestCluster, url: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path, {"EQUIPOISE_DATABASE_URL": url, "EQUIPOISE_HOME": str(tmp_path / "home")})
    assert "up to date" in shell.ok("doctor")
    broken = Shell(tmp_path, {**shell.settings, "EQUIPOISE_KEYS": "nonsense"})
    done = broken.run("doctor", "--quiet")
    assert done.returncode == 1
    assert "EQUIPOISE_KEYS" in done.stdout
    assert "up to date" not in done.stdout
