"""Cause-effect links over the API."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import TenantSession, writing
from equipoise.domain.errors import Cycle
from equipoise.domain.roles import Role
from equipoise.strategy.cause_effect import link_objectives
from equipoise.strategy.models import Objective
from equipoise_graphql.ids import decode
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.races import somebody_waits
from tests.support.strategy import (
    LINK,
    RETIRE_OBJECTIVE,
    UNLINK,
    linked,
    mutation,
    new_objective,
    new_scorecard,
)

UPDATE = mutation("updateLink", "link { id rationale }")
ZERO = "00000000-0000-7000-8000-000000000000"


async def objectives(api: Api, *names: str) -> list[str]:
    """Objectives of one scorecard, from the bottom of its map upwards."""
    perspectives = (await new_scorecard(api))["perspectives"]
    return [
        await new_objective(api, perspectives[-1 - place % len(perspectives)], name) for place, name in enumerate(names)
    ]


async def test_a_link_is_seen_from_both_of_its_ends(api: Api) -> None:
    train, deliver = await objectives(api, "Train", "Deliver")
    link = await linked(api, train, deliver, "Who knows how makes fewer errors")
    document = """
    query Read($cause: ID!, $effect: ID!) {
      cause: objective(id: $cause) { causes { id } effects { id } }
      effect: objective(id: $effect) { causes { id } effects { id } scorecard { links {
        id rationale cause { id } effect { id }
      } } }
    }
    """
    assert await api.data(document, cause=train, effect=deliver) == {
        "cause": {"causes": [], "effects": [{"id": deliver}]},
        "effect": {
            "causes": [{"id": train}],
            "effects": [],
            "scorecard": {
                "links": [
                    {
                        "id": link,
                        "rationale": "Who knows how makes fewer errors",
                        "cause": {"id": train},
                        "effect": {"id": deliver},
                    }
                ]
            },
        },
    }


async def test_a_rationale_can_be_changed_and_a_link_removed(api: Api) -> None:
    a, b = await objectives(api, "A", "B")
    link = await linked(api, a, b)
    assert (await api.mutate(UPDATE, input={"id": link, "rationale": "Because"}))["link"]["rationale"] == "Because"
    await api.mutate(UNLINK, input={"id": link})
    assert (await api.data("query($id: ID!) { node(id: $id) { id } }", id=link))["node"] is None
    await linked(api, b, a)


async def test_a_link_that_closes_a_circle_is_refused_with_the_circle(api: Api) -> None:
    train, deliver, please = await objectives(api, "Train", "Deliver", "Please")
    await linked(api, train, deliver)
    await linked(api, deliver, please)
    error = await api.refusal(LINK, input={"cause": please, "effect": train})
    assert (error["field"], error["code"]) == ("effect", "CYCLE")
    circle = error["message"].removeprefix("This would close a circle: ").rstrip(".").split(" → ")
    assert circle[0] == circle[-1]
    assert set(circle) == {"“Train”", "“Deliver”", "“Please”"}


async def test_an_objective_is_not_its_own_cause(api: Api) -> None:
    (only,) = await objectives(api, "Only")
    assert (await api.refusal(LINK, input={"cause": only, "effect": only}))["code"] == "CYCLE"


async def test_a_long_circle_is_told_in_short(api: Api) -> None:
    chain = await objectives(api, *(f"O{number}" for number in range(12)))
    for cause, effect in pairwise(chain):
        await linked(api, cause, effect)
    error = await api.refusal(LINK, input={"cause": chain[-1], "effect": chain[0]})
    assert "4 more" in error["message"]


async def test_the_same_link_is_refused_twice(api: Api) -> None:
    a, b = await objectives(api, "A", "B")
    await linked(api, a, b)
    error = await api.refusal(LINK, input={"cause": a, "effect": b})
    assert (error["field"], error["code"]) == ("effect", "DUPLICATE")


async def test_links_stay_within_a_scorecard(api: Api) -> None:
    (here,), (there,) = await objectives(api, "Here"), await objectives(api, "There")
    error = await api.refusal(LINK, input={"cause": here, "effect": there})
    assert (error["field"], error["code"]) == ("effect", "OTHER_SCORECARD")


async def test_a_retired_objective_is_no_cause_and_takes_no_new_link(api: Api) -> None:
    a, b, c = await objectives(api, "A", "B", "C")
    await linked(api, a, b)
    await api.mutate(RETIRE_OBJECTIVE, input={"id": a})
    found = await api.data("query($id: ID!) { objective(id: $id) { causes { id } } }", id=b)
    assert found["objective"]["causes"] == []
    error = await api.refusal(LINK, input={"cause": c, "effect": a})
    assert (error["field"], error["code"]) == ("effect", "RETIRED")
    error = await api.refusal(LINK, input={"cause": a, "effect": c})
    assert (error["field"], error["code"]) == ("cause", "RETIRED")


async def test_two_links_that_would_close_a_circle_together_take_turns(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    a, b = [decode(each, Objective) for each in await objectives(organisation.api, "A", "B")]

    async def link_back() -> None:
        async with writing(engine, organisation.tenant_id) as session:
            await link_objectives(session, organisation.owner, b, a)

    async with TenantSession(engine, organisation.tenant_id) as first, first.begin():
        await link_objectives(first, organisation.owner, a, b)
        second = asyncio.create_task(link_back())
        await somebody_waits(engine)
    with pytest.raises(Cycle):
        await second


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_only_editors_change_links(
    role: Role, organisation: TestOrganisation, signed_in: NewPerson, api: Api
) -> None:
    person = await signed_in(organisation, role)
    a, b = await objectives(api, "A", "B")
    link = await linked(api, a, b)
    for document, given in (
        (LINK, {"cause": b, "effect": a}),
        (UPDATE, {"id": link, "rationale": "Mine"}),
        (UNLINK, {"id": link}),
    ):
        assert (await person.refusal(document, input=given))["code"] == "FORBIDDEN"


async def test_another_organisation_cannot_tell_a_link_from_none(new_organisation: NewOrganisation, api: Api) -> None:
    other = (await new_organisation()).api
    foreign, effect = await objectives(other, "A", "B")
    foreign_link = await linked(other, foreign, effect)
    (own,) = await objectives(api, "Own")
    for link, objective in ((foreign_link, foreign), (f"link_{ZERO}", f"objective_{ZERO}")):
        for document, given, field in (
            (LINK, {"cause": objective, "effect": own}, "cause"),
            (LINK, {"cause": own, "effect": objective}, "effect"),
            (UPDATE, {"id": link, "rationale": "Mine"}, "id"),
            (UNLINK, {"id": link}, "id"),
        ):
            error = await api.refusal(document, input=given)
            assert (error["code"], error["field"]) == ("NOT_FOUND", field)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"rationale": "x" * 10_001}, "rationale", "TEXT_TOO_LONG"),
        ({"rationale": "a\0"}, "rationale", "TEXT_NOT_PLAIN"),
        ({"cause": "rubbish"}, "cause", "INVALID_ID"),
        ({"effect": f"kpi_{ZERO}"}, "effect", "INVALID_ID"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str, code: str, api: Api) -> None:
    a, b = await objectives(api, "A", "B")
    error = await api.refusal(LINK, input={"cause": a, "effect": b, **given})
    assert (error["field"], error["code"]) == (field, code)
