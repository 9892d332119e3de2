"""The audit log over the API."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.strategy import UPDATE_SCORECARD, mutation, new_scorecard

LOG = """
query Log($first: Int, $after: String, $filter: AuditFilter) {
  auditLog(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { at actor { id displayName } action subjectType subject before after origin }
  }
}
"""
CREATE_TOKEN = mutation("createAccessToken", "secret accessToken { id }")


async def entries(api: Api, **wanted: Any) -> Any:
    return (await api.data(LOG, filter=wanted))["auditLog"]["nodes"]


async def test_an_entry_says_who_changed_what_and_how_it_was(api: Api) -> None:
    scorecard = await new_scorecard(api, "Plan")
    await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "name": "Plan 2026", "mission": ""})
    newest = (await entries(api, subject=scorecard["id"]))[0]
    assert newest["actor"]["displayName"] == "Olga Owner"
    assert (newest["action"], newest["subjectType"], newest["subject"]) == (
        "scorecard.updated",
        "scorecard",
        scorecard["id"],
    )
    assert (newest["before"], newest["after"], newest["origin"]) == ({"name": "Plan"}, {"name": "Plan 2026"}, "api")
    assert newest["at"] == "2026-11-16T12:00:00+00:00"


async def test_the_newest_entry_comes_first_and_older_ones_page_by_page(api: Api) -> None:
    await new_scorecard(api)
    page = (await api.data(LOG, first=1))["auditLog"]
    assert page["nodes"][0]["action"] == "scorecard.added"
    rest = (await api.data(LOG, first=50, after=page["pageInfo"]["endCursor"]))["auditLog"]
    assert len(rest["nodes"]) == page["totalCount"] - 1
    assert rest["nodes"][-1]["action"] == "tenant.created"


async def test_entries_can_be_found_by_person_and_action(
    organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    editor = await signed_in(organisation, Role.EDITOR)
    person = (await editor.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    await new_scorecard(api)
    theirs = await new_scorecard(editor)
    found = await entries(api, actor=person, action="scorecard.added")
    assert [entry["subject"] for entry in found] == [theirs["id"]]
    assert len(await entries(api, action="scorecard.added")) == 2


async def test_a_change_that_changes_nothing_is_no_entry(api: Api) -> None:
    scorecard = await new_scorecard(api, "Plan")
    await api.mutate(UPDATE_SCORECARD, input={"id": scorecard["id"], "name": "Plan"})
    assert [entry["action"] for entry in await entries(api, subject=scorecard["id"])] == ["scorecard.added"]


async def test_the_log_never_holds_a_secret(api: Api) -> None:
    made = await api.mutate(CREATE_TOKEN, input={"name": "laptop"})
    (entry,) = await entries(api, subject=made["accessToken"]["id"])
    assert entry["action"] == "token.created"
    assert made["secret"].split("_")[-1] not in str(entry)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_only_administrators_read_it(role: Role, organisation: TestOrganisation, signed_in: NewPerson) -> None:
    person = await signed_in(organisation, role)
    answer = await person.send(LOG)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert not answer.get("data")
    await (await signed_in(organisation, Role.ADMIN)).data(LOG)


async def test_another_organisations_entries_are_not_there(new_organisation: NewOrganisation, api: Api) -> None:
    other = (await new_organisation()).api
    foreign = await new_scorecard(other)
    foreign_person = (await other.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    assert await entries(api, subject=foreign["id"]) == []
    assert await entries(api, actor=foreign_person) == []


@pytest.mark.parametrize(
    ("variables", "field", "code"),
    [
        ({"filter": {"subject": "rubbish"}}, "filter.subject", "INVALID_ID"),
        ({"filter": {"actor": "unit_00000000-0000-7000-8000-000000000000"}}, "filter.actor", "INVALID_ID"),
        ({"filter": {"action": "a\0"}}, "filter.action", "TEXT_NOT_PLAIN"),
        ({"first": 101}, "first", "INVALID"),
        ({"after": "rubbish"}, "after", "INVALID"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_its_field(
    variables: dict[str, Any], field: str, code: str, api: Api
) -> None:
    (error,) = (await api.send(LOG, **variables))["errors"]
    assert error["extensions"] == {"field": field, "code": code}
