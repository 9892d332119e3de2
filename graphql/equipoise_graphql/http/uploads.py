"""Requests that carry files, as in the GraphQL multipart request specification (jaydenseric, version 2)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from decimal import Decimal
from typing import Any

import msgspec
from starlette.requests import Request

from equipoise_graphql.http.cross_site import refuse_cross_site
from equipoise_graphql.http.multipart import MOST_FILES, Parts, read_parts
from equipoise_graphql.http.request import (
    BODY_BYTES,
    BadRequest,
    BodyTooSlow,
    GraphQLRequest,
    UnsupportedMediaType,
    decoded,
    well_formed,
)
from equipoise_graphql.uploaded import UploadedFile

MEGABYTE = 1024 * 1024
SECONDS = 120.0
"""From the head of a request to the end of its files."""

_operations = msgspec.json.Decoder(GraphQLRequest, float_hook=Decimal)
_map = msgspec.json.Decoder(dict[str, list[str]])


def carries_files(request: Request) -> bool:
    """Whether the body is of the kind that files come in."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


@asynccontextmanager
async def read_upload(request: Request, *, most_bytes: int) -> AsyncIterator[GraphQLRequest]:
    """The request, with its files in the places of its variables. On the way out they are removed.

    Any page can send a form, and the browser puts the visitor's cookie on it: hence the look at where it comes from.
    `most_bytes` bounds the files together.
    Raises: CrossSite, UnsupportedMediaType, BodyTooLarge, BodyTooSlow, BadRequest, VariablesTooLarge.
    """
    refuse_cross_site(request)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")
    with ExitStack() as opened:
        try:
            async with asyncio.timeout(SECONDS):
                parts = await read_parts(request, opened, most_bytes=most_bytes + 2 * BODY_BYTES)
        except TimeoutError:
            raise BodyTooSlow(f"The files did not arrive within {SECONDS:.0f} seconds.") from None
        yield _put_together(parts)


def _put_together(parts: Parts) -> GraphQLRequest:
    if len(parts.texts) < 2:
        raise BadRequest("The body lacks the parts operations and map.")
    asked = well_formed(decoded(_operations, parts.texts["operations"], "The part operations", "a GraphQL request"))
    places = decoded(_map, parts.texts["map"], "The part map", "an object of lists of paths")
    unmapped = parts.files.keys() - places.keys()
    if unmapped:
        raise BadRequest(f"The part map says nothing of the file {_shown(min(unmapped))}.", field="map")
    if sum(map(len, places.values())) > 2 * MOST_FILES:
        raise BadRequest(f"The part map names at most {2 * MOST_FILES} places.", field="map")
    for name, paths in places.items():
        if name not in parts.files:
            raise BadRequest(f"The file {_shown(name)} of the part map did not come.", field="map")
        for path in paths:
            _place(asked.variables, path, parts.files[name])
    return asked


def _place(variables: dict[str, Any] | None, path: str, file: UploadedFile) -> None:
    """Put the file where the path leads, which is a null of the variables."""
    first, *steps = path.split(".")
    around: Any = variables
    if first != "variables" or not steps:
        raise _nowhere(path)
    for step in steps[:-1]:
        around = around[_step(around, step, path)]
    last = _step(around, steps[-1], path)
    if around[last] is not None:
        raise _nowhere(path)
    around[last] = file


def _step(around: Any, step: str, path: str) -> str | int:
    """The step as the key of an object, or as the place in a list; both are there."""
    if isinstance(around, dict) and step in around:
        return step
    if isinstance(around, list) and step.isascii() and step.isdigit() and len(step) < 6 and int(step) < len(around):
        return int(step)
    raise _nowhere(path)


def _nowhere(path: str) -> BadRequest:
    return BadRequest(
        f"The path {_shown(path)} of the part map leads to no variable that is null; one is like variables.input.file.",
        field="map",
    )


def _shown(text: str) -> str:
    return f"“{text[:100]}”"
