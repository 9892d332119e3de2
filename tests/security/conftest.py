"""Two organisations with rows in every table, on every server, and the application's login among them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from equipoise.db.ids import new_id
from tests.support.every_server import migrated_url, server
from tests.support.every_table import Rows, fill
from tests.support.login import logged_in_as_application

__all__ = ["migrated_url", "server"]


@dataclass
class Neighbours:
    """Organisation A has what organisation B must not see; C has nothing yet."""

    superuser: psycopg.Connection[Any]
    application: psycopg.Connection[Any]
    a: UUID = field(default_factory=new_id)
    b: UUID = field(default_factory=new_id)
    c: UUID = field(default_factory=new_id)
    rows_of_a: Rows = field(default_factory=dict)
    rows_of_b: Rows = field(default_factory=dict)

    def enter(self, tenant: UUID | str) -> None:
        """What a session does at the start of its transaction."""
        self.application.execute(sql.SQL("SET LOCAL app.tenant_id = {}").format(str(tenant)))


@pytest.fixture(scope="module")
def filled(migrated_url: str) -> Iterator[Neighbours]:
    with (
        psycopg.connect(migrated_url, autocommit=True) as superuser,
        logged_in_as_application(migrated_url) as application,
    ):
        both = Neighbours(superuser, application)
        for slug, tenant in (("a", both.a), ("b", both.b), ("c", both.c)):
            superuser.execute(
                "INSERT INTO tenant (id, slug, state, created_at) VALUES (%s, %s, 'ACTIVE', now())",
                [tenant, f"{slug}-{tenant}"],
            )
        both.rows_of_a = fill(superuser, both.a, "secret of A")
        both.rows_of_b = fill(superuser, both.b, "word of B")
        superuser.execute("ANALYZE")
        yield both


@pytest.fixture
def neighbours(filled: Neighbours) -> Iterator[Neighbours]:
    """The same two for every test, whatever the one before did: nothing is ever committed."""
    with filled.application.transaction(force_rollback=True):
        yield filled
