"""Who may set up webhooks, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from equipoise.events.kinds import EventKind
from equipoise.settings import Settings
from equipoise.webhooks.payload import TAGS
from equipoise_graphql.ids import split
from equipoise_graphql.schema import schema
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.webhooks import ADD, REMOVE, TEST, UPDATE, messages_of, new_webhook

URL = "https://hooks.example.com/in"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """As an installation has them: public addresses alone."""
    return Settings(home=tmp_path)


def _adding(**changes: Any) -> dict[str, Any]:
    return {"name": "Data warehouse", "url": URL, "kinds": []} | changes


async def test_a_webhook_is_added_changed_and_removed_and_its_secret_is_shown_once(api: Api) -> None:
    added = await api.mutate(ADD, input=_adding(kinds=["values.recorded", "review"]))
    webhook = added["webhook"]
    assert added["secret"].startswith("whsec_")
    assert webhook["kinds"] == ["review", "values.recorded"]
    changed = await api.mutate(UPDATE, input={"id": webhook["id"], "name": "Lake", "kinds": []})
    assert changed["webhook"] == {"id": webhook["id"], "name": "Lake", "url": URL, "kinds": []}
    log = await api.data("{ auditLog(first: 50) { nodes { action before after } } }")
    assert added["secret"] not in str(log)
    assert {"webhook.added", "webhook.updated"} <= {entry["action"] for entry in log["auditLog"]["nodes"]}
    await api.mutate(REMOVE, input={"id": webhook["id"]})
    assert (await api.data("{ webhooks { totalCount } }"))["webhooks"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "TEXT_MISSING"),
        ({"url": "http://169.254.169.254/"}, "url", "INVALID"),
        ({"url": "nowhere"}, "url", "INVALID"),
        ({"kinds": ["values.recorded", "everything"]}, "kinds.1", "INVALID"),
        ({"kinds": ["access.changed"]}, "kinds.0", "INVALID"),
        ({"kinds": ["kpi"] * 100}, "kinds", "INVALID"),
    ],
)
async def test_bad_input_is_refused_where_it_is(api: Api, changes: dict[str, Any], field: str, code: str) -> None:
    refused = await api.refusal(ADD, input=_adding(**changes))
    assert (refused["field"], refused["code"]) == (field, code)


async def test_only_those_who_connect_systems_see_or_change_webhooks(
    organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    webhook, _ = await new_webhook(organisation.api, URL)
    editor = await signed_in(organisation, Role.EDITOR)
    for act in (ADD, TEST, REMOVE):
        given = _adding() if act is ADD else {"id": webhook}
        assert (await editor.refusal(act, input=given))["code"] == "FORBIDDEN"
    answer = await editor.send("{ webhooks { totalCount } }")
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_another_organisation_is_told_the_same_as_of_one_that_never_was(
    api: Api, new_organisation: NewOrganisation
) -> None:
    webhook, _ = await new_webhook(api, URL)
    other = (await new_organisation()).api
    never = "webhook_00000000-0000-7000-8000-000000000000"
    for act in (UPDATE, TEST, REMOVE):
        refusals = [await other.refusal(act, input={"id": each}) for each in (webhook, never)]
        assert refusals[0] == refusals[1]
    assert (await other.data("query ($id: ID!) { webhook(id: $id) { url } }", id=webhook))["webhook"] is None


async def test_an_organisation_has_no_more_webhooks_than_it_may(api: Api) -> None:
    for _ in range(20):
        await new_webhook(api, URL)
    assert (await api.refusal(ADD, input=_adding()))["code"] == "TOO_MANY"


async def test_a_removed_webhook_takes_its_messages_with_it(api: Api, engine: AsyncEngine) -> None:
    webhook, _ = await new_webhook(api, URL)
    await api.mutate(TEST, input={"id": webhook})
    assert len(await messages_of(api, webhook)) == 1
    await api.mutate(REMOVE, input={"id": webhook})
    assert (await api.data("query ($id: ID!) { webhook(id: $id) { url } }", id=webhook))["webhook"] is None


def test_the_ids_of_a_message_are_those_of_the_api() -> None:
    assert schema is not None, "ids are known once the schema is made"
    never = "00000000-0000-7000-8000-000000000000"
    for tag in set(TAGS.values()):
        split(f"{tag}_{never}")


def test_the_kinds_are_named_where_they_are_chosen() -> None:
    described: Callable[[str], bool] = schema.as_str().__contains__
    assert all(described(f"`{kind}`") for kind in EventKind)
