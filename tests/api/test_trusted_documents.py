"""Documents that clients send by their hash, because an administrator registered them."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from equipoise.app import create_app
from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.models import AccessToken
from equipoise.identity.tokens import create_token
from equipoise.oauth.models import OAuthClient
from equipoise.settings import Settings
from equipoise_graphql.ids import encode
from tests.conftest import Clock, NewOrganisation, NewPerson
from tests.support.api import QUERIES, Api, TestOrganisation
from tests.support.documents import CLOSE, REGISTER, WITHDRAW, code_of, got, persisted, posted, registered, sha256_of
from tests.support.statements import statements_of

QUERY = "query Asked { viewer { role } }"
ANSWER = {"viewer": {"role": "OWNER"}}
LIST = """
query List($filter: TrustedDocumentFilter) {
  trustedDocuments(filter: $filter) { totalCount nodes { id documentId name lastUsedOn withdrawnAt client { name } } }
}
"""


async def listed(api: Api, **conditions: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await api.data(LIST, filter=conditions))["trustedDocuments"]["nodes"]
    return found


async def new_client(engine: AsyncEngine, organisation: TestOrganisation, name: str) -> tuple[str, Api]:
    """An application of the organisation: its id, and the owner's access through it."""
    client = OAuthClient(
        id=new_id(),
        name=name,
        secret_hash=None,
        redirect_uris="",
        web_origins="",
        scopes="",
        service_person_id=None,
        created_at=organisation.owner.now,
        disabled_at=None,
    )
    async with writing(engine, organisation.tenant_id) as session:
        session.add(client)
        await session.flush()
        token = await create_token(
            session, organisation.owner, person_id=organisation.owner.person_id, name=name, lifetime=None
        )
        row = await session.get_one(AccessToken, (organisation.tenant_id, token.row.id))
        row.client_id = client.id
    return encode(OAuthClient, client.id), Api(organisation.api.client, token.secret)


async def test_a_registered_document_is_sent_by_its_hash(api: Api) -> None:
    (document,) = await registered(api, QUERY)
    assert document["documentId"] == f"sha256:{sha256_of(QUERY)}"
    assert (document["name"], document["text"]) == ("Asked", QUERY)
    for document_id in (document["documentId"], sha256_of(QUERY)):
        assert (await posted(api, documentId=document_id)).json()["data"] == ANSWER
        assert (await got(api, documentId=document_id)).json()["data"] == ANSWER
    assert (await posted(api, extensions=persisted(QUERY))).json()["data"] == ANSWER


async def test_documents_of_real_frontends_can_be_registered(api: Api) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.graphql"))]
    documents = await registered(api, *texts)
    assert [document["documentId"] for document in documents] == [f"sha256:{sha256_of(text)}" for text in texts]


async def test_registering_again_changes_nothing(api: Api) -> None:
    first = await api.mutate(REGISTER, input={"documents": [QUERY, QUERY]})
    again = await api.mutate(REGISTER, input={"documents": [QUERY]})
    assert (first["registered"], again["registered"]) == (1, 0)
    assert first["documents"][0]["id"] == first["documents"][1]["id"] == again["documents"][0]["id"]
    assert len(await listed(api)) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("\0", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("fragment F on Viewer { role }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ viewer { ...A } } fragment A on Viewer { ...A }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ viewer { role } } #" + "x" * 100_000, "DOCUMENT_TOO_LARGE"),
        ("{ viewer { " + "role " * 5_000 + "} }", "DOCUMENT_TOO_LARGE"),
        ("{ " + " ".join(f"a{n}: viewer {{ role }}" for n in range(60)) + " }", "DOCUMENT_TOO_LARGE"),
    ],
)
async def test_with_one_document_that_cannot_be_executed_none_is_registered(api: Api, text: str, code: str) -> None:
    refused = await api.refusal(REGISTER, input={"documents": [QUERY, text]})
    assert (refused["field"], refused["code"]) == ("documents.1", code)
    assert await listed(api) == []


async def test_each_document_that_is_wrong_is_named(api: Api) -> None:
    payload = (await api.data(REGISTER, input={"documents": ["{", QUERY, "{ nothing }"]}))["registerTrustedDocuments"]
    assert [error["field"] for error in payload["userErrors"]] == ["documents.0", "documents.2"]


async def test_a_batch_has_a_bound(api: Api) -> None:
    refused = await api.refusal(REGISTER, input={"documents": [QUERY] * 101})
    assert (refused["field"], refused["code"]) == ("documents", "TOO_MANY")
    assert (await api.refusal(WITHDRAW, input={"documents": ["document_x"] * 1001}))["code"] in (
        "TOO_MANY",
        "INVALID_ID",
    )


