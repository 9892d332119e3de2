"""Reading multipart/form-data as it arrives: texts into memory, files to a temporary place."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import IO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from equipoise.web.body import BodyTooLarge
from equipoise_graphql.http.request import BODY_BYTES, BadRequest
from equipoise_graphql.uploaded import UploadedFile

TEXTS = ("operations", "map")
"""The parts that come first, in this order: they say what the files after them are for."""

MOST_FILES = 10


class Parts:
    """The parts of one body. Files are removed when `opened` is closed."""

    def __init__(self, boundary: bytes, opened: ExitStack) -> None:
        self.texts: dict[str, bytes] = {}
        self.files: dict[str, UploadedFile] = {}
        self.complete = False
        self._opened = opened
        self._header = (bytearray(), bytearray())
        self._headers: dict[bytes, bytes] = {}
        self._text: bytearray | None = None
        self._file: UploadedFile | None = None
        self._name = ""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._choose,
                "on_part_data": self._take,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def write(self, chunk: bytes) -> None:
        """Raises: BadRequest, BodyTooLarge."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise BadRequest(f"The body is not multipart/form-data: {error}.") from None

    def _begin(self) -> None:
        self._headers = {}
        self._header = (bytearray(), bytearray())

    def _end_header(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)
        self._header = (bytearray(), bytearray())

    def _choose(self) -> None:
        """Decide by the headers of a part what it is."""
        self._name, file_name = _names(self._headers.get(b"content-disposition", b""))
        place = len(self.texts)
        if place < len(TEXTS):
            if self._name != TEXTS[place]:
                raise BadRequest(
                    f"The part {TEXTS[place]} is missing: operations comes first, then map, then the files."
                )
            self._text = bytearray()
        elif self._name in self.files or self._name in TEXTS:
            raise BadRequest("Each part has a name of its own; two have the same.")
        elif len(self.files) == MOST_FILES:
            raise BadRequest(f"A request carries at most {MOST_FILES} files.")
        else:
            stream: IO[bytes] = self._opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            self._file = UploadedFile(file_name, stream)

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._text is not None:
            self._text.extend(data[start:end])
            if len(self._text) > BODY_BYTES:
                raise BodyTooLarge(f"The part {self._name} may have at most {BODY_BYTES:,} bytes.")
        elif self._file is not None:
            self._file.write(data[start:end])

    def _end(self) -> None:
        if self._text is not None:
            self.texts[self._name], self._text = bytes(self._text), None
        elif self._file is not None:
            self.files[self._name], self._file = self._file, None

    def _finish(self) -> None:
        self.complete = True


async def read_parts(request: Request, opened: ExitStack, *, most_bytes: int) -> Parts:
    """The parts of the request's body, read no further than the bound.

    Raises: BadRequest, BodyTooLarge.
    """
    parts = Parts(_boundary(request), opened)
    size = 0
    async for chunk in _stream(request):
        size += len(chunk)
        if size > most_bytes:
            raise BodyTooLarge(f"The body may have at most {most_bytes:,} bytes.")
        parts.write(chunk)
    if not parts.complete:
        raise BadRequest("The body ended before it was complete.")
    return parts


async def _stream(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise BadRequest("The body ended before it was complete.") from None


def _boundary(request: Request) -> bytes:
    boundary = parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:  # RFC 2046
        raise BadRequest("Name the boundary of the parts in Content-Type, 1 to 70 characters.")
    return boundary


def _names(disposition: bytes) -> tuple[str, str]:
    """The name of a part and that of its file. Browsers write both in UTF-8."""
    _, options = parse_options_header(disposition.decode("latin-1"))
    try:
        return options[b"name"].decode(), options.get(b"filename", b"").decode()
    except KeyError:
        raise BadRequest("A part has no name in its Content-Disposition.") from None
    except UnicodeDecodeError:
        raise BadRequest("The name of a part is not UTF-8.") from None
