"""The servers of this run, one after the other: the product's own and one of another version."""

from collections.abc import Iterator

import pytest

from tests.support import clusters
from tests.support.clusters import TestCluster
from tests.support.database import migrated_database


@pytest.fixture(scope="session", params=clusters.names())
def server(request: pytest.FixtureRequest) -> Iterator[TestCluster]:
    """Each server in turn; where one cannot be had, the check says so."""
    with clusters.opened(str(request.param), clusters.shared_folder()) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def migrated_url(server: TestCluster) -> Iterator[str]:
    """A migrated database on each server, as its superuser."""
    with migrated_database(server, clusters.shared_folder()) as url:
        yield url
