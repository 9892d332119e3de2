"""The line that the host sends."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from equipoise_sdk.measure import Query

MAX_BYTES = 4 * 1024 * 1024


class RequestError(Exception):
    """The host has sent something else than a request; says what, without repeating it."""


class QueryPart(BaseModel):
    """`equipoise_sdk.Query`, as JSON."""

    model_config = ConfigDict(extra="forbid")

    measures: list[str] | None = None
    since: date | None = None
    until: date | None = None
    checkpoint: dict[str, Any] | None = None
    first_month_of_year: Annotated[int, Field(ge=1, le=12)] = 1

    def query(self) -> Query:
        return Query(
            measures=None if self.measures is None else frozenset(self.measures),
            since=self.since,
            until=self.until,
            checkpoint=self.checkpoint,
            first_month_of_year=self.first_month_of_year,
        )


class ResourceLimits(BaseModel):
    """What the process may use; None leaves it as it is."""

    model_config = ConfigDict(extra="forbid")

    memory_bytes: Annotated[int, Field(gt=0)] | None = None
    cpu_seconds: Annotated[int, Field(gt=0)] | None = None
    wall_seconds: Annotated[int, Field(gt=0)] | None = None
    """The host keeps time itself; this ends the process where the host is no longer there to end it."""
    open_files: Annotated[int, Field(gt=0)] | None = None
    file_bytes: Annotated[int, Field(ge=0)] | None = None


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    command: Literal["spec", "validate", "check", "discover", "read"]
    connector: str | None = None
    config: dict[str, Any] = {}
    files: dict[str, Path] = {}
    query: QueryPart = QueryPart()
    limits: ResourceLimits = ResourceLimits()
    max_values: Annotated[int, Field(ge=0)] = 1_000_000
    max_row_errors: Annotated[int, Field(ge=0)] = 1_000


def parse(line: bytes) -> Request:
    """Raises: RequestError."""
    if len(line) > MAX_BYTES:
        raise RequestError(f"the request is longer than {MAX_BYTES} bytes")
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        detail = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, detail["loc"])) or "request"
        raise RequestError(f"{place}: {detail['msg']}") from None
