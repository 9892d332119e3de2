"""Giving files to a connection over HTTP."""

import hashlib
from pathlib import Path

import httpx
import pytest

from equipoise.domain.roles import Role
from equipoise.settings import Settings
from equipoise.web.credentials import COOKIE
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.connections import REMOVE_FILE, new_connection, put_file

FILES = "query($id: ID!) { connection(id: $id) { files { name size sha256 uploadedAt uploadedBy { displayName } } } }"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, upload_mb=1)


async def test_a_file_is_kept_with_its_name_size_and_hash(api: Api) -> None:
    connection = await new_connection(api)
    answer = await put_file(api, connection, "Umsätze 2026.csv", b"a;b\n")
    digest = hashlib.sha256(b"a;b\n").hexdigest()
    assert answer.json()["sha256"] == digest
    (file,) = (await api.data(FILES, id=connection))["connection"]["files"]
    assert (file["name"], file["size"], file["sha256"]) == ("Umsätze 2026.csv", 4, digest)
    assert file["uploadedBy"] == {"displayName": "Olga Owner"}
    assert file["uploadedAt"] == answer.json()["uploadedAt"]


async def test_a_file_of_the_same_name_is_replaced(api: Api) -> None:
    connection = await new_connection(api)
    for content in (b"first", b"the second"):
        assert (await put_file(api, connection, "a.csv", content)).status_code == 200
    (file,) = (await api.data(FILES, id=connection))["connection"]["files"]
    assert file["size"] == len(b"the second")


async def test_a_file_can_be_removed(api: Api) -> None:
    connection = await new_connection(api)
    await put_file(api, connection, "a.csv", b"a")
    removed = await api.mutate(REMOVE_FILE, input={"connection": connection, "name": "a.csv"})
    assert removed["connection"]["files"] == []
    error = await api.refusal(REMOVE_FILE, input={"connection": connection, "name": "a.csv"})
    assert (error["field"], error["code"]) == ("name", "NOT_FOUND")


async def test_a_file_that_is_too_large_is_not_kept(api: Api) -> None:
    connection = await new_connection(api)
    assert (await put_file(api, connection, "a.csv", b"x" * 1024 * 1024)).status_code == 200
    answer = await put_file(api, connection, "b.csv", b"x" * (1024 * 1024 + 1))
    assert (answer.status_code, code(answer)) == (413, "BODY_TOO_LARGE")
    assert len((await api.data(FILES, id=connection))["connection"]["files"]) == 1


async def test_a_connection_holds_twenty_files(api: Api) -> None:
    connection = await new_connection(api)
    for number in range(20):
        assert (await put_file(api, connection, f"{number}.csv", b"")).status_code == 200
    answer = await put_file(api, connection, "one-more.csv", b"")
    assert (answer.status_code, code(answer)) == (400, "TOO_MANY")
    assert (await put_file(api, connection, "7.csv", b"replaced")).status_code == 200


async def test_the_files_of_a_connection_are_bounded_together(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equipoise.connections.files.MOST_BYTES", 10)
    connection = await new_connection(api)
    assert (await put_file(api, connection, "a.csv", b"x" * 6)).status_code == 200
    answer = await put_file(api, connection, "b.csv", b"x" * 5)
    assert (answer.status_code, code(answer)) == (400, "FILES_TOO_LARGE")
    assert (await put_file(api, connection, "a.csv", b"x" * 10)).status_code == 200


@pytest.mark.parametrize("name", ["%2e%2e", "a%5cb", "x" * 201, "nul%00", "%20"])
async def test_a_name_that_is_none_is_refused(api: Api, name: str) -> None:
    connection = await new_connection(api)
    answer = await put_file(api, connection, name, b"a")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["field"] == "name"


async def test_a_name_never_reaches_into_another_folder(api: Api) -> None:
    connection = await new_connection(api)
    assert (await put_file(api, connection, "..%2f..%2fetc%2fpasswd", b"a")).status_code in (400, 404)


async def test_nobody_uploads_without_a_token(api: Api) -> None:
    connection = await new_connection(api)
    answer = await put_file(api, connection, "a.csv", b"a", Authorization="Bearer nonsense")
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


async def test_a_cookie_counts_only_with_a_header_that_other_sites_cannot_send(api: Api) -> None:
    connection = await new_connection(api)
    cookie = f"{COOKIE}={api.token}"
    answer = await put_file(api, connection, "a.csv", b"a", Cookie=cookie)
    assert (answer.status_code, code(answer)) == (403, "CROSS_SITE")
    answer = await put_file(api, connection, "a.csv", b"a", **{"Cookie": cookie, "X-Requested-With": "console"})
    assert answer.status_code == 200


async def test_an_editor_may_not_upload(api: Api, organisation: TestOrganisation, signed_in: NewPerson) -> None:
    connection = await new_connection(api)
    editor = await signed_in(organisation, Role.EDITOR)
    answer = await put_file(editor, connection, "a.csv", b"a")
    assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")


async def test_another_organisations_connection_is_not_there(api: Api, new_organisation: NewOrganisation) -> None:
    connection = await new_connection(api)
    stranger = (await new_organisation()).api
    answer = await put_file(stranger, connection, "a.csv", b"a")
    never = await put_file(stranger, connection[:-12] + "0" * 12, "a.csv", b"a")
    assert (answer.status_code, answer.json()) == (404, never.json())
    assert (await put_file(stranger, "nonsense", "a.csv", b"a")).status_code == 404


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found
