"""In production an organisation can close its API to everything but trusted documents."""

from pathlib import Path

import pytest

from equipoise.domain.roles import Role
from equipoise.settings import Environment, Settings
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.documents import CLOSE, REGISTER, code_of, got, persisted, posted, registered, sha256_of

QUERY = "query Asked { viewer { role } }"
OTHER = "query Other { viewer { role } }"
ANSWER = {"viewer": {"role": "OWNER"}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, environment=Environment.PRODUCTION)


@pytest.fixture
async def closed(api: Api) -> Api:
    """An organisation that trusts one query, and what it takes to trust more."""
    await registered(api, QUERY, REGISTER, CLOSE)
    await api.mutate(CLOSE, only=True)
    return api


async def test_everything_else_is_refused_however_it_is_sent(closed: Api) -> None:
    refusals = [
        await posted(closed, query=OTHER),
        await got(closed, query=OTHER),
        await posted(closed, query=OTHER, extensions=persisted(OTHER)),
        await posted(closed, extensions=persisted(OTHER)),
        await posted(closed, documentId=sha256_of(OTHER)),
        await posted(closed, query=OTHER, documentId=sha256_of(OTHER)),
        await posted(closed, query="{"),
        await posted(closed, query="{ __schema { types { name } } }"),
    ]
    for response in refusals:
        assert (response.status_code, code_of(response)) == (400, "UNTRUSTED_DOCUMENT")
    assert code_of(await posted(closed, query=QUERY, documentId=sha256_of(OTHER))) == "DOCUMENT_HASH_MISMATCH"


async def test_what_is_trusted_is_answered_however_it_is_sent(closed: Api) -> None:
    for response in (
        await posted(closed, documentId=sha256_of(QUERY)),
        await got(closed, documentId=f"sha256:{sha256_of(QUERY)}"),
        await posted(closed, extensions=persisted(QUERY)),
        await posted(closed, query=QUERY, extensions=persisted(QUERY)),
        await posted(closed, query=QUERY),
    ):
        assert response.json()["data"] == ANSWER


async def test_a_document_that_is_registered_is_let_in_at_once(closed: Api) -> None:
    assert code_of(await posted(closed, query=OTHER)) == "UNTRUSTED_DOCUMENT"
    await registered(closed, OTHER)
    assert (await posted(closed, query=OTHER)).json()["data"] == ANSWER


async def test_an_organisation_that_opens_again_is_open_at_once(closed: Api) -> None:
    assert code_of(await posted(closed, query=OTHER)) == "UNTRUSTED_DOCUMENT"
    await closed.mutate(CLOSE, only=False)
    assert (await posted(closed, query=OTHER)).json()["data"] == ANSWER


async def test_other_organisations_stay_open(closed: Api, new_organisation: NewOrganisation) -> None:
    assert code_of(await posted(closed, query=OTHER)) == "UNTRUSTED_DOCUMENT"
    other = (await new_organisation()).api
    assert (await posted(other, query=OTHER)).json()["data"] == ANSWER


@pytest.mark.parametrize(("role", "lets"), [(Role.ADMIN, True), (Role.EDITOR, False), (Role.VIEWER, False)])
async def test_with_the_console_s_cookie_administrators_may_send_anything(
    closed: Api, organisation: TestOrganisation, signed_in: NewPerson, role: Role, lets: bool
) -> None:
    person = await signed_in(organisation, role)
    cookie = {"Cookie": f"equipoise_session={person.token}", "Accept": "application/graphql-response+json"}
    response = await closed.client.post("/graphql", json={"query": OTHER}, headers=cookie)
    if lets:
        assert response.json()["data"] == {"viewer": {"role": role}}
    else:
        assert code_of(response) == "UNTRUSTED_DOCUMENT"
    both = cookie | {"Authorization": f"Bearer {person.token}"}
    assert code_of(await closed.client.post("/graphql", json={"query": OTHER}, headers=both)) == "UNTRUSTED_DOCUMENT"


async def test_a_cross_site_request_finds_out_nothing(closed: Api) -> None:
    for query in (QUERY, OTHER):
        cookie = {"Cookie": f"equipoise_session={closed.token}"}
        response = await closed.client.get("/graphql", params={"query": query}, headers=cookie)
        assert (response.status_code, code_of(response)) == (403, "CROSS_SITE")


async def test_only_administrators_close_the_api(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    editor = await signed_in(organisation, Role.EDITOR)
    assert (await editor.refusal(CLOSE, only=True))["code"] == "FORBIDDEN"
    admin = await signed_in(organisation, Role.ADMIN)
    payload = await admin.mutate(CLOSE, only=False)
    assert payload["organisation"] == {"trustedDocumentsOnly": False}
    await registered(admin, CLOSE, "{ auditLog(first: 1) { nodes { action before after } } }")
    await admin.mutate(CLOSE, only=True)
    log = (await admin.data("{ auditLog(first: 1) { nodes { action before after } } }"))["auditLog"]["nodes"]
    assert log == [
        {
            "action": "organisation.updated",
            "before": {"trusted_documents_only": False},
            "after": {"trusted_documents_only": True},
        }
    ]


async def test_there_is_no_explorer_in_production(closed: Api) -> None:
    response = await closed.client.get("/graphql", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["content-type"]) == (403, "application/json; charset=utf-8")
