"""`equipoise documents`: what a frontend's build wrote becomes what its clients may send."""

import json
import os

import pytest

from tests.support.api import TestOrganisation
from tests.support.command_inside import Inside
from tests.support.documents import posted, sha256_of

ROLE = "query Role { viewer { role } }"
NAME = "query Name { organisation { name } }"


def folder(shell: Inside) -> str:
    place = shell.folder / "documents"
    (place / "pages").mkdir(parents=True)
    (place / "role.graphql").write_text(ROLE, encoding="utf-8")
    (place / "pages" / "name.gql").write_text(NAME, encoding="utf-8")
    (place / "README.md").write_text("# Not a document", encoding="utf-8")
    return str(place)


def manifest(shell: Inside, content: object) -> str:
    file = shell.folder / "manifest.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file.name


def by_hash(*texts: str) -> dict[str, str]:
    return {sha256_of(text): text for text in texts}


async def test_a_folder_of_documents_is_registered(inside: Inside, organisation: TestOrganisation) -> None:
    words = ("documents", "register", folder(inside), "--tenant", organisation.slug)
    assert await inside.ok(*words) == "2 registered, 0 were registered already.\n"
    assert await inside.ok(*words) == "0 registered, 2 were registered already.\n"
    assert (await posted(organisation.api, documentId=sha256_of(NAME))).json()["data"]["organisation"]
    listed = await inside.ok("documents", "list", "--tenant", organisation.slug)
    assert f"sha256:{sha256_of(ROLE)}" in listed
    assert "never" in listed


MANIFESTS = {
    "Apollo": {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [{"id": sha256_of(text), "name": "X", "type": "query", "body": text} for text in (ROLE, NAME)],
    },
    "Relay or GraphQL Code Generator": by_hash(ROLE, NAME),
    "with prefixes": {f"sha256:{sha256}": text for sha256, text in by_hash(ROLE, NAME).items()},
}


@pytest.mark.parametrize("content", MANIFESTS.values(), ids=MANIFESTS.keys())
async def test_a_manifest_is_registered(inside: Inside, organisation: TestOrganisation, content: object) -> None:
    said = await inside.ok("documents", "register", manifest(inside, content), "--tenant", organisation.slug)
    assert said == "2 registered, 0 were registered already.\n"


UNUSABLE = {
    "another hash": {"0" * 32: ROLE},
    "a hash of another text": {sha256_of(ROLE): NAME},
    "no JSON": "{",
    "a list": [ROLE],
    "a number": 1,
    "texts that are none": {sha256_of(ROLE): 1},
    "nothing": {},
    "operations that are none": {"operations": [1]},
    "operations without a body": {"operations": [{"id": "x"}]},
    "very deep": "[" * 100_000,
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_what_is_no_manifest_is_refused(inside: Inside, organisation: TestOrganisation, content: object) -> None:
    refused = await inside.run("documents", "register", manifest(inside, content), "--tenant", organisation.slug)
    assert (refused.returncode, refused.stderr.split()[0]) == (1, "MANIFEST_UNUSABLE")


async def test_a_document_that_is_not_valid_keeps_all_out(inside: Inside, organisation: TestOrganisation) -> None:
    file = manifest(inside, by_hash(ROLE, "query Wrong { nothing }"))
    refused = await inside.run("documents", "register", file, "--tenant", organisation.slug)
    assert refused.stderr.startswith("GRAPHQL_VALIDATION_FAILED ")
    assert "query Wrong" in refused.stderr
    listed = await inside.ok("documents", "list", "--tenant", organisation.slug)
    assert listed == "There are no trusted documents.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nowhere.json", "--tenant", "{slug}"), "MANIFEST_UNUSABLE"),
        ((".", "--tenant", "{slug}"), "MANIFEST_UNUSABLE"),
        (("{folder}", "--tenant", "no-such-tenant"), "NOT_FOUND"),
        (("{folder}", "--tenant", "{slug}", "--client", "Nobody"), "NOT_FOUND"),
    ],
)
async def test_what_is_not_there_is_named(
    inside: Inside, organisation: TestOrganisation, words: tuple[str, ...], code: str
) -> None:
    given = [word.format(slug=organisation.slug, folder=folder(inside) if "{folder}" in word else "") for word in words]
    refused = await inside.run("documents", "register", *given)
    assert (refused.returncode, refused.stderr.split()[0]) == (1, code)


async def test_a_file_of_many_megabytes_is_not_read_to_its_end(inside: Inside, organisation: TestOrganisation) -> None:
    file = manifest(inside, "")
    os.truncate(inside.folder / file, 500_000_000)
    refused = await inside.run("documents", "register", file, "--tenant", organisation.slug)
    assert refused.stderr.startswith("MANIFEST_UNUSABLE ")
