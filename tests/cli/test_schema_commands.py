"""`equipoise schema`: who would miss a part of the API."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise_graphql.documents.read import read_document
from equipoise_graphql.field_use.buffer import FieldUseBuffer
from equipoise_graphql.schema import schema
from tests.support.api import TestOrganisation
from tests.support.command_inside import Inside


async def test_the_clients_of_all_organisations_that_use_a_field_are_listed(
    inside: Inside, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    document = read_document("{ viewer { role } }")
    client_id = new_id()
    buffer = FieldUseBuffer(engine, schema._schema)
    for _ in range(1_234):
        buffer.used(replace(bright.owner, client_id=client_id), document, document.choose_operation(None))
    await buffer.flush()
    listed = await inside.ok("schema", "uses", "Viewer.role")
    (line,) = [line for line in listed.splitlines() if str(client_id) in line]
    for each in ("Viewer.role", bright.slug, str(bright.owner.today), "1,234"):
        assert each in line
    assert "Nobody uses Kpi.nothing." in await inside.ok("schema", "uses", "Kpi.nothing")


async def test_nothing_deprecated_is_in_use(inside: Inside) -> None:
    assert "Nobody uses anything that is deprecated." in await inside.ok("schema", "uses")
