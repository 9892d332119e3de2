"""The measured data, a few organisations of them."""

import asyncio
import os

import pytest

from benchmarks.seeding.database import Cluster, Seeded, seeded
from tests.support.clusters import TestCluster


@pytest.fixture(scope="session")
def bench_cluster(cluster: TestCluster) -> Cluster:
    """The tests' server, with names that processes beside this one do not use."""
    return Cluster(cluster.superuser_url, prefix=f"bench_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")


@pytest.fixture(scope="session")
async def few(bench_cluster: Cluster) -> Seeded:
    """Two organisations."""
    return await asyncio.to_thread(seeded, bench_cluster, 2)


@pytest.fixture(scope="session")
async def more(bench_cluster: Cluster) -> Seeded:
    """Four of them, on another database."""
    return await asyncio.to_thread(seeded, bench_cluster, 4)
