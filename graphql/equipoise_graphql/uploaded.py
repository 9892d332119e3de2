"""Files that come with a request."""

from typing import IO, Any

from graphql import GraphQLError


class UploadedFile:
    """A file in a temporary place, which is gone once the request is answered."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name = name
        """What it was called where it comes from; may be empty."""
        self._stream = stream
        self._size = 0

    def write(self, data: bytes) -> None:
        """Add what has arrived."""
        self._size += self._stream.write(data)

    def content(self) -> bytes:
        """All of it, however often it is read."""
        self._stream.seek(0)
        return self._stream.read()

    def __repr__(self) -> str:
        return f"<a file of {self._size:,} bytes>"


def uploaded(value: Any) -> UploadedFile:
    """The file that stands in the place of a variable. Raises: GraphQLError."""
    if not isinstance(value, UploadedFile):
        raise GraphQLError("A file is sent as a part of multipart/form-data, which `map` gives the variable's place.")
    return value
