"""A corpus of documents made at random gets the same answers from the planner and from the resolvers.

`make corpus` sends a large one: EQUIPOISE_CORPUS is how many, EQUIPOISE_CORPUS_SEED where to begin.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.domain.roles import Role
from equipoise.domain.scopes import Scope
from equipoise.settings import Settings
from equipoise_graphql import ids
from equipoise_graphql.cursors import cursor_of
from equipoise_graphql.node import NODE_TYPES
from tests.compiled.both_paths import SCHEMA, BothPaths, plan_for, unplanned
from tests.compiled.documents import Known, Writer, Written
from tests.compiled.filled import NOW, Filling
from tests.conftest import NewOrganisation
from tests.support.every_table import Rows

SIZE = int(os.environ.get("EQUIPOISE_CORPUS", "200"))
FIRST = int(os.environ.get("EQUIPOISE_CORPUS_SEED", "0"))
ACCESS = (
    {"role": Role.OWNER},
    {"role": Role.ADMIN},
    {"role": Role.OWNER},
    {"role": Role.VIEWER},
    {"role": Role.OWNER, "scopes": frozenset({Scope.SCORECARD_READ, Scope.AUDIT_READ})},
)
"""Most of the corpus is asked by people who may see everything: a refusal is soon compared."""


@pytest.fixture
async def paths(
    engine: AsyncEngine, new_organisation: NewOrganisation, settings: Settings, connectors: ConnectorHost
) -> BothPaths:
    organisation = await new_organisation()
    return BothPaths(engine, settings, connectors, replace(organisation.owner, now=NOW))


@pytest.fixture
def rows(paths: BothPaths, database_url: str) -> Rows:
    with psycopg.connect(database_url, autocommit=True) as superuser:
        return Filling(superuser, paths.actor.tenant_id, seed=7).fill()


@pytest.fixture
def known(rows: Rows) -> Known:
    named: dict[str, list[str]] = {}
    for table, made in rows.items():
        for row in made:
            shown = ids.encode_of_table(table, row["id"]) if "id" in row else None
            if shown is not None:
                named.setdefault(shown.rpartition("_")[0], []).append(shown)
    kinds = {shown.__name__: ids.tag(model) for model, shown in NODE_TYPES.items()} | {
        "Connection": "connection",
        "ConnectionRun": "run",
        "OAuthClient": "client",
        "Webhook": "webhook",
        "WebhookDelivery": "msg",
    }
    return Known(
        named,
        kinds,
        keys=[*(row["key"] for row in rows["kpi"]), "no such key"],
        cursors=[cursor_of(row["id"]) for table in ("kpi", "person", "comment", "scorecard") for row in rows[table]],
    )


async def test_both_paths_give_the_same_answers_and_leave_the_same_evidence(paths: BothPaths, known: Known) -> None:
    complete = fields = left = requests = 0
    for number, written in enumerate(corpus(known)):
        asking = replace(paths, actor=replace(paths.actor, **ACCESS[number % len(ACCESS)]))
        for variables in written.variables:
            requests += 1
            planned = await asking.planned(written.query, variables)
            resolved = await asking.resolved(written.query, variables)
            said = f"{FIRST + number} as {asking.actor.role}: {written.query}\n{variables}"
            assert planned.body == resolved.body, said
            # With errors it depends on who was first what was still seen. And a scorecard as a whole stands for KPIs
            # that these random rows have elsewhere: see test_evidence.
            if not planned.body["errors"] and not {subject for _, subject in planned.seen} & scorecards(known):
                assert planned.seen == resolved.seen, said
        plan = plan_for(written.query, written.variables[0])
        complete += plan is not None and plan.complete
        fields += len(written.fields)
        left += 0 if plan is None else len(unplanned(plan))
    print(
        f"\n{SIZE:,} documents, {requests:,} requests through both paths; planned are {complete / SIZE:.0%} of the "
        f"documents as a whole, and {1 - left / fields:.1%} of the fields that they select"
    )


def corpus(known: Known) -> Iterator[Written]:
    """Each root field gets its turn; some documents have several."""
    query = SCHEMA.query_type
    assert query is not None
    roots = sorted(query.fields)
    for number in range(FIRST, FIRST + SIZE):
        chance = random.Random(number)
        more = chance.sample(roots, chance.choice((0, 0, 0, 1, 2)))
        yield Writer(SCHEMA, known, number).document([roots[number % len(roots)], *more])


def scorecards(known: Known) -> set[str]:
    return {shown.rpartition("_")[2] for shown in known.ids["scorecard"]}
