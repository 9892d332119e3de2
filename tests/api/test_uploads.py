"""Files that come with a mutation, as in the GraphQL multipart request specification."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from equipoise.domain.roles import Role
from equipoise.settings import Settings
from equipoise.web.credentials import COOKIE
from equipoise_graphql.http import uploads
from equipoise_graphql.http.multipart import MOST_FILES
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.connections import new_connection

UPLOAD = """
mutation Upload($input: UploadConnectionFileInput!) {
  uploadConnectionFile(input: $input) { connection { files { name size } } userErrors { field code message } }
}
"""
BOUNDARY = "a-boundary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, upload_mb=1)


@pytest.fixture(autouse=True)
def no_file_is_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is sent, nothing of it stays behind; files that were never closed are warnings, and these are errors."""
    folder = tmp_path_factory.mktemp("uploads")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.fixture
async def connection(api: Api) -> str:
    return await new_connection(api)


def part(name: str, content: bytes | str, filename: str | None = None) -> bytes:
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n"
    return head.encode() + (content.encode() if isinstance(content, str) else content) + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def operations(connection: str, **more: Any) -> str:
    return json.dumps({"query": UPLOAD, "variables": {"input": {"connection": connection, "file": None, **more}}})


HERE = '{"0": ["variables.input.file"]}'