async def test_a_trusted_document_may_be_larger_than_one_that_is_sent(api: Api) -> None:
    query = "{ " + " ".join(f"a{n}: viewer {{ role }}" for n in range(20)) + " }"
    assert code_of(await posted(api, query=query)) == "DOCUMENT_TOO_LARGE"
    await registered(api, query)
    assert len((await posted(api, documentId=sha256_of(query))).json()["data"]) == 20
    assert code_of(await posted(api, query=query)) == "DOCUMENT_TOO_LARGE"


async def test_a_text_and_an_id_have_to_agree(api: Api) -> None:
    await registered(api, QUERY)
    assert (await posted(api, query=QUERY, documentId=sha256_of(QUERY))).json()["data"] == ANSWER
    other = await posted(api, query="{ __typename }", documentId=sha256_of(QUERY))
    assert (other.status_code, code_of(other)) == (400, "DOCUMENT_HASH_MISMATCH")


async def test_a_text_with_the_id_of_no_trusted_document_is_a_text(api: Api) -> None:
    assert (await posted(api, query=QUERY, documentId=sha256_of(QUERY))).json()["data"] == ANSWER
    assert code_of(await posted(api, documentId=sha256_of(QUERY))) == "UNKNOWN_DOCUMENT"


@pytest.mark.parametrize(
    "document_id",
    [
        "",
        "x",
        "sha256:",
        "sha256:" + "0" * 64,
        "sha256:" + "A" * 64,
        "sha256:" + "0" * 64 + "\n",
        "SHA256:" + "0" * 64,
        "0" * 64,
        "0" * 9999,
        "md5:" + "0" * 32,
        "x-own:1",
    ],
)
async def test_an_id_of_no_document_is_unknown(api: Api, document_id: str) -> None:
    await registered(api, QUERY)
    for response in (await posted(api, documentId=document_id), await got(api, documentId=document_id)):
        assert (response.status_code, code_of(response)) == (400, "UNKNOWN_DOCUMENT")


async def test_another_organisation_s_document_is_as_unknown_as_one_that_never_was(
    api: Api, new_organisation: NewOrganisation
) -> None:
    (document,) = await registered(api, QUERY)
    other = (await new_organisation()).api
    await registered(other, "{ __typename }")
    assert (await posted(other, documentId=sha256_of(QUERY))).json() == (
        await posted(other, documentId="0" * 64)
    ).json()
    assert (await other.refusal(WITHDRAW, input={"documents": [document["id"]]}))["code"] == "NOT_FOUND"
    assert (await posted(api, documentId=sha256_of(QUERY))).json()["data"] == ANSWER


