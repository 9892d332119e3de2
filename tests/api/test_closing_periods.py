"""Closing and reopening periods over the API. Today is 16 November 2026."""

from typing import Any

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import RECORD, new_kpi, record
from tests.support.strategy import CLOSE_PERIODS, REOPEN_PERIODS, new_objective, new_scorecard

NEVER = "scorecard_00000000-0000-7000-8000-000000000000"
LOG = "query($id: ID!) { auditLog(filter: { subject: $id }) { nodes { action before after actor { displayName } } } }"


async def closed(api: Api, through: str = "2026-03-31", **properties: Any) -> str:
    scorecard: str = (await new_scorecard(api, **properties))["id"]
    await api.mutate(CLOSE_PERIODS, input={"scorecard": scorecard, "through": through})
    return scorecard


async def test_a_closed_period_takes_no_value_until_it_is_reopened(api: Api) -> None:
    scorecard = await new_scorecard(api)
    kpi = await new_kpi(api, await new_objective(api, scorecard["perspectives"][0]))
    await api.mutate(CLOSE_PERIODS, input={"scorecard": scorecard["id"], "through": "2026-03-31"})
    await record(api, kpi, ("2026-04-01", "50"))
    late = {"values": [{"kpi": kpi, "periodStart": "2026-03-01", "value": "50"}]}
    assert (await api.refusal(RECORD, input=late))["code"] == "PERIOD_CLOSED"
    given = {"scorecard": scorecard["id"], "from": "2026-03-01", "reason": "An invoice came late"}
    reopened = await api.mutate(REOPEN_PERIODS, input=given)
    assert reopened["scorecard"]["closedThrough"] == "2026-02-28"
    await record(api, kpi, ("2026-03-01", "50"))


async def test_reopening_is_in_the_audit_log_with_its_reason(api: Api) -> None:
    scorecard = await closed(api)
    given = {"scorecard": scorecard, "from": "2026-03-01", "reason": "An invoice came late"}
    await api.mutate(REOPEN_PERIODS, input=given)
    newest = (await api.data(LOG, id=scorecard))["auditLog"]["nodes"][0]
    assert newest == {
        "action": "scorecard.periods_reopened",
        "before": {"closed_through": "2026-03-31"},
        "after": {"closed_through": "2026-02-28", "reason": "An invoice came late"},
        "actor": {"displayName": "Olga Owner"},
    }


async def test_reopening_from_the_first_period_leaves_nothing_closed(api: Api) -> None:
    scorecard = await closed(api)
    given = {"scorecard": scorecard, "from": "2026-01-01", "reason": "All of it"}
    assert (await api.mutate(REOPEN_PERIODS, input=given))["scorecard"]["closedThrough"] is None


async def test_closing_the_same_again_changes_nothing(api: Api) -> None:
    scorecard = await closed(api)
    await api.mutate(CLOSE_PERIODS, input={"scorecard": scorecard, "through": "2026-03-31"})
    actions = [entry["action"] for entry in (await api.data(LOG, id=scorecard))["auditLog"]["nodes"]]
    assert actions == ["scorecard.periods_closed", "scorecard.added"]


@pytest.mark.parametrize(
    ("through", "code"),
    [
        ("2026-04-15", "NOT_A_PERIOD_END"),
        ("2026-11-30", "PERIOD_NOT_OVER"),
        ("2027-01-31", "OUTSIDE_CYCLE"),
        ("2025-12-31", "OUTSIDE_CYCLE"),
        ("2026-02-28", "CONFLICT"),
    ],
)
async def test_periods_that_cannot_be_closed_are_refused(through: str, code: str, api: Api) -> None:
    scorecard = await closed(api)
    error = await api.refusal(CLOSE_PERIODS, input={"scorecard": scorecard, "through": through})
    assert (error["field"], error["code"]) == ("through", code)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"from": "2026-03-02"}, "from", "NOT_A_PERIOD_START"),
        ({"from": "2026-04-01"}, "from", "NOT_CLOSED"),
        ({"from": "1800-01-01"}, "from", "DATE_OUT_OF_RANGE"),
        ({"reason": " "}, "reason", "TEXT_MISSING"),
        ({"reason": "a\0"}, "reason", "TEXT_NOT_PLAIN"),
    ],
)
async def test_periods_that_cannot_be_reopened_are_refused(
    given: dict[str, Any], field: str, code: str, api: Api
) -> None:
    scorecard = await closed(api)
    asked = {"scorecard": scorecard, "from": "2026-03-01", "reason": "Late", **given}
    error = await api.refusal(REOPEN_PERIODS, input=asked)
    assert (error["field"], error["code"]) == (field, code)


async def test_nothing_is_reopened_where_nothing_is_closed(api: Api) -> None:
    scorecard = (await new_scorecard(api))["id"]
    given = {"scorecard": scorecard, "from": "2026-03-01", "reason": "Late"}
    assert (await api.refusal(REOPEN_PERIODS, input=given))["code"] == "NOT_CLOSED"


async def test_periods_are_those_of_the_scorecards_own_frequency(api: Api) -> None:
    scorecard = await closed(api, "2026-06-30", frequency="QUARTERLY")
    error = await api.refusal(CLOSE_PERIODS, input={"scorecard": scorecard, "through": "2026-07-31"})
    assert error["code"] == "NOT_A_PERIOD_END"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_close_and_reopen(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    scorecard = await closed(api)
    for document, given in (
        (CLOSE_PERIODS, {"scorecard": scorecard, "through": "2026-04-30"}),
        (REOPEN_PERIODS, {"scorecard": scorecard, "from": "2026-03-01", "reason": "Mine"}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_scorecard_from_none(
    new_organisation: NewOrganisation, api: Api
) -> None:
    foreign = await closed((await new_organisation()).api)
    for scorecard in (foreign, NEVER):
        for document, given in (
            (CLOSE_PERIODS, {"scorecard": scorecard, "through": "2026-04-30"}),
            (REOPEN_PERIODS, {"scorecard": scorecard, "from": "2026-03-01", "reason": "Mine"}),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", "scorecard")
