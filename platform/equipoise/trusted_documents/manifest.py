"""The documents of a frontend as its build writes them: a folder of GraphQL files, or a manifest in JSON."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from equipoise.domain.errors import Refusal

MOST_BYTES = 20_000_000
SUFFIXES = (".graphql", ".gql")


class ManifestUnusable(Refusal):
    """No documents can be read from there."""

    code = "MANIFEST_UNUSABLE"


def documents_in(path: Path) -> list[str]:
    """The texts of the documents, letter for letter, each once.

    A folder is looked through for GraphQL files, each of which is a document. A JSON file is the manifest of Apollo
    (`operations` with `body`), or of Relay or GraphQL Code Generator (an object of texts by their hashes).
    Raises: ManifestUnusable.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
        texts = [_text(file) for file in files]
    elif path.suffix in SUFFIXES:
        texts = [_text(path)]
    else:
        texts = _listed(_text(path), path)
    if not texts:
        raise ManifestUnusable(f"{path} has no documents: GraphQL files end with {' or '.join(SUFFIXES)}.")
    return list(dict.fromkeys(texts))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ManifestUnusable(f"{file} cannot be read: {error.strerror}.") from None
    if len(raw) > MOST_BYTES:
        raise ManifestUnusable(f"{file} is larger than {MOST_BYTES:,} bytes.")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise ManifestUnusable(f"{file} is not UTF-8.") from None


def _listed(text: str, file: Path) -> list[str]:
    try:
        manifest = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise ManifestUnusable(f"{file} is neither a GraphQL file nor JSON.") from None
    entries = list(_entries(manifest))
    for sha256, document in entries:
        if not isinstance(sha256, str) or not isinstance(document, str):
            raise ManifestUnusable(f"{file} is no manifest of documents by their hashes.")
        if hashlib.sha256(document.encode()).hexdigest() != sha256.removeprefix("sha256:"):
            raise ManifestUnusable(
                f"{file} names a document {sha256[:100]!r}, which is not the SHA-256 of its text, so that no request "
                "would find it. Have the build write SHA-256: persistConfig.algorithm of Relay, hashAlgorithm of "
                "GraphQL Code Generator."
            )
    return [document for _, document in entries]


def _entries(manifest: Any) -> Iterable[tuple[Any, Any]]:
    """Hashes and documents, as far as there are any."""
    match manifest:
        case {"operations": list(operations)}:
            return [
                (operation.get("id"), operation.get("body")) if isinstance(operation, dict) else (None, None)
                for operation in operations
            ]
        case dict():
            return list(manifest.items())
    return [(None, None)]
