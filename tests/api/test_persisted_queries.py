"""Automatic persisted queries: the hash first, the document only where the hash is not known."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from equipoise_graphql.documents.persisted import PersistedQueries
from tests.conftest import NewOrganisation
from tests.support.api import Api
from tests.support.documents import code_of, got, persisted, posted, sha256_of

QUERY = "query Asked { viewer { role } }"
ANSWER = {"viewer": {"role": "OWNER"}}


async def sent(api: Api, method: str, **parts: Any) -> httpx.Response:
    return await (got(api, **parts) if method == "GET" else posted(api, **parts))


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_hash_that_is_not_known_asks_for_the_document_and_is_known_from_then_on(api: Api, method: str) -> None:
    query = f"{QUERY} # {method}"
    unknown = await sent(api, method, extensions=persisted(query))
    assert code_of(unknown) == "PERSISTED_QUERY_NOT_FOUND"
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert (await sent(api, method, query=query, extensions=persisted(query))).json()["data"] == ANSWER
    for again in ("GET", "POST"):
        assert (await sent(api, again, extensions=persisted(query))).json()["data"] == ANSWER


async def test_a_hash_has_to_be_that_of_the_document(api: Api) -> None:
    other = "{ viewer { organisation { name } } }"
    refused = await posted(api, query=QUERY, extensions=persisted(other))
    assert (refused.status_code, code_of(refused)) == (400, "DOCUMENT_HASH_MISMATCH")
    assert code_of(await posted(api, extensions=persisted(other))) == "PERSISTED_QUERY_NOT_FOUND"


async def test_the_hash_is_of_the_letters_and_not_of_their_meaning(api: Api) -> None:
    await posted(api, query=QUERY, extensions=persisted(QUERY))
    assert code_of(await posted(api, extensions=persisted(QUERY + " "))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize("version", [0, 2, -1, 10**400])
async def test_another_version_of_the_protocol_is_not_spoken(api: Api, version: int) -> None:
    refused = await posted(api, query=QUERY, extensions=persisted(QUERY, version=version))
    assert code_of(refused) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert refused.json()["errors"][0]["message"] == "PersistedQueryNotSupported"


@pytest.mark.parametrize(
    "extension",
    [
        [],
        "x",
        {},
        {"version": 1},
        {"sha256Hash": "0" * 64},
        {"version": "1", "sha256Hash": "0" * 64},
        {"version": 1, "sha256Hash": "0" * 63},
        {"version": 1, "sha256Hash": "0" * 65},
        {"version": 1, "sha256Hash": "A" * 64},
        {"version": 1, "sha256Hash": "0" * 64 + "\n"},
        {"version": 1, "sha256Hash": None},
    ],
)
async def test_an_extension_of_another_form_is_no_request(api: Api, extension: Any) -> None:
    refused = await posted(api, query=QUERY, extensions={"persistedQuery": extension})
    assert (refused.status_code, code_of(refused)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("query", ["{ nothing }", "{", "query { viewer { role } } { viewer { role } }"])
async def test_only_documents_that_can_be_executed_are_kept(api: Api, query: str) -> None:
    await posted(api, query=query, extensions=persisted(query))
    assert code_of(await posted(api, extensions=persisted(query))) == "PERSISTED_QUERY_NOT_FOUND"


async def test_what_one_organisation_sent_is_not_known_to_another(api: Api, new_organisation: NewOrganisation) -> None:
    await posted(api, query=QUERY, extensions=persisted(QUERY))
    other = (await new_organisation()).api
    assert code_of(await posted(other, extensions=persisted(QUERY))) == "PERSISTED_QUERY_NOT_FOUND"


async def test_mutations_by_their_hash_go_by_post_alone(api: Api) -> None:
    mutation = "mutation { updateOrganisation(input: {}) { organisation { name } } }"
    assert (await posted(api, query=mutation, extensions=persisted(mutation))).status_code == 200
    assert (await posted(api, extensions=persisted(mutation))).status_code == 200
    assert (await got(api, extensions=persisted(mutation))).status_code == 405


async def test_the_hash_of_the_protocol_and_the_id_of_a_document_may_not_disagree(api: Api) -> None:
    refused = await posted(api, documentId="sha256:" + "0" * 64, extensions=persisted(QUERY))
    assert code_of(refused) == "DOCUMENT_HASH_MISMATCH"


def test_one_organisation_cannot_drive_out_the_documents_of_others() -> None:
    queries, quiet, flood = PersistedQueries(1_000_000), uuid4(), uuid4()
    queries.keep(quiet, sha256_of(QUERY), QUERY)
    for number in range(50_000):
        text = f"{QUERY} # {number}"
        queries.keep(flood, sha256_of(text), text)
    assert queries.get(quiet, sha256_of(QUERY)) == QUERY
    assert queries.get(flood, sha256_of(QUERY)) is None
