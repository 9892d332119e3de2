"""Sending queries by GET and documents by their hash."""

import hashlib
import json
from typing import Any

import httpx

from tests.support.api import Api

NEW_FORM = "application/graphql-response+json"
REGISTER = """
mutation Register($input: RegisterTrustedDocumentsInput!) {
  registerTrustedDocuments(input: $input) {
    registered documents { id documentId name text withdrawnAt lastUsedOn client { name } registeredBy { displayName } }
    userErrors { field message code }
  }
}
"""
WITHDRAW = """
mutation Withdraw($input: WithdrawTrustedDocumentsInput!) {
  withdrawTrustedDocuments(input: $input) { documents { id withdrawnAt } userErrors { field message code } }
}
"""
CLOSE = """
mutation Close($only: Boolean!) {
  updateOrganisation(input: {trustedDocumentsOnly: $only}) {
    organisation { trustedDocumentsOnly } userErrors { field message code }
  }
}
"""


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def got(api: Api, /, headers: dict[str, str] | None = None, **parameters: Any) -> httpx.Response:
    """The answer to a GET; parameters that are no texts are sent as JSON."""
    sent = {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for name, value in parameters.items()
    }
    given = {"Authorization": f"Bearer {api.token}", "Accept": NEW_FORM, **(headers or {})}
    return await api.client.get("/graphql", params=sent, headers=given)


async def posted(api: Api, **body: Any) -> httpx.Response:
    """The answer to a POST, in the newer media type, whose status says whether anything was executed."""
    headers = {"Authorization": f"Bearer {api.token}", "Accept": NEW_FORM}
    return await api.client.post("/graphql", json=body, headers=headers)


def code_of(response: httpx.Response) -> str:
    """The code of the only error of an answer without data."""
    body = response.json()
    assert "data" not in body, "nothing was to be executed"
    (error,) = body["errors"]
    return str(error["extensions"]["code"])


def persisted(text: str, *, version: int = 1) -> dict[str, Any]:
    """`extensions` that name a document by its hash."""
    return {"persistedQuery": {"version": version, "sha256Hash": sha256_of(text)}}


async def registered(api: Api, *texts: str, client: str | None = None) -> list[dict[str, Any]]:
    """The documents, which are trusted now."""
    payload = await api.mutate(REGISTER, input={"documents": list(texts), "client": client})
    documents: list[dict[str, Any]] = payload["documents"]
    return documents
