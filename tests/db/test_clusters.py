"""The servers that other tests stand on."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from equipoise.db import embedded
from tests.support import clusters
from tests.support.clusters import TestCluster
from tests.support.skipping import require


@pytest.fixture(scope="module", params=clusters.names())
def cluster(request: pytest.FixtureRequest) -> Iterator[TestCluster]:
    with clusters.opened(str(request.param), clusters.shared_folder()) as cluster:
        yield cluster


def tables(cluster: TestCluster, database: str) -> list[object]:
    with psycopg.connect(cluster.superuser_url_for(database)) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows]


def test_databases_are_made_from_a_template_and_dropped_under_their_users(cluster: TestCluster, tmp_path: Path) -> None:
    template, copy = f'tem"plate {tmp_path.name}', f"cöpy/{tmp_path.name}"
    for name in (template, copy):
        cluster.drop_database(name)
    cluster.create_database(template)
    with psycopg.connect(cluster.superuser_url_for(template), autocommit=True) as connection:
        connection.execute("CREATE TABLE t ()")
    cluster.create_database(copy, template=template)
    assert tables(cluster, copy) == ["t"]
    with psycopg.connect(cluster.superuser_url_for(copy)):
        cluster.drop_database(copy)
    cluster.drop_database(template)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        tables(cluster, copy)


def test_a_shared_server_stops_with_its_last_user_and_comes_back_for_a_late_one(tmp_path: Path) -> None:
    home = tmp_path / "embedded"
    with clusters.opened("embedded", tmp_path) as first:
        with clusters.opened("embedded", tmp_path) as second:
            assert first == second
        assert embedded.running(home) is not None
    assert embedded.running(home) is None
    with clusters.opened("embedded", tmp_path) as latecomer:
        assert latecomer == first


def test_a_check_that_cannot_run_is_skipped_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    require(True, "never said")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such server"):
        require(False, "no such server")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no such server"):
        require(False, "no such server")
