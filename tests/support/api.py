"""Talking to the API as a person of one organisation does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from equipoise.identity.actor import Actor

QUERIES = Path(__file__).parents[1] / "queries"
"""Documents of real frontends, word for word."""

SHARED_QUERIES = Path(__file__).parents[3] / "shared" / "queries"
"""Where those documents are kept for all."""


class AnswerError(AssertionError):
    """The answer had errors where the test expected none."""


@dataclass(frozen=True)
class Api:
    """One person's access."""

    client: httpx.AsyncClient
    token: str

    async def send(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, errors included."""
        response = await self.post({"query": query, "variables": variables})
        body: dict[str, Any] = response.json()
        return body

    async def post(self, body: Any) -> httpx.Response:
        return await self.client.post("/graphql", json=body, headers={"Authorization": f"Bearer {self.token}"})

    async def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        body = await self.send(query, **variables)
        if "errors" in body:
            raise AnswerError(body["errors"])
        return body["data"]

    async def mutate(self, mutation: str, **variables: Any) -> Any:
        """The payload of the only mutation in the document, which must have been carried out."""
        (payload,) = (await self.data(mutation, **variables)).values()
        if payload["userErrors"]:
            raise AnswerError(payload["userErrors"])
        return payload

    async def refusal(self, mutation: str, **variables: Any) -> Any:
        """The one user error of the only mutation in the document."""
        (payload,) = (await self.data(mutation, **variables)).values()
        (error,) = payload["userErrors"]
        return error


@dataclass(frozen=True)
class TestOrganisation:
    """An organisation of a test, with its owner."""

    __test__ = False

    tenant_id: UUID
    slug: str
    owner: Actor
    api: Api