async def test_a_document_of_one_client_is_unknown_to_others(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    mobile, by_mobile = await new_client(engine, organisation, "Mobile")
    _, by_wall = await new_client(engine, organisation, "Wall")
    api = organisation.api
    (document,) = await registered(api, QUERY, client=mobile)
    assert document["client"] == {"name": "Mobile"}
    assert (await posted(by_mobile, documentId=sha256_of(QUERY))).json()["data"] == ANSWER
    for stranger in (by_wall, api):
        assert code_of(await posted(stranger, documentId=sha256_of(QUERY))) == "UNKNOWN_DOCUMENT"
    await registered(api, QUERY)
    for anybody in (by_mobile, by_wall, api):
        assert (await posted(anybody, documentId=sha256_of(QUERY))).json()["data"] == ANSWER
    assert [each["id"] for each in await listed(api, client=mobile)] == [document["id"]]
    assert len(await listed(api)) == 2


async def test_a_client_that_is_none_of_ours_cannot_be_trusted(api: Api, new_organisation: NewOrganisation) -> None:
    for client, code in ((encode(OAuthClient, new_id()), "NOT_FOUND"), ("client_x", "INVALID_ID")):
        refused = await api.refusal(REGISTER, input={"documents": [QUERY], "client": client})
        assert (refused["field"], refused["code"]) == ("client", code)


async def test_a_withdrawn_document_is_unknown_at_once_and_in_every_process(
    api: Api, app: Starlette, engine: AsyncEngine, settings: Settings, clock: Clock
) -> None:
    elsewhere = create_app(engine, settings, clock=clock)
    transport = httpx.ASGITransport(app=elsewhere)
    async with httpx.AsyncClient(transport=transport, base_url="http://equipoise.test") as client:
        other_process = Api(client, api.token)
        (document,) = await registered(api, QUERY)
        for process in (api, other_process):
            for _ in range(2):
                assert (await posted(process, documentId=sha256_of(QUERY))).json()["data"] == ANSWER
        withdrawn = (await api.mutate(WITHDRAW, input={"documents": [document["id"]]}))["documents"]
        assert withdrawn[0]["withdrawnAt"] is not None
        for process in (other_process, api):
            assert code_of(await posted(process, documentId=sha256_of(QUERY))) == "UNKNOWN_DOCUMENT"
        await registered(api, QUERY)
        for process in (other_process, api):
            assert (await posted(process, documentId=sha256_of(QUERY))).json()["data"] == ANSWER


async def test_what_was_withdrawn_can_be_seen_and_be_registered_again(api: Api) -> None:
    (document,) = await registered(api, QUERY)
    await api.mutate(WITHDRAW, input={"documents": [document["id"]]})
    await api.mutate(WITHDRAW, input={"documents": [document["id"]]})
    assert await listed(api) == []
    assert [each["id"] for each in await listed(api, includeWithdrawn=True)] == [document["id"]]
    assert [each["id"] for each in await registered(api, QUERY)] == [document["id"]]


async def test_of_many_documents_none_is_withdrawn_if_one_is_unknown(api: Api) -> None:
    (document,) = await registered(api, QUERY)
    unknown = document["id"][:-4] + "0000"
    refused = await api.refusal(WITHDRAW, input={"documents": [document["id"], unknown]})
    assert (refused["field"], refused["code"]) == ("documents.1", "NOT_FOUND")
    assert len(await listed(api)) == 1


async def test_the_last_day_of_use_is_noted(api: Api, clock: Clock, organisation: TestOrganisation) -> None:
    await registered(api, QUERY, "{ __typename }")
    await posted(api, documentId=sha256_of(QUERY))
    assert {each["name"]: each["lastUsedOn"] for each in await listed(api)} == {"Asked": "2026-11-16", "": None}
    clock.now = clock.now.replace(day=18)
    await posted(api, documentId=sha256_of(QUERY))
    assert (await listed(api, search="asked"))[0]["lastUsedOn"] == "2026-11-18"


async def test_finding_a_trusted_document_asks_the_database_nothing(api: Api, engine: AsyncEngine) -> None:
    await registered(api, QUERY)
    await posted(api, documentId=sha256_of(QUERY))
    with statements_of(engine) as by_hash:
        await posted(api, documentId=sha256_of(QUERY))
    with statements_of(engine) as by_text:
        await posted(api, query=QUERY)
    assert len(by_hash) == len(by_text) == 1
    await posted(api, documentId="0" * 64)
    with statements_of(engine) as unknown:
        await posted(api, documentId="0" * 64)
    assert len(unknown) == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_only_administrators_say_what_is_trusted(
    organisation: TestOrganisation, signed_in: NewPerson, role: Role
) -> None:
    (document,) = await registered(organisation.api, QUERY)
    person = await signed_in(organisation, role)
    assert (await person.refusal(REGISTER, input={"documents": ["{"]}))["code"] == "FORBIDDEN"
    assert (await person.refusal(WITHDRAW, input={"documents": [document["id"]]}))["code"] == "FORBIDDEN"
    assert (await person.send(LIST))["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await posted(person, documentId=sha256_of(QUERY))).json()["data"] == {"viewer": {"role": role}}


async def test_administrators_may(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    (document,) = await registered(await signed_in(organisation, Role.ADMIN), QUERY)
    assert document["registeredBy"] == {"displayName": "Admin Person"}


async def test_the_audit_log_has_who_trusted_what(api: Api) -> None:
    (document,) = await registered(api, QUERY)
    await registered(api, QUERY)
    await api.mutate(WITHDRAW, input={"documents": [document["id"]]})
    entries = (await api.data("{ auditLog(first: 2) { nodes { action before after } } }"))["auditLog"]["nodes"]
    assert [entry["action"] for entry in entries] == ["trusted_document.withdrawn", "trusted_documents.registered"]
    assert entries[1]["after"] == {"documents": [{"sha256": sha256_of(QUERY), "name": "Asked"}]}


async def test_two_who_register_the_same_at_once_register_it_once(api: Api) -> None:
    payloads = await asyncio.gather(*(api.mutate(REGISTER, input={"documents": [QUERY]}) for _ in range(5)))
    assert sorted(payload["registered"] for payload in payloads) == [0, 0, 0, 0, 1]
    assert len(await listed(api)) == 1


async def test_in_development_nothing_is_closed(api: Api) -> None:
    await api.mutate(CLOSE, only=True)
    assert (await posted(api, query=QUERY)).json()["data"] == ANSWER
