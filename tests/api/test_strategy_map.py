"""The strategy map as data."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import NewOrganisation
from tests.support.api import Api
from tests.support.kpis import SET_TARGET, new_kpi, record
from tests.support.statements import statements_of
from tests.support.strategy import (
    RETIRE_OBJECTIVE,
    cascaded,
    linked,
    mutation,
    new_objective,
    new_scorecard,
)

ADD_INITIATIVE = mutation("addInitiative", "initiative { id }")
MAP = """
query Map($scorecard: ID!, $on: Date) {
  strategyMap(scorecard: $scorecard, on: $on) {
    periodStart periodEnd width height
    bands { perspective { name } x y width height }
    nodes {
      objective { id name } x y width height score status scoredWeight scoredCount totalCount
    }
    links { id cause { id } effect { id } rationale points { x y } }
    warnings { code message severity subjects }
  }
}
"""


async def map_of(api: Api, scorecard: Any, on: str | None = "2026-03-15") -> Any:
    return (await api.data(MAP, scorecard=scorecard["id"], on=on))["strategyMap"]


def codes_about(shown: Any, subject: str) -> set[str]:
    return {warning["code"] for warning in shown["warnings"] if subject in warning["subjects"]}


async def test_objectives_stand_in_the_bands_of_their_perspectives(api: Api) -> None:
    scorecard = await new_scorecard(api)
    placed = dict(zip("ABCD", scorecard["perspectives"], strict=True))
    for name, perspective in placed.items():
        await new_objective(api, perspective, name)
    shown = await map_of(api, scorecard)
    bands = {band["perspective"]["name"]: band for band in shown["bands"]}
    assert list(bands) == ["Financial", "Customer", "Internal Processes", "Learning & Growth"]
    for node in shown["nodes"]:
        band = bands[placed[node["objective"]["name"]]["name"]]
        assert band["y"] < node["y"]
        assert node["y"] + node["height"] < band["y"] + band["height"]
        assert 0 <= node["x"] < node["x"] + node["width"] <= shown["width"]


async def test_a_link_runs_from_the_edge_of_its_cause_to_the_edge_of_its_effect(api: Api) -> None:
    scorecard = await new_scorecard(api)
    cause = await new_objective(api, scorecard["perspectives"][3], "Train")
    effect = await new_objective(api, scorecard["perspectives"][1], "Please")
    link = await linked(api, cause, effect, "Who knows how serves better")
    shown = await map_of(api, scorecard)
    boxes = {node["objective"]["id"]: node for node in shown["nodes"]}
    (drawn,) = shown["links"]
    assert (drawn["id"], drawn["rationale"]) == (link, "Who knows how serves better")
    assert (drawn["cause"]["id"], drawn["effect"]["id"]) == (cause, effect)
    start, *curves, end = drawn["points"]
    assert start["y"] == boxes[cause]["y"]
    assert end["y"] == boxes[effect]["y"] + boxes[effect]["height"]
    assert len(curves) % 3 == 2


async def test_nodes_show_the_scores_of_the_period_that_is_asked_for(api: Api) -> None:
    scorecard = await new_scorecard(api)
    objective = await new_objective(api, scorecard["perspectives"][0])
    kpi = await new_kpi(api, objective)
    await new_kpi(api, objective, "without_value")
    await record(api, kpi, ("2026-03-01", "80"))
    march = await map_of(api, scorecard)
    assert (march["periodStart"], march["periodEnd"]) == ("2026-03-01", "2026-03-31")
    (node,) = march["nodes"]
    assert (node["score"], node["status"]) == ("80", "GREEN")
    assert (node["scoredWeight"], node["scoredCount"], node["totalCount"]) == ("0.5", 1, 2)
    today = await map_of(api, scorecard, on=None)
    assert today["periodStart"] == "2026-11-01"
    assert (today["nodes"][0]["score"], today["nodes"][0]["status"]) == (None, "NO_DATA")


async def test_what_is_not_well_formed_is_said_with_what_it_is_about(api: Api) -> None:
    scorecard = await new_scorecard(api)
    financial, customer = scorecard["perspectives"][:2]
    blind = await new_objective(api, financial, "Blind")
    neglected = await new_objective(api, customer, "Neglected")
    kpi = await new_kpi(api, neglected)
    plan = {"kpi": kpi, "startsOn": "2026-01-01", "endsOn": "2026-12-31", "kind": "CONSTANT", "target": "90"}
    await api.mutate(SET_TARGET, input=plan)
    await record(api, kpi, ("2026-02-01", "80"))
    shown = await map_of(api, scorecard)
    assert "BLIND_OBJECTIVE" in codes_about(shown, blind)
    assert "NEGLECTED_OBJECTIVE" in codes_about(shown, neglected)
    assert codes_about(shown, kpi) == {"NEGLECTED_OBJECTIVE", "KPI_WITHOUT_OWNER", "KPI_WITHOUT_SOURCE"}
    assert "PERSPECTIVE_WITHOUT_OBJECTIVES" in codes_about(shown, scorecard["perspectives"][2]["id"])
    assert {warning["severity"] for warning in shown["warnings"]} == {"PROBLEM", "ADVICE"}


async def test_what_has_been_put_right_is_said_no_more(api: Api) -> None:
    scorecard = await new_scorecard(api)
    owner = (await api.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    objective = await new_objective(api, scorecard["perspectives"][0])
    kpi = await new_kpi(api, objective, owner=owner, scoring={"method": "PROGRESS", "baseline": "0", "target": "90"})
    await record(api, kpi, ("2026-02-01", "95"))
    started = {"objective": objective, "name": "Sell", "status": "IN_PROGRESS"}
    await api.mutate(ADD_INITIATIVE, input=started)
    shown = await map_of(api, scorecard)
    assert codes_about(shown, kpi) == set()
    assert codes_about(shown, objective) == set()


async def test_an_objective_measured_only_through_a_child_is_not_blind(api: Api) -> None:
    top = await new_scorecard(api, "Top")
    child = await new_scorecard(api, "Child", parent=top["id"])
    above = await new_objective(api, top["perspectives"][0])
    below = await new_objective(api, child["perspectives"][0])
    await cascaded(api, below, above, "SUPPORTS")
    await new_kpi(api, below)
    assert {"OBJECTIVE_WITHOUT_KPI", "BLIND_OBJECTIVE"} & codes_about(await map_of(api, top), above) == {
        "OBJECTIVE_WITHOUT_KPI"
    }


async def test_what_is_retired_is_not_on_the_map(api: Api) -> None:
    scorecard = await new_scorecard(api)
    a, b = [await new_objective(api, scorecard["perspectives"][place], name) for place, name in ((1, "A"), (0, "B"))]
    await linked(api, a, b)
    await api.mutate(RETIRE_OBJECTIVE, input={"id": a})
    shown = await map_of(api, scorecard)
    assert [node["objective"]["id"] for node in shown["nodes"]] == [b]
    assert shown["links"] == []


async def test_an_empty_scorecard_has_an_empty_map(api: Api) -> None:
    shown = await map_of(api, await new_scorecard(api, template="EMPTY"))
    assert (shown["nodes"], shown["links"], shown["bands"]) == ([], [], [])


async def test_many_maps_cost_as_many_statements_as_one(engine: AsyncEngine, api: Api) -> None:
    document = """
    query Maps($first: Int!) {
      scorecards(first: $first) {
        nodes { strategyMap(on: "2026-03-15") { nodes { objective { id } } links { cause { id } } warnings { code } } }
      }
    }
    """
    for number in range(3):
        scorecard = await new_scorecard(api, f"S{number}")
        a, b = [await new_objective(api, scorecard["perspectives"][place]) for place in (1, 0)]
        await linked(api, a, b)
        await new_kpi(api, a, f"k{number}")
    with statements_of(engine) as for_one:
        await api.data(document, first=1)
    with statements_of(engine) as for_three:
        await api.data(document, first=3)
    assert len(for_three) == len(for_one)


async def test_another_organisation_cannot_tell_a_map_from_none(new_organisation: NewOrganisation, api: Api) -> None:
    foreign = await new_scorecard((await new_organisation()).api)
    for scorecard in (foreign, {"id": "scorecard_00000000-0000-7000-8000-000000000000"}):
        assert await map_of(api, scorecard) is None


@pytest.mark.parametrize(
    ("scorecard", "on", "field", "code"),
    [
        ("rubbish", None, "scorecard", "INVALID_ID"),
        (None, "1066-10-14", "on", "DATE_OUT_OF_RANGE"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_its_field(
    scorecard: str | None, on: str | None, field: str, code: str, api: Api
) -> None:
    scorecard = scorecard or (await new_scorecard(api))["id"]
    (error,) = (await api.send(MAP, scorecard=scorecard, on=on))["errors"]
    assert error["extensions"] == {"field": field, "code": code}
