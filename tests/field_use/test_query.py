"""Who uses what of the schema, as administrators and operators ask."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.db.ids import new_id
from equipoise.db.session import reading
from equipoise.domain.roles import Role
from equipoise_graphql.documents.read import read_document
from equipoise_graphql.field_use.buffer import FieldUseBuffer
from equipoise_graphql.field_use.deprecated import deprecated
from equipoise_graphql.schema import schema
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation

USES = """
query Uses($first: Int! = 50, $after: String, $filter: FieldUseFilter) {
  fieldUse(first: $first, after: $after, filter: $filter) {
    nodes { coordinate client clientName lastUsedOn times deprecationReason }
    edges { cursor node { coordinate } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount
  }
}
"""


async def use(
    engine: AsyncEngine, organisation: TestOrganisation, document: str, times: int = 1, days: int = 0
) -> UUID:
    """Count requests of the owner's token with a document, so many days after today."""
    token_id = await _token_id(engine, organisation)
    owner = organisation.owner
    actor = replace(owner, client_id=token_id, now=owner.now + timedelta(days=days))
    buffer = FieldUseBuffer(engine, schema._schema)
    read = read_document(document)
    for _ in range(times):
        buffer.used(actor, read, read.choose_operation(None))
    await buffer.flush()
    return token_id


async def test_an_administrator_sees_which_client_uses_what(
    engine: AsyncEngine, organisation: TestOrganisation, api: Api
) -> None:
    await use(engine, organisation, "{ organisation { name } }", times=2)
    await use(engine, organisation, "{ organisation { name } }", days=3)
    found = (await api.data(USES, filter={"coordinates": ["Organisation.name", "Query.organisation"]}))["fieldUse"]
    tokens = await api.data("{ accessTokens { nodes { id name } } }")
    (token,) = tokens["accessTokens"]["nodes"]
    assert found["nodes"] == [
        {
            "coordinate": coordinate,
            "client": token["id"],
            "clientName": token["name"],
            "lastUsedOn": str(organisation.owner.today + timedelta(days=3)),
            "times": 3,
            "deprecationReason": None,
        }
        for coordinate in ("Organisation.name", "Query.organisation")
    ]
    assert found["totalCount"] == 2


async def test_what_a_client_used_is_known_when_the_client_is_gone(
    engine: AsyncEngine, organisation: TestOrganisation, api: Api
) -> None:
    buffer = FieldUseBuffer(engine, schema._schema)
    document = read_document("{ viewer { role } }")
    buffer.used(replace(organisation.owner, client_id=new_id()), document, document.choose_operation(None))
    await buffer.flush()
    (node,) = (await api.data(USES, filter={"coordinates": ["Viewer.role"]}))["fieldUse"]["nodes"]
    assert (node["client"], node["clientName"], node["times"]) == (None, None, 1)


async def test_uses_can_be_narrowed_to_a_day_and_later(
    engine: AsyncEngine, organisation: TestOrganisation, api: Api
) -> None:
    await use(engine, organisation, "{ viewer { role } }", times=2)
    await use(engine, organisation, "{ viewer { role } }", days=3)
    since = str(organisation.owner.today + timedelta(days=1))
    (node,) = (await api.data(USES, filter={"coordinates": ["Viewer.role"], "since": since}))["fieldUse"]["nodes"]
    assert node["times"] == 1


async def test_the_pages_hold_every_use_once(engine: AsyncEngine, organisation: TestOrganisation, api: Api) -> None:
    await use(engine, organisation, "{ viewer { role person { displayName } organisation { name } } }")
    seen, after = [], None
    for _ in range(4):
        page = (await api.data(USES, first=2, after=after))["fieldUse"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert [edge["node"]["coordinate"] for edge in page["edges"]] == [node["coordinate"] for node in page["nodes"]]
        seen += [node["coordinate"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == sorted(set(seen))
    assert {"Viewer.role", "Viewer.person", "Person.displayName", "Organisation.name"} <= set(seen)
    assert len(seen) == page["totalCount"]


async def test_only_what_is_deprecated_is_shown_when_asked_for(
    engine: AsyncEngine, organisation: TestOrganisation, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await use(engine, organisation, "{ viewer { role person { displayName } } }")
    assert (await api.data(USES, filter={"deprecated": True}))["fieldUse"]["nodes"] == []
    viewer = schema._schema.type_map["Viewer"]
    monkeypatch.setattr(viewer.fields["role"], "deprecation_reason", "Use `Person.role`.")  # type: ignore[attr-defined]
    deprecated.cache_clear()
    try:
        (node,) = (await api.data(USES, filter={"deprecated": True}))["fieldUse"]["nodes"]
    finally:
        deprecated.cache_clear()
    assert (node["coordinate"], node["deprecationReason"]) == ("Viewer.role", "Use `Person.role`.")


async def test_another_organisation_sees_nothing_of_it(
    engine: AsyncEngine, organisation: TestOrganisation, new_organisation: NewOrganisation
) -> None:
    await use(engine, organisation, "{ viewer { role } }")
    other = await new_organisation()
    assert (await other.api.data(USES, filter={"coordinates": ["Viewer.role"]}))["fieldUse"]["nodes"] == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.VIEWER])
async def test_others_than_administrators_are_refused(
    organisation: TestOrganisation, signed_in: NewPerson, role: Role
) -> None:
    answer = await (await signed_in(organisation, role)).send(USES)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


BAD = {
    "no cursor": ({"after": "x"}, "INVALID", "after"),
    "a cursor of another list": ({"after": "AZGQ4dHlcF6ClVOAc5HhZg"}, "INVALID", "after"),
    "a cursor that is no text": ({"after": "_" * 40}, "INVALID", "after"),
    "no page": ({"first": 0}, "INVALID", "first"),
    "a page too large": ({"first": 101}, "INVALID", "first"),
    "too many coordinates": ({"filter": {"coordinates": ["A.b"] * 101}}, "TOO_MANY", "filter.coordinates"),
    "a coordinate too long": (
        {"filter": {"coordinates": ["A.b", "x" * 201]}},
        "TEXT_TOO_LONG",
        "filter.coordinates.1",
    ),
    "a coordinate with NUL": ({"filter": {"coordinates": ["A.\x00"]}}, "TEXT_NOT_PLAIN", "filter.coordinates.0"),
}


@pytest.mark.parametrize(("variables", "code", "field"), BAD.values(), ids=BAD.keys())
async def test_what_cannot_be_asked_is_refused(api: Api, variables: dict[str, object], code: str, field: str) -> None:
    (error,) = (await api.send(USES, **variables))["errors"]
    assert error["extensions"] == {"code": code, "field": field}


async def _token_id(engine: AsyncEngine, organisation: TestOrganisation) -> UUID:
    async with reading(engine, organisation.tenant_id) as session:
        tokens = text("SELECT id FROM access_token WHERE tenant_id = :tenant_id")
        found: UUID = (await session.scalars(tokens, {"tenant_id": organisation.tenant_id})).one()
        return found


async def test_every_way_to_ask_counts(app: Starlette, client: httpx.AsyncClient, api: Api) -> None:
    """A query that is read by plan, one that resolvers answer, a mutation, and the second time by GET."""
    bearer = {"Authorization": f"Bearer {api.token}"}
    add = 'mutation { addOrgUnit(input: {name: "A", kind: TEAM}) { orgUnit { kind } userErrors { code } } }'
    for document in ("{ scorecards { totalCount } }", "{ auditLog { totalCount } }", add):
        await api.send(document)
    for _ in range(2):
        await client.get("/graphql", params={"query": "{ connectors { key } }"}, headers=bearer)
    for document in ("{ nothing }", "{ viewer }", "{"):
        await api.send(document)
    await app.state.field_use.flush()
    found = (await api.data(USES, first=100))["fieldUse"]["nodes"]
    assert {node["coordinate"]: node["times"] for node in found if node["coordinate"].startswith(("Query", "Mut"))} == {
        "Query.scorecards": 1,
        "Query.auditLog": 1,
        "Query.connectors": 2,
        "Mutation.addOrgUnit": 1,
    }
    assert {node["clientName"] for node in found} == {"test"}
