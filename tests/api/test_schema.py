"""The schema is a product: what is committed is what is served, and frontends' documents stay valid."""

from pathlib import Path

import pytest
from graphql import parse, validate

from equipoise_graphql.schema import schema
from equipoise_graphql.sdl import COMMITTED, sdl
from tests.support.api import SHARED_QUERIES
from tests.support.skipping import require

DOCUMENTS = sorted((Path(__file__).parents[1] / "queries").glob("*.graphql"))


def test_the_committed_sdl_is_the_schema() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sdl(), "run `python -m equipoise_graphql.sdl` and commit the result"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_that_frontends_send_is_valid(document: Path) -> None:
    assert validate(schema._schema, parse(document.read_text(encoding="utf-8"))) == []


def test_the_documents_are_those_that_frontends_send_word_for_word() -> None:
    require(SHARED_QUERIES.is_dir(), f"No documents to compare with in {SHARED_QUERIES}.")
    assert DOCUMENTS
    for document in SHARED_QUERIES.glob("*.graphql"):
        assert (DOCUMENTS[0].parent / document.name).read_bytes() == document.read_bytes()