async def sent(api: Api, body: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    authorization = {"Authorization": f"Bearer {api.token}"}
    return await api.client.post("/graphql", content=body, headers=FORM | authorization | headers)


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    assert "data" not in answer.json()
    return str(error["extensions"]["code"])


async def files_of(api: Api, connection: str) -> list[dict[str, Any]]:
    found = await api.data("query($id: ID!) { connection(id: $id) { files { name size } } }", id=connection)
    files: list[dict[str, Any]] = found["connection"]["files"]
    return files


async def test_a_file_goes_to_the_connection_under_its_own_name(api: Api, connection: str) -> None:
    body = form(
        part("operations", operations(connection)), part("map", HERE), part("0", b"a;b\r\n\x00\xff", "Umsätze 2026.csv")
    )
    answer = await sent(api, body)
    assert answer.status_code == 200
    assert answer.json()["data"]["uploadConnectionFile"] == {
        "connection": {"files": [{"name": "Umsätze 2026.csv", "size": 7}]},
        "userErrors": [],
    }


async def test_a_client_library_of_others_is_understood(api: Api, connection: str) -> None:
    """httpx writes the form as browsers do."""
    answer = await api.client.post(
        "/graphql",
        data={"operations": operations(connection), "map": HERE},
        files={"0": ("a.csv", b"a;b\n", "text/csv")},
        headers={"Authorization": f"Bearer {api.token}"},
    )
    assert answer.json()["data"]["uploadConnectionFile"]["userErrors"] == []
    assert await files_of(api, connection) == [{"name": "a.csv", "size": 4}]


async def test_the_caller_may_name_the_file(api: Api, connection: str) -> None:
    body = form(part("operations", operations(connection, name="b.csv")), part("map", HERE), part("0", "a", "a.csv"))
    assert (await sent(api, body)).json()["data"]["uploadConnectionFile"]["userErrors"] == []
    assert await files_of(api, connection) == [{"name": "b.csv", "size": 1}]


async def test_one_file_can_stand_in_several_places(api: Api, connection: str) -> None:
    document = """
    mutation Two($a: UploadConnectionFileInput!, $b: UploadConnectionFileInput!) {
      a: uploadConnectionFile(input: $a) { userErrors { code } }
      b: uploadConnectionFile(input: $b) { userErrors { code } }
    }
    """
    variables = {name: {"connection": connection, "file": None, "name": f"{name}.csv"} for name in "ab"}
    body = form(
        part("operations", json.dumps({"query": document, "variables": variables})),
        part("map", '{"x": ["variables.a.file", "variables.b.file"]}'),
        part("x", b"abc", "x.csv"),
    )
    assert (await sent(api, body)).json()["data"] == {"a": {"userErrors": []}, "b": {"userErrors": []}}
    assert await files_of(api, connection) == [{"name": "a.csv", "size": 3}, {"name": "b.csv", "size": 3}]


async def test_a_large_file_is_taken_up_to_the_bound_and_not_read_beyond_it(api: Api, connection: str) -> None:
    head = form(part("operations", operations(connection)), part("map", HERE))[: -len(BOUNDARY) - 6]
    read = 0

    async def chunks(size: int) -> AsyncIterator[bytes]:
        nonlocal read
        yield head + f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="0"; filename="a.csv"\r\n\r\n'.encode()
        for _ in range(size // 65536):
            read += 65536
            yield b"x" * 65536
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    answer = await sent(api, chunks(1024 * 1024))
    assert answer.json()["data"]["uploadConnectionFile"]["userErrors"] == []
    assert await files_of(api, connection) == [{"name": "a.csv", "size": 1024 * 1024}]
    read = 0
    answer = await sent(api, chunks(64 * 1024 * 1024))
    assert (answer.status_code, code(answer)) == (413, "BODY_TOO_LARGE")
    assert read < 4 * 1024 * 1024


async def test_a_form_of_another_site_is_refused(api: Api, connection: str) -> None:
    """A browser puts the visitor's cookie on a form that any page sends."""
    body = form(part("operations", operations(connection)), part("map", HERE), part("0", "a", "a.csv"))
    cookie = {"Cookie": f"{COOKIE}={api.token}"}
    answer = await api.client.post("/graphql", content=body, headers=FORM | cookie)
    assert (answer.status_code, code(answer)) == (403, "CROSS_SITE")
    assert await files_of(api, connection) == []
    for header in ("GraphQL-Require-Preflight", "Apollo-Require-Preflight"):
        answer = await api.client.post("/graphql", content=body, headers=FORM | cookie | {header: "1"})
        assert answer.json()["data"]["uploadConnectionFile"]["userErrors"] == []


async def test_without_credentials_nothing_is_read(api: Api) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    answer = await api.client.post("/graphql", content=chunks(), headers=FORM | {"GraphQL-Require-Preflight": "1"})
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


QUERY = '{"query": "{ viewer { role } }"}'
NO_FILES = part("operations", QUERY) + part("map", "{}")


def mapped(path: str) -> list[bytes]:
    variables = {"input": {"connection": "x", "file": None}, "given": 1, "list": [None, 1], "none": None}
    asked = json.dumps({"query": "{ viewer { role } }", "variables": variables})
    return [part("operations", asked), part("map", json.dumps({"0": [path]})), part("0", "a", "a.csv")]


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no part": form(),
    "JSON": QUERY.encode(),
    "operations alone": form(part("operations", QUERY)),
    "no operations": form(part("map", HERE), part("0", "a", "a.csv")),
    "the map first": form(part("map", HERE), part("operations", QUERY), part("0", "a", "a.csv")),
    "a file first": form(part("0", "a", "a.csv"), part("operations", QUERY), part("map", HERE)),
    "operations twice": form(part("operations", QUERY), part("operations", QUERY), part("map", HERE)),
    "operations again at the end": form(NO_FILES, part("operations", QUERY)),
    "operations that are no JSON": form(part("operations", "{"), part("map", "{}")),
    "operations that are a list": form(part("operations", f"[{QUERY}]"), part("map", "{}")),
    "operations null": form(part("operations", "null"), part("map", "{}")),
    "operations not in UTF-8": form(part("operations", b'{"query": "\xff"}'), part("map", "{}")),
    "a map that is no JSON": form(part("operations", QUERY), part("map", "{")),
    "a map that is a list": form(part("operations", QUERY), part("map", "[]")),
    "a map of texts": form(part("operations", QUERY), part("map", '{"0": "variables.a"}')),
    "a map of numbers": form(part("operations", QUERY), part("map", '{"0": [0]}')),
    "a file that is not in the map": form(NO_FILES, part("0", "a", "a.csv")),
    "a file that did not come": form(part("operations", QUERY), part("map", HERE)),
    "two files of one name": form(part("operations", QUERY), part("map", HERE), part("0", "a"), part("0", "b")),
    "too many files": form(NO_FILES, *(part(str(n), "a") for n in range(MOST_FILES + 1))),
    "too many places": form(
        part("operations", QUERY), part("map", json.dumps({"0": ["variables.a"] * 1000})), part("0", "a")
    ),
    "a part without a name": form(NO_FILES, f"--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\na\r\n".encode()),
    "a part whose name is not UTF-8": form(
        NO_FILES, f"--{BOUNDARY}\r\n".encode() + b'Content-Disposition: form-data; name="\xff"\r\n\r\na\r\n'
    ),
    "a header without end": form(NO_FILES, f"--{BOUNDARY}\r\nContent-Disposition: {'x' * 100_000}".encode()),
    "a thousand headers": form(NO_FILES, f"--{BOUNDARY}\r\n".encode() + b"A: b\r\n" * 1000),
    "another boundary": form(NO_FILES).replace(BOUNDARY.encode(), b"another"),
    "cut off in operations": form(part("operations", QUERY))[:70],
    "cut off in a file": form(*mapped("variables.input.file"))[: -len(BOUNDARY) - 10],
    "cut off before the last boundary": form(*mapped("variables.input.file"))[: -len(BOUNDARY) - 6],
    "cut off in the last boundary": form(*mapped("variables.input.file"))[:-6],
} | {
    f"a path like {path!r}": form(*mapped(path))
    for path in (
        "", ".", "variables", "variables.", "query", "input.file", "variables.nothing", "variables.input",
        "variables.given", "variables.given.x", "variables.input.file.x", "variables.list", "variables.list.1",
        "variables.list.2", "variables.list.-1", "variables.list.x", "variables.list.²", "variables.list.0x0",
        "variables.list.9999999999999999999999", "variables.__proto__.x", "variables.constructor.prototype.x",
        "variables.__class__.x", "0.variables.none", "Variables.none", "variables..none",
    )
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_form_that_is_no_request_is_refused(api: Api, body: bytes) -> None:
    answer = await sent(api, body)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert await api.data("{ viewer { role } }") == {"viewer": {"role": "OWNER"}}


@pytest.mark.parametrize("path", ["variables.input.file", "variables.list.0", "variables.none"])
async def test_a_path_to_a_null_is_followed(api: Api, path: str) -> None:
    answer = await sent(api, form(*mapped(path)))
    assert answer.json() == {**answer.json(), "data": {"viewer": {"role": "OWNER"}}}


async def test_the_same_place_takes_no_second_file(api: Api) -> None:
    body = form(
        part("operations", json.dumps({"query": "{ viewer { role } }", "variables": {"a": None}})),
        part("map", '{"0": ["variables.a"], "1": ["variables.a"]}'),
        part("0", "a"),
        part("1", "b"),
    )
    assert code(await sent(api, body)) == "BAD_REQUEST"


async def test_a_path_is_shown_no_longer_than_needed(api: Api) -> None:
    answer = await sent(api, form(*mapped("variables." + "x" * 10_000)))
    assert len(answer.json()["errors"][0]["message"]) < 400


@pytest.mark.parametrize("boundary", ["", "; boundary=", f"; boundary={'x' * 71}"])
async def test_a_form_names_its_boundary(api: Api, boundary: str) -> None:
    answer = await sent(api, form(NO_FILES), **{"Content-Type": f"multipart/form-data{boundary}"})
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


async def test_an_encoded_form_is_refused(api: Api) -> None:
    answer = await sent(api, form(NO_FILES), **{"Content-Encoding": "gzip"})
    assert (answer.status_code, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_texts_of_a_form_have_the_bound_of_any_request(api: Api) -> None:
    answer = await sent(api, form(part("operations", b" " * 1_100_000), part("map", "{}")))
    assert (answer.status_code, code(answer)) == (413, "BODY_TOO_LARGE")


async def test_files_that_come_too_slowly_are_not_waited_for(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.05)
    never = asyncio.Event()

    async def chunks() -> AsyncIterator[bytes]:
        yield form(*mapped("variables.input.file"))[:-20]
        await never.wait()

    answer = await sent(api, chunks())
    assert (answer.status_code, code(answer)) == (408, "BODY_TOO_SLOW")


@pytest.mark.parametrize("file", ["a.csv", 1, {"name": "a"}, [], None])
async def test_a_file_is_nothing_that_json_could_hold(api: Api, connection: str, file: Any) -> None:
    answer = await api.send(UPLOAD, input={"connection": connection, "file": file})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_VARIABLES"]


async def test_a_file_is_nothing_that_a_document_could_hold(api: Api) -> None:
    document = 'mutation { uploadConnectionFile(input: {connection: "x", file: "a"}) { userErrors { code } } }'
    answer = await api.send(document)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]


async def test_a_file_where_none_belongs_is_refused(api: Api) -> None:
    asked = {"query": "query($id: ID!) { kpi(id: $id) { name } }", "variables": {"id": None}}
    body = form(part("operations", json.dumps(asked)), part("map", '{"0": ["variables.id"]}'), part("0", "a"))
    answer = await sent(api, body)
    assert code(answer) == "BAD_VARIABLES"
    assert "object at" not in answer.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a/b.csv", ("name", "INVALID")), ("..", ("name", "INVALID")), ("", ("name", "TEXT_MISSING"))],
)
async def test_a_name_that_no_file_has_is_refused(
    api: Api, connection: str, name: str, expected: tuple[str, str]
) -> None:
    body = form(part("operations", operations(connection)), part("map", HERE), part("0", "a", name))
    (error,) = (await sent(api, body)).json()["data"]["uploadConnectionFile"]["userErrors"]
    assert (error["field"], error["code"]) == expected


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.VIEWER])
async def test_only_who_may_connect_sources_gives_files(
    organisation: TestOrganisation, signed_in: NewPerson, connection: str, role: Role
) -> None:
    body = form(part("operations", operations(connection)), part("map", HERE), part("0", "a", "a.csv"))
    answer = await sent(await signed_in(organisation, role), body)
    (error,) = answer.json()["data"]["uploadConnectionFile"]["userErrors"]
    assert error["code"] == "FORBIDDEN"
    assert await files_of(organisation.api, connection) == []


async def test_a_connection_of_another_organisation_is_not_there(
    new_organisation: NewOrganisation, connection: str
) -> None:
    other = await new_organisation()
    body = form(part("operations", operations(connection)), part("map", HERE), part("0", "a", "a.csv"))
    (error,) = (await sent(other.api, body)).json()["data"]["uploadConnectionFile"]["userErrors"]
    assert (error["field"], error["code"]) == ("connection", "NOT_FOUND")
