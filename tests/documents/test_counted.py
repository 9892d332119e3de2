"""Whatever changes without the change counter is known by the schema, so that no answer that shows it has an ETag."""

import random
import re
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType

from equipoise_graphql import ids
from equipoise_graphql.cursors import cursor_of
from equipoise_graphql.documents.counted import uncounted
from equipoise_graphql.node import NODE_TYPES
from equipoise_graphql.schema import schema
from tests.compiled.documents import Known, Writer
from tests.compiled.filled import Filling
from tests.meta.sources import ROOT
from tests.support.api import TestOrganisation
from tests.support.documents import got

SCHEMA = schema._schema
SIZE = 60
"""Documents; each root field has its turn."""

SHOWN_BY = {
    "platform/equipoise/identity/tokens.py": {"AccessToken.lastUsedOn"},
    "platform/equipoise/usage/buffer.py": {"Kpi.usage", "KpiFilter.unused"},
    "platform/equipoise/tasks.py": set(),
    "platform/equipoise/trusted_documents/find.py": {"TrustedDocument.lastUsedOn"},
    "platform/equipoise/webhooks/deliver.py": {"Query.webhooks", "Query.webhook", "Query.webhookDelivery"},
    "platform/equipoise/webhooks/watch.py": {"Query.webhooks", "Query.webhook", "Query.webhookDelivery"},
    "graphql/equipoise_graphql/field_use/buffer.py": {"Query.fieldUse"},
}
"""Where something is written quietly, and what of the schema shows it."""

OUTSIDE = {"Query.connectors", "Connection.measures"}
"""What is not read from the database at all."""

QUIET = {
    "usage_day": "times = times + 1",
    "access_token": "last_used_on = last_used_on + 1",
    "trusted_document": "last_used_on = last_used_on + 1",
    "webhook": "failing_since = now(), paused_because = 'because'",
    "webhook_delivery": "next_attempt_at = now()",
    "webhook_attempt": "answer = 'an answer'",
    "field_use_day": "times = times + 1",
}
"""What is written quietly, in SQL."""


def test_everything_that_is_written_quietly_is_known_by_the_schema() -> None:
    quiet = re.compile(r"\b(?:writing|TenantSession)\([^)]*quiet=(?!quiet\b)")
    sources = [path for folder in ("platform", "graphql") for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in sources if quiet.search(path.read_text(encoding="utf-8"))}
    assert found == set(SHOWN_BY), "say here what of the schema shows it, and there that it is uncounted"
    marked = set(_marked())
    assert marked == set().union(*SHOWN_BY.values()) | OUTSIDE


def test_input_fields_ask_about_use_alone() -> None:
    # An input field in a variable is looked for by its name; more kinds would have to be told apart.
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            assert {uncounted(each) for each in type_.fields.values()} <= {None, "use"}


def _marked() -> Iterator[str]:
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInputObjectType):
            yield from (f"{type_.name}.{name}" for name, each in type_.fields.items() if uncounted(each))


@pytest.fixture
def known(database_url: str, organisation: TestOrganisation) -> Known:
    with psycopg.connect(database_url, autocommit=True) as superuser:
        rows = Filling(superuser, organisation.tenant_id, seed=3).fill()
    named: dict[str, list[str]] = {}
    for table, made in rows.items():
        for row in made:
            shown = ids.encode_of_table(table, row["id"]) if "id" in row else None
            if shown is not None:
                named.setdefault(shown.rpartition("_")[0], []).append(shown)
    return Known(
        named,
        {shown.__name__: ids.tag(model) for model, shown in NODE_TYPES.items()},
        keys=[row["key"] for row in rows["kpi"]],
        cursors=[cursor_of(row["id"]) for row in rows["kpi"]],
    )


async def test_an_answer_with_the_same_etag_is_the_same_whatever_was_written_quietly(
    organisation: TestOrganisation, known: Known, database_url: str
) -> None:
    query = SCHEMA.query_type
    assert query is not None
    roots = sorted(query.fields.keys() - {"connectors"})
    chance = random.Random(5)
    asked: list[tuple[dict[str, Any], httpx.Response]] = []
    for number in range(SIZE):
        written = Writer(SCHEMA, known, number).document([roots[number % len(roots)], chance.choice(roots)])
        parameters: dict[str, Any] = {"query": written.query, "variables": written.variables[0]}
        asked.append((parameters, await got(organisation.api, **parameters)))
    with psycopg.connect(database_url) as superuser:
        for table, change in QUIET.items():
            superuser.execute(f"UPDATE {table} SET {change} WHERE tenant_id = %s", [organisation.tenant_id])
        superuser.execute("UPDATE change_counter SET used = used + 1 WHERE tenant_id = %s", [organisation.tenant_id])
    compared = 0
    for parameters, before in asked:
        after = await got(organisation.api, **parameters)
        if "etag" in before.headers and after.headers.get("etag") == before.headers["etag"]:
            assert after.content == before.content, parameters
            compared += 1
    assert compared > SIZE // 4
