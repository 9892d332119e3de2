"""A small client of the Equipoise API, on httpx alone: copy it and change it.

It acts for a service: an application that an administrator registered with a role of its own. It gets its access
token by client credentials, takes a new one when that ends, and waits where the server asks it to.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

ATTEMPTS = 5
SPARE_SECONDS = 30
"""How long before its end a token is no longer used, so that no request is under way when it ends."""


@dataclass(frozen=True)
class UserError:
    """What has to be put right before a mutation can be carried out."""

    field: str | None
    message: str
    code: str

    def __str__(self) -> str:
        return f"{self.field or 'input'}: {self.message} ({self.code})"


class Refused(Exception):  # noqa: N818 - it says what happened
    """The server did not carry out what was asked."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(error["message"] for error in errors))
        self.codes = [error.get("extensions", {}).get("code", "") for error in errors]


class Client:
    """One connection to one organisation."""

    def __init__(self, server: str, client_id: str, client_secret: str, *, scope: str) -> None:
        self._http = httpx.Client(base_url=server, timeout=30)
        self._client = (client_id, client_secret)
        self._scope = scope
        self._token = ""
        self._fresh_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def ask(self, document: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of the answer. Raises: Refused, httpx.HTTPError."""
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._send({"query": document, "variables": dict(variables or {})})
            seconds = _seconds_to_wait(answer)
            if seconds is None or attempt == ATTEMPTS:
                break
            time.sleep(seconds)
        if answer.get("errors"):
            raise Refused(answer["errors"])
        return answer["data"]

    def record(self, values: list[Mapping[str, str]]) -> tuple[int, list[UserError]]:
        """Record values: how many were new, and what is wrong with the others, by their place."""
        payload = self.ask(RECORD, {"input": {"values": values, "allOrNothing": False}})["recordKpiValues"]
        return payload["recorded"], [UserError(**error) for error in payload["userErrors"]]

    def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._post(body)
        if answer.status_code == 401:
            self._fresh_until = 0  # ended before its time: a new one, or none, will show
            answer = self._post(body)
        if answer.status_code == 503:
            return {"errors": [{"message": "The database is away.", "extensions": {"retryAfter": 2}}]}
        found: dict[str, Any] = answer.json()
        return found

    def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        return self._http.post("/graphql", json=body, headers={"Authorization": f"Bearer {self._access_token()}"})

    def _access_token(self) -> str:
        if time.monotonic() > self._fresh_until:
            form = {"grant_type": "client_credentials", "scope": self._scope}
            answer = self._http.post("/oauth/token", data=form, auth=self._client)
            answer.raise_for_status()
            given = answer.json()
            self._token = given["access_token"]
            self._fresh_until = time.monotonic() + given["expires_in"] - SPARE_SECONDS
        return self._token


def _seconds_to_wait(answer: Mapping[str, Any]) -> float | None:
    """What the server asks for with RATE_LIMITED."""
    waits = [error.get("extensions", {}).get("retryAfter") for error in answer.get("errors", [])]
    return next((float(seconds) for seconds in waits if seconds is not None), None)


RECORD = """
mutation Record($input: RecordKpiValuesInput!) {
  recordKpiValues(input: $input) {
    recorded
    userErrors { field message code }
  }
}
"""
