"""Cascading objectives over the API."""

from typing import Any, NamedTuple

import pytest

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import new_kpi, record
from tests.support.strategy import (
    CASCADE,
    RETIRE_OBJECTIVE,
    UNCASCADE,
    UPDATE_CASCADE,
    cascaded,
    new_objective,
    new_scorecard,
    score_of,
)

ZERO = "00000000-0000-7000-8000-000000000000"


class Cascade(NamedTuple):
    """A parent scorecard with one objective, and a child scorecard with one."""

    top: Any
    above: str
    child: Any
    below: str


async def new_cascade(api: Api) -> Cascade:
    top = await new_scorecard(api, "Top")
    child = await new_scorecard(api, "Child", parent=top["id"])
    above = await new_objective(api, top["perspectives"][0], "Above")
    return Cascade(top, above, child, await new_objective(api, child["perspectives"][0], "Below"))


async def test_a_link_is_seen_from_both_of_its_ends(api: Api) -> None:
    made = await new_cascade(api)
    link = await cascaded(api, made.below, made.above, "SUPPORTS", weight="2")
    document = """
    query Read($above: ID!, $below: ID!) {
      above: objective(id: $above) { cascadedFrom { id kind weight child { id } } cascadesTo { id } }
      below: objective(id: $below) { cascadesTo { parent { id } } cascadedFrom { id } }
    }
    """
    assert await api.data(document, above=made.above, below=made.below) == {
        "above": {
            "cascadedFrom": [{"id": link, "kind": "SUPPORTS", "weight": "2", "child": {"id": made.below}}],
            "cascadesTo": [],
        },
        "below": {"cascadesTo": [{"parent": {"id": made.above}}], "cascadedFrom": []},
    }


async def test_a_contribution_changes_the_scores_of_all_above_and_a_support_changes_none(api: Api) -> None:
    made = await new_cascade(api)
    await record(api, await new_kpi(api, made.below), ("2026-03-01", "40"))
    link = await cascaded(api, made.below, made.above, "SUPPORTS")
    assert (await score_of(api, made.above))["status"] == "NO_DATA"
    await api.mutate(UPDATE_CASCADE, input={"id": link, "kind": "CONTRIBUTES"})
    for subject in (made.above, made.top["perspectives"][0]["id"], made.top["id"]):
        assert await score_of(api, subject) == {"value": "40", "status": "AMBER", "scoredCount": 1, "totalCount": 1}
    await api.mutate(UNCASCADE, input={"id": link})
    assert (await score_of(api, made.top["id"]))["status"] == "NO_DATA"


async def test_the_weight_of_a_contribution_counts_beside_the_parents_own_kpis(api: Api) -> None:
    made = await new_cascade(api)
    await record(api, await new_kpi(api, made.below, "below"), ("2026-03-01", "40"))
    await record(api, await new_kpi(api, made.above, "above"), ("2026-03-01", "80"))
    link = await cascaded(api, made.below, made.above)
    assert (await score_of(api, made.above))["value"] == "60"
    await api.mutate(UPDATE_CASCADE, input={"id": link, "weight": "3"})
    assert (await score_of(api, made.above))["value"] == "50"


async def test_scores_flow_through_three_levels(api: Api) -> None:
    made = await new_cascade(api)
    team = await new_scorecard(api, "Team", parent=made.child["id"])
    lowest = await new_objective(api, team["perspectives"][0], "Lowest")
    await cascaded(api, made.below, made.above)
    await cascaded(api, lowest, made.below)
    await record(api, await new_kpi(api, lowest), ("2026-03-01", "70"))
    assert (await score_of(api, made.top["id"]))["value"] == "70"


async def test_an_objective_serves_only_those_of_the_parent_scorecard(api: Api) -> None:
    made = await new_cascade(api)
    sibling = await new_objective(api, made.child["perspectives"][1], "Sibling")
    (stranger,) = [await new_objective(api, (await new_scorecard(api, "Other"))["perspectives"][0])]
    for child, parent in ((made.above, made.below), (made.below, sibling), (made.below, stranger)):
        error = await api.refusal(CASCADE, input={"child": child, "parent": parent, "kind": "CONTRIBUTES"})
        assert (error["field"], error["code"]) == ("parent", "NOT_ITS_PARENT")


async def test_the_same_link_is_refused_twice(api: Api) -> None:
    made = await new_cascade(api)
    await cascaded(api, made.below, made.above)
    error = await api.refusal(CASCADE, input={"child": made.below, "parent": made.above, "kind": "SUPPORTS"})
    assert (error["field"], error["code"]) == ("parent", "DUPLICATE")


async def test_a_retired_objective_takes_no_new_link(api: Api) -> None:
    made = await new_cascade(api)
    await api.mutate(RETIRE_OBJECTIVE, input={"id": made.below})
    error = await api.refusal(CASCADE, input={"child": made.below, "parent": made.above, "kind": "SUPPORTS"})
    assert (error["field"], error["code"]) == ("child", "RETIRED")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_change_cascades(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    made = await new_cascade(api)
    link = await cascaded(api, made.below, made.above)
    for document, given in (
        (CASCADE, {"child": made.below, "parent": made.above, "kind": "SUPPORTS"}),
        (UPDATE_CASCADE, {"id": link, "kind": "SUPPORTS"}),
        (UNCASCADE, {"id": link}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_cascade_from_none(
    new_organisation: NewOrganisation, api: Api
) -> None:
    other = (await new_organisation()).api
    foreign, own = await new_cascade(other), await new_cascade(api)
    foreign_link = await cascaded(other, foreign.below, foreign.above)
    never = f"objective_{ZERO}"
    for link, below, above in (
        (foreign_link, foreign.below, foreign.above),
        (f"cascade_{ZERO}", never, never),
    ):
        assert (await api.data("query($id: ID!) { node(id: $id) { id } }", id=link))["node"] is None
        for document, given, field in (
            (CASCADE, {"child": below, "parent": own.above, "kind": "SUPPORTS"}, "child"),
            (CASCADE, {"child": own.below, "parent": above, "kind": "SUPPORTS"}, "parent"),
            (UPDATE_CASCADE, {"id": link, "kind": "SUPPORTS"}, "id"),
            (UNCASCADE, {"id": link}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"weight": "NaN"}, "weight", "NOT_A_NUMBER"),
        ({"weight": "-1"}, "weight", "NEGATIVE_WEIGHT"),
        ({"weight": "0.12345678901"}, "weight", "TOO_MANY_DECIMALS"),
        ({"child": "rubbish"}, "child", "INVALID_ID"),
        ({"parent": f"scorecard_{ZERO}"}, "parent", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    made = await new_cascade(api)
    asked = {"child": made.below, "parent": made.above, "kind": "CONTRIBUTES", **given}
    error = await api.refusal(CASCADE, input=asked)
    assert (error["field"], error["code"]) == (field, code)
