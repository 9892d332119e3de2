"""The organisation over the API."""

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.strategy import mutation, new_scorecard

POLICY = "usagePolicy { windowDays graceDays minimumWeight minimumPeople listedCounts }"
READ = f"{{ organisation {{ name slug timeZone fiscalFirstMonth {POLICY} }} }}"
UPDATE = mutation("updateOrganisation", f"organisation {{ name timeZone fiscalFirstMonth {POLICY} }}")


async def test_everybody_can_read_the_organisation(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    assert (await viewer.data(READ))["organisation"] == {
        "name": "Acme",
        "slug": organisation.slug,
        "timeZone": "UTC",
        "fiscalFirstMonth": 1,
        "usagePolicy": {
            "windowDays": 90,
            "graceDays": 60,
            "minimumWeight": 20,
            "minimumPeople": 1,
            "listedCounts": False,
        },
    }


async def test_an_owner_can_rename_it_and_move_its_clock_and_fiscal_year(api: Api) -> None:
    await api.mutate(UPDATE, input={"name": " Acme AG ", "timeZone": "Europe/Zurich", "fiscalFirstMonth": 7})
    read = (await api.data(READ))["organisation"]
    assert (read["name"], read["timeZone"], read["fiscalFirstMonth"]) == ("Acme AG", "Europe/Zurich", 7)


async def test_an_administrator_can_change_part_of_the_usage_policy(
    organisation: TestOrganisation, signed_in: NewPerson
) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    changed = await admin.mutate(UPDATE, input={"usagePolicy": {"windowDays": 180, "listedCounts": True}})
    policy = changed["organisation"]["usagePolicy"]
    assert (policy["windowDays"], policy["listedCounts"], policy["graceDays"]) == (180, True, 60)


async def test_an_administrator_cannot_rename_it(organisation: TestOrganisation, signed_in: NewPerson) -> None:
    admin = await signed_in(organisation, Role.ADMIN)
    assert (await admin.refusal(UPDATE, input={"name": "Mine"}))["code"] == "FORBIDDEN"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
async def test_others_can_change_nothing(role: Role, organisation: TestOrganisation, signed_in: NewPerson) -> None:
    person = await signed_in(organisation, role)
    assert (await person.refusal(UPDATE, input={"usagePolicy": {"windowDays": 180}}))["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "x" * 201}, "name", "TEXT_TOO_LONG"),
        ({"name": "A\0B"}, "name", "TEXT_NOT_PLAIN"),
        ({"name": "  "}, "name", "TEXT_MISSING"),
        ({"timeZone": "Mars/Olympus"}, "timeZone", "INVALID"),
        ({"timeZone": "../../etc/passwd"}, "timeZone", "INVALID"),
        ({"fiscalFirstMonth": 13}, "fiscalFirstMonth", "INVALID"),
        ({"usagePolicy": {"windowDays": 3}}, "usagePolicy.windowDays", "INVALID"),
        ({"usagePolicy": {"minimumPeople": 0}}, "usagePolicy.minimumPeople", "INVALID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    given: dict[str, object], field: str, code: str, api: Api
) -> None:
    before = await api.data(READ)
    error = await api.refusal(UPDATE, input={"fiscalFirstMonth": 4, **given})
    assert (error["field"], error["code"]) == (field, code)
    assert await api.data(READ) == before


async def test_the_fiscal_year_stays_once_there_is_a_scorecard(api: Api) -> None:
    await new_scorecard(api)
    error = await api.refusal(UPDATE, input={"fiscalFirstMonth": 4})
    assert (error["field"], error["code"]) == ("fiscalFirstMonth", "FISCAL_YEAR_IN_USE")
    await api.mutate(UPDATE, input={"fiscalFirstMonth": 1, "name": "Acme AG"})
