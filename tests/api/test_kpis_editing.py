"""KPIs are added and changed over the API."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.ids import new_id
from equipoise.db.session import writing
from equipoise.domain.roles import Role
from equipoise.identity.models import Person
from equipoise_graphql.ids import encode
from tests.conftest import NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ADD, UP_TO_100, UPDATE, kpi_id, kpi_of, new_board, new_kpi, record

DETAIL = """
  key name unit purpose goodRange responsePlan behaviours indicator dataKind direction frequency weight state
  aggregation ratioFactor missingData carriedPeriods dataSource position
  objective { id } scorecard { id } owner { id } contributor { id } counterKpi { id }
  scoring { method direction minimum maximum baseline target redFlag goal outerLow low high outerHigh
            labels { label score } }
  statusRules { rules { status operand comparison bound boundKind label } otherwise otherwiseLabel }
"""


async def test_a_kpi_is_added_with_all_that_is_said_about_it(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    owner = encode(Person, organisation.owner.person_id)
    said: dict[str, Any] = {
        "key": "order_lead_time",
        "name": "Order lead time",
        "unit": "days",
        "purpose": "Why",
        "goodRange": "What",
        "responsePlan": "Then",
        "behaviours": "May",
        "indicator": "LEADING",
        "dataKind": "QUANTITATIVE",
        "direction": "LOWER_IS_BETTER",
        "frequency": "WEEKLY",
        "weight": "2.5",
        "aggregation": "RATIO",
        "ratioFactor": "100",
        "missingData": "CARRIED_FORWARD",
        "carriedPeriods": 3,
        "dataSource": "Order book",
    }
    scoring = {"method": "GOAL_AND_RED_FLAG", "redFlag": "15", "goal": "10"}
    rules = {
        "rules": [
            {
                "status": "AMBER",
                "operand": "VALUE",
                "comparison": "AT_LEAST",
                "bound": "0.9",
                "boundKind": "FACTOR_OF_TARGET",
                "label": "Caution",
            }
        ],
        "otherwise": "GREEN",
        "otherwiseLabel": "Fine",
    }
    people = {"owner": owner, "contributor": owner, "counterKpi": board.kpis[0]}
    kpi = await new_kpi(api, board.objectives[0], active=False, scoring=scoring, statusRules=rules, **people, **said)
    found = await kpi_of(api, kpi, DETAIL)
    assert {field: found[field] for field in said} == said
    assert found["position"] == 1
    assert found["state"] == "PROPOSED"
    assert {field: value for field, value in found["scoring"].items() if value is not None} == scoring
    assert found["statusRules"] == rules
    assert found["objective"]["id"] == board.objectives[0]
    assert found["scorecard"]["id"] == board.scorecard
    assert {field: found[field]["id"] for field in people} == people


async def test_a_kpi_of_which_little_is_said_is_monthly_and_unscored(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    payload = await api.mutate(ADD, input={"objective": board.objectives[0], "key": "x", "name": "X"})
    found = await kpi_of(api, payload["kpi"]["id"], DETAIL)
    assert (found["frequency"], found["scoring"]["method"], found["weight"]) == ("MONTHLY", "UNSCORED", "1")
    assert (found["owner"], found["unit"], found["statusRules"], found["counterKpi"]) == (None, None, None, None)


CHOICE = {"method": "CHOICE", "labels": [{"label": "Good", "score": "100"}, {"label": "Bad", "score": "0"}]}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"key": "Ümlaut"}, "INVALID_KEY", "key"),
    ({"key": ""}, "INVALID_KEY", "key"),
    ({"key": "a" * 65}, "INVALID_KEY", "key"),
    ({"key": "0192a1b2-0000-7000-8000-000000000000"}, "INVALID_KEY", "key"),
    ({"key": "a\u0000b"}, "INVALID_KEY", "key"),
    ({"name": " "}, "TEXT_MISSING", "name"),
    ({"name": "x" * 201}, "TEXT_TOO_LONG", "name"),
    ({"name": "a\u0000b"}, "TEXT_NOT_PLAIN", "name"),
    ({"unit": "x" * 201}, "TEXT_TOO_LONG", "unit"),
    ({"purpose": "x" * 10_001}, "TEXT_TOO_LONG", "purpose"),
    ({"goodRange": "\u0000"}, "TEXT_NOT_PLAIN", "goodRange"),
    ({"weight": "-1"}, "NEGATIVE_WEIGHT", "weight"),
    ({"weight": "1000001"}, "WEIGHT_TOO_LARGE", "weight"),
    ({"weight": "NaN"}, "NOT_A_NUMBER", "weight"),
    ({"weight": "1" * 400}, "NUMBER_TOO_LARGE", "weight"),
    ({"ratioFactor": "0"}, "INVALID", "ratioFactor"),
    ({"ratioFactor": "Infinity"}, "NOT_A_NUMBER", "ratioFactor"),
    ({"position": -1}, "INVALID", "position"),
    ({"carriedPeriods": 401}, "INVALID", "carriedPeriods"),
    ({"missingData": "CARRIED_FORWARD"}, "INVALID", "carriedPeriods"),
    ({"scoring": {"method": "PERFORMANCE", "minimum": "5", "maximum": "5"}}, "EQUAL_END_POINTS", "scoring.minimum"),
    ({"scoring": {"method": "PROGRESS", "baseline": "1", "target": "1.0"}}, "EQUAL_END_POINTS", "scoring.target"),
    ({"scoring": {"method": "GOAL_AND_RED_FLAG", "redFlag": "1", "goal": "1"}}, "EQUAL_END_POINTS", "scoring.goal"),
    ({"scoring": {"method": "PERFORMANCE", "minimum": "0"}}, "MISSING_FIELD", "scoring.maximum"),
    ({"scoring": {"method": "UNSCORED", "goal": "1"}}, "UNKNOWN_FIELD", "scoring.goal"),
    ({"scoring": {"method": "PROGRESS", "baseline": "1e400"}}, "NUMBER_TOO_LARGE", "scoring.baseline"),
    ({"scoring": {"method": "CHOICE", "labels": []}}, "EMPTY_CHOICES", "scoring.labels"),
    ({"direction": "STAY_IN_RANGE"}, "DIRECTION_NOT_POSSIBLE", "scoring.direction"),
    (
        {"direction": "HIGHER_IS_BETTER", "scoring": {"method": "GOAL_AND_RED_FLAG", "redFlag": "9", "goal": "1"}},
        "DIRECTION_NOT_POSSIBLE",
        "direction",
    ),
    ({"statusRules": {"rules": [], "otherwise": "NO_DATA"}}, "INVALID", "statusRules.otherwise"),
    (
        {
            "statusRules": {
                "rules": [{"status": "RED", "operand": "SCORE", "comparison": "BELOW", "bound": "x"}],
                "otherwise": "GREEN",
            }
        },
        "NOT_A_NUMBER",
        "statusRules.rules.0.bound",
    ),
    ({"owner": encode(Person, new_id())}, "NOT_FOUND", "owner"),
    ({"owner": "nobody"}, "INVALID_ID", "owner"),
    ({"counterKpi": kpi_id(new_id())}, "NOT_FOUND", "counterKpi"),
]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused[1]} {refused[2]}")
async def test_what_cannot_be_kept_is_refused_by_name(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, refused: tuple[dict[str, Any], str, str]
) -> None:
    said, code, field = refused
    board = await new_board(engine, organisation, kpis=0)
    given = {"objective": board.objectives[0], "key": "x", "name": "X", "scoring": UP_TO_100, **said}
    error = await api.refusal(ADD, input=given)
    assert (error["code"], error["field"]) == (code, field)


async def test_a_key_is_given_once_even_to_a_retired_kpi(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    await new_kpi(api, board.objectives[0], "nps", active=False)
    error = await api.refusal(ADD, input={"objective": board.objectives[0], "key": "nps", "name": "Again"})
    assert (error["code"], error["field"]) == ("DUPLICATE", "key")
    assert "Nps" in error["message"]


async def test_another_organisation_may_use_the_same_key(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, new_organisation: Any
) -> None:
    other = await new_organisation()
    for of in (organisation, other):
        board = await new_board(engine, of, kpis=0)
        await new_kpi(of.api, board.objectives[0], "nps")
    assert api is organisation.api


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
async def test_who_may_not_edit_the_strategy_adds_and_changes_no_kpi(
    organisation: TestOrganisation, engine: AsyncEngine, signed_in: NewPerson, role: Role
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    person = await signed_in(organisation, role)
    added = await person.refusal(ADD, input={"objective": board.objectives[0], "key": "x", "name": "X"})
    changed = await person.refusal(UPDATE, input={"id": board.kpis[0], "name": "Mine"})
    assert (added["code"], changed["code"]) == ("FORBIDDEN", "FORBIDDEN")


async def test_an_update_changes_what_is_given_and_nothing_else(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    owner = encode(Person, organisation.owner.person_id)
    kpi = await new_kpi(api, board.objectives[0], unit="days", owner=owner, weight="3")
    before = await kpi_of(api, kpi, DETAIL)
    await api.mutate(UPDATE, input={"id": kpi, "name": "Lead time", "unit": None, "weight": "4"})
    assert await kpi_of(api, kpi, DETAIL) == {**before, "name": "Lead time", "unit": None, "weight": "4"}


async def test_a_kpi_moves_within_and_between_objectives(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, objectives=2, kpis=2)
    first, second, third, fourth = board.kpis
    await api.mutate(UPDATE, input={"id": second, "position": 0})
    await api.mutate(UPDATE, input={"id": first, "objective": board.objectives[1], "position": 1})
    order = "query($id: ID!) { objective(id: $id) { kpis { id } } }"
    there = [await api.data(order, id=objective) for objective in board.objectives]
    assert [[kpi["id"] for kpi in each["objective"]["kpis"]] for each in there] == [[second], [third, first, fourth]]


async def test_an_objective_holds_a_hundred_kpis(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=100)
    error = await api.refusal(ADD, input={"objective": board.objectives[0], "key": "x", "name": "X"})
    assert (error["code"], error["field"]) == ("TOO_MANY", "objective")


async def test_nobody_answers_for_a_kpi_after_leaving(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    async with writing(engine, organisation.tenant_id) as session:
        left = Person(
            id=new_id(),
            display_name="Larry Left",
            email="larry@acme.example",
            role=Role.EDITOR,
            created_at=organisation.owner.now,
            left_at=organisation.owner.now,
        )
        session.add(left)
    error = await api.refusal(UPDATE, input={"id": board.kpis[0], "owner": encode(Person, left.id)})
    assert (error["code"], error["field"]) == ("CONFLICT", "owner")


async def test_a_kpi_is_not_its_own_counter_kpi(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    error = await api.refusal(UPDATE, input={"id": kpi, "counterKpi": kpi})
    assert (error["code"], error["field"]) == ("CONFLICT", "counterKpi")


async def test_the_frequency_is_fixed_once_there_are_values(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await api.mutate(UPDATE, input={"id": kpi, "frequency": "QUARTERLY"})
    await record(api, kpi, ("2026-01-01", "5"))
    error = await api.refusal(UPDATE, input={"id": kpi, "frequency": "MONTHLY"})
    assert (error["code"], error["field"]) == ("FREQUENCY_IN_USE", "frequency")


async def test_another_scale_scores_what_is_recorded_again(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1)
    await record(api, board.kpis[0], ("2026-10-01", "50"))
    scoring = {"method": "PERFORMANCE", "minimum": "0", "maximum": "200"}
    await api.mutate(UPDATE, input={"id": board.kpis[0], "scoring": scoring})
    found = await kpi_of(
        api,
        board.kpis[0],
        'latest { score status } score(on: "2026-10-05") { value } objective { score(on: "2026-10-05") { value } }',
    )
    assert found["latest"] == {"score": "25", "status": "RED"}
    assert found["score"]["value"] == found["objective"]["score"]["value"] == "25"


async def test_weights_change_the_score_of_the_objective_at_once(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=2)
    await record(api, board.kpis[0], ("2026-10-01", "100"))
    await record(api, board.kpis[1], ("2026-10-01", "0"))
    await api.mutate(UPDATE, input={"id": board.kpis[0], "weight": "3"})
    found = await kpi_of(api, board.kpis[0], 'objective { score(on: "2026-10-01") { value } }')
    assert found["objective"]["score"]["value"] == "75"


async def test_a_kpi_that_moves_takes_its_score_to_the_other_scorecard(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    here, there = await new_board(engine, organisation), await new_board(engine, organisation, kpis=0)
    await record(api, here.kpis[0], ("2026-10-01", "40"))
    await api.mutate(UPDATE, input={"id": here.kpis[0], "objective": there.objectives[0]})
    asked = 'query($id: ID!) { scorecard(id: $id) { score(on: "2026-10-01") { value scoredCount totalCount } } }'
    scores = [(await api.data(asked, id=board.scorecard))["scorecard"]["score"] for board in (here, there)]
    assert scores == [
        {"value": None, "scoredCount": 0, "totalCount": 0},
        {"value": "40", "scoredCount": 1, "totalCount": 1},
    ]


async def test_labels_in_use_keep_their_scores(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], scoring=CHOICE)
    await record(api, kpi, ("2026-10-01", "Good"))
    one_more = [{"label": "Fair", "score": "40"}, {"label": "Good", "score": "100"}]
    await api.mutate(UPDATE, input={"id": kpi, "scoring": {"method": "CHOICE", "labels": one_more}})
    other = [{"label": "Good", "score": "90"}]
    error = await api.refusal(UPDATE, input={"id": kpi, "scoring": {"method": "CHOICE", "labels": other}})
    assert (error["code"], error["field"]) == ("LABEL_IN_USE", "scoring.labels")


async def test_nothing_is_added_to_or_changed_on_an_archived_scorecard(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=1, card={"status": "ARCHIVED"})
    added = await api.refusal(ADD, input={"objective": board.objectives[0], "key": "x", "name": "X"})
    changed = await api.refusal(UPDATE, input={"id": board.kpis[0], "name": "X"})
    assert (added["code"], changed["code"]) == ("ARCHIVED", "ARCHIVED")
