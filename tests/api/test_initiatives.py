"""Initiatives and their milestones over the API."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ERRORS, Board, new_board
from tests.support.reviews import actions_on
from tests.support.statements import statements_of

FIELDS = """
id name description status progress budget startsOn dueOn
owner { id } objective { id } kpis { id } milestones { id name dueOn doneOn }
"""
ADD = f"""
mutation Go($input: AddInitiativeInput!) {{
  addInitiative(input: $input) {{ initiative {{ {FIELDS} }} {ERRORS} }}
}}
"""
UPDATE = f"""
mutation Go($input: UpdateInitiativeInput!) {{
  updateInitiative(input: $input) {{ initiative {{ {FIELDS} }} {ERRORS} }}
}}
"""
REMOVE = f"mutation Go($input: RemoveInitiativeInput!) {{ removeInitiative(input: $input) {{ {ERRORS} }} }}"
MILESTONE = "milestone { id name dueOn doneOn initiative { id } }"
ADD_MILESTONE = f"mutation Go($input: AddMilestoneInput!) {{ addMilestone(input: $input) {{ {MILESTONE} {ERRORS} }} }}"
UPDATE_MILESTONE = f"""
mutation Go($input: UpdateMilestoneInput!) {{ updateMilestone(input: $input) {{ {MILESTONE} {ERRORS} }} }}
"""
REMOVE_MILESTONE = f"mutation Go($input: RemoveMilestoneInput!) {{ removeMilestone(input: $input) {{ {ERRORS} }} }}"
READ = f"query Read($id: ID!) {{ initiative(id: $id) {{ {FIELDS} }} }}"
LIST = "query List($filter: InitiativeFilter) { initiatives(filter: $filter) { totalCount nodes { id } } }"
DECISIONS = "{ kpis { nodes { usage { decisions weight } } } }"
NEVER = "01a1ff54-6ac2-76ff-956e-bfa4e75a3252"


@pytest.fixture
async def board(engine: AsyncEngine, organisation: TestOrganisation) -> Board:
    return await new_board(engine, organisation)


async def test_an_initiative_is_there_with_all_that_was_said_about_it(api: Api, board: Board) -> None:
    me = (await api.data("{ viewer { person { id } } }"))["viewer"]["person"]["id"]
    given = {
        "objective": board.objectives[0], "name": "Second supplier", "description": "Two sources for each part",
        "status": "IN_PROGRESS", "progress": "12.5", "budget": "250000", "startsOn": "2026-03-01",
        "dueOn": "2026-12-31", "owner": me, "kpis": [board.kpis[0]],
    }  # fmt: skip
    added = await _added(api, board, **given)
    read = (await api.data(READ, id=added["id"]))["initiative"]
    links = {"objective": {"id": board.objectives[0]}, "owner": {"id": me}, "kpis": [{"id": board.kpis[0]}]}
    assert read == added == {**given, **links, "id": added["id"], "milestones": []}


async def test_a_new_initiative_is_planned_and_has_come_nowhere(api: Api, board: Board) -> None:
    added = await _added(api, board)
    assert (added["status"], added["progress"], added["budget"], added["owner"]) == ("PLANNED", "0", None, None)


async def test_what_an_update_leaves_out_stays_and_null_takes_away(api: Api, board: Board) -> None:
    added = await _added(api, board, budget="100", dueOn="2026-12-31", kpis=[board.kpis[0]])
    changed = {"id": added["id"], "progress": "100", "status": "DONE", "budget": None, "name": None}
    updated = (await api.mutate(UPDATE, input=changed))["initiative"]
    assert updated == {**added, "progress": "100", "status": "DONE", "budget": None}
    assert await actions_on(api, added["id"]) == ["initiative.added", "initiative.updated"]


async def test_an_update_that_changes_nothing_is_not_audited(api: Api, board: Board) -> None:
    added = await _added(api, board)
    await api.mutate(UPDATE, input={"id": added["id"], "progress": "0.00"})
    assert await actions_on(api, added["id"]) == ["initiative.added"]


async def test_citing_a_kpi_is_evidence_of_its_use_once(api: Api, board: Board) -> None:
    first, second = board.kpis
    added = await _added(api, board, kpis=[first])
    assert await _decisions(api) == [1, 0]
    updated = (await api.mutate(UPDATE, input={"id": added["id"], "kpis": [first, second]}))["initiative"]
    assert [kpi["id"] for kpi in updated["kpis"]] == [first, second]
    assert await _decisions(api) == [1, 1]
    dropped = (await api.mutate(UPDATE, input={"id": added["id"], "kpis": [second]}))["initiative"]
    assert [kpi["id"] for kpi in dropped["kpis"]] == [second]


async def test_an_objective_shows_its_initiatives(api: Api, board: Board) -> None:
    names = [(await _added(api, board, name=name))["name"] for name in ("Second supplier", "Faster goods-in")]
    document = "query($id: ID!) { objective(id: $id) { initiatives { name progress status dueOn } } }"
    found = (await api.data(document, id=board.objectives[0]))["objective"]["initiatives"]
    assert [initiative["name"] for initiative in found] == names


async def test_a_removed_initiative_is_gone_with_its_milestones(api: Api, board: Board) -> None:
    added = await _added(api, board, kpis=board.kpis)
    milestone = await _milestone(api, added["id"])
    await api.mutate(REMOVE, input={"id": added["id"]})
    assert (await api.data(READ, id=added["id"]))["initiative"] is None
    assert (await api.data("query($id: ID!) { node(id: $id) { id } }", id=milestone["id"]))["node"] is None
    assert (await actions_on(api, added["id"]))[-1] == "initiative.removed"


async def test_initiatives_can_be_found_by_what_they_belong_to(
    engine: AsyncEngine, organisation: TestOrganisation, board: Board
) -> None:
    api = organisation.api
    other = await new_board(engine, organisation)
    wanted = await _added(api, board, status="IN_PROGRESS", kpis=[board.kpis[0]])
    await _added(api, other)
    for condition in (
        {"objective": board.objectives[0]},
        {"scorecard": board.scorecard},
        {"kpi": board.kpis[0]},
        {"status": "IN_PROGRESS"},
    ):
        found = (await api.data(LIST, filter=condition))["initiatives"]
        assert found == {"totalCount": 1, "nodes": [{"id": wanted["id"]}]}
    assert (await api.data(LIST))["initiatives"]["totalCount"] == 2


async def test_a_milestone_can_be_added_reached_and_removed(api: Api, board: Board) -> None:
    initiative = (await _added(api, board))["id"]
    milestone = await _milestone(api, initiative)
    assert milestone == {**milestone, "name": "Contract", "dueOn": "2026-06-30", "doneOn": None}
    reached = {"id": milestone["id"], "doneOn": "2026-06-12"}
    assert (await api.mutate(UPDATE_MILESTONE, input=reached))["milestone"] == {**milestone, "doneOn": "2026-06-12"}
    open_again = (await api.mutate(UPDATE_MILESTONE, input={"id": milestone["id"], "doneOn": None}))["milestone"]
    assert open_again == milestone
    await api.mutate(REMOVE_MILESTONE, input={"id": milestone["id"]})
    assert (await api.data(READ, id=initiative))["initiative"]["milestones"] == []
    assert [action.split(".")[1] for action in await actions_on(api, initiative)] == [
        "added", "milestone_added", "milestone_updated", "milestone_updated", "milestone_removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"name": ""}, "TEXT_MISSING", "name"),
        ({"name": "x" * 201}, "TEXT_TOO_LONG", "name"),
        ({"name": "a\0b"}, "TEXT_NOT_PLAIN", "name"),
        ({"description": "x" * 10_001}, "TEXT_TOO_LONG", "description"),
        ({"progress": "-0.1"}, "INVALID", "progress"),
        ({"progress": "100.1"}, "INVALID", "progress"),
        ({"progress": "NaN"}, "NOT_A_NUMBER", "progress"),
        ({"progress": "Infinity"}, "NOT_A_NUMBER", "progress"),
        ({"progress": "half"}, "NOT_A_NUMBER", "progress"),
        ({"budget": "-1"}, "INVALID", "budget"),
        ({"budget": "9" * 400}, "NUMBER_TOO_LARGE", "budget"),
        ({"startsOn": "2026-12-31", "dueOn": "2026-01-01"}, "INVALID", "dueOn"),
        ({"dueOn": "9999-12-31"}, "DATE_OUT_OF_RANGE", "dueOn"),
        ({"startsOn": "0001-01-01"}, "DATE_OUT_OF_RANGE", "startsOn"),
        ({"objective": f"objective_{NEVER}"}, "NOT_FOUND", "objective"),
        ({"objective": f"kpi_{NEVER}"}, "INVALID_ID", "objective"),
        ({"owner": f"person_{NEVER}"}, "NOT_FOUND", "owner"),
        ({"kpis": [f"kpi_{NEVER}"]}, "NOT_FOUND", "kpis.0"),
        ({"kpis": ["nonsense"]}, "INVALID_ID", "kpis.0"),
        ({"kpis": [f"kpi_{NEVER}"] * 101}, "TOO_MANY", "kpis"),
    ],
)
async def test_what_an_initiative_cannot_be_is_refused_by_name(
    api: Api, board: Board, given: dict[str, Any], code: str, field: str
) -> None:
    error = await api.refusal(ADD, input={"objective": board.objectives[0], "name": "Second supplier", **given})
    assert (error["code"], error["field"]) == (code, field)
    assert (await api.data(LIST))["initiatives"]["totalCount"] == 0


async def test_an_update_cannot_put_the_end_before_the_start(api: Api, board: Board) -> None:
    added = await _added(api, board, startsOn="2026-06-01")
    error = await api.refusal(UPDATE, input={"id": added["id"], "dueOn": "2026-05-31"})
    assert (error["code"], error["field"]) == ("INVALID", "dueOn")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
async def test_initiatives_are_planned_by_editors(
    organisation: TestOrganisation, board: Board, signed_in: NewPerson, role: Role
) -> None:
    added = await _added(organisation.api, board)
    milestone = await _milestone(organisation.api, added["id"])
    person = await signed_in(organisation, role)
    for act, given in (
        (ADD, {"objective": board.objectives[0], "name": "x"}),
        (UPDATE, {"id": added["id"]}),
        (REMOVE, {"id": added["id"]}),
        (ADD_MILESTONE, {"initiative": added["id"], "name": "x", "dueOn": "2026-01-01"}),
        (UPDATE_MILESTONE, {"id": milestone["id"]}),
        (REMOVE_MILESTONE, {"id": milestone["id"]}),
    ):
        assert (await person.refusal(act, input=given))["code"] == "FORBIDDEN"
    assert (await person.data(READ, id=added["id"]))["initiative"]["name"] == "Second supplier"


async def test_another_organisation_gets_the_same_answer_as_for_what_never_was(
    organisation: TestOrganisation, board: Board, new_organisation: NewOrganisation
) -> None:
    added = await _added(organisation.api, board)
    milestone = await _milestone(organisation.api, added["id"])
    stranger = (await new_organisation()).api
    for act, field, own, more in (
        (ADD, "objective", board.objectives[0], {"name": "x"}),
        (UPDATE, "id", added["id"], {"progress": "1"}),
        (REMOVE, "id", added["id"], {}),
        (ADD_MILESTONE, "initiative", added["id"], {"name": "x", "dueOn": "2026-01-01"}),
        (UPDATE_MILESTONE, "id", milestone["id"], {"name": "x"}),
        (REMOVE_MILESTONE, "id", milestone["id"], {}),
    ):
        never = f"{own.split('_')[0]}_{NEVER}"
        foreign, absent = [await stranger.refusal(act, input={field: row_id, **more}) for row_id in (own, never)]
        assert foreign == absent
        assert (foreign["code"], foreign["field"]) == ("NOT_FOUND", field)
    assert await stranger.data(READ, id=added["id"]) == {"initiative": None}
    assert (await stranger.data(LIST, filter={"scorecard": board.scorecard}))["initiatives"]["totalCount"] == 0


async def test_many_initiatives_cost_no_more_statements_than_one(engine: AsyncEngine, api: Api, board: Board) -> None:
    for number in range(6):
        added = await _added(api, board, name=f"Initiative {number}", kpis=board.kpis)
        await _milestone(api, added["id"])
    document = f"query($n: Int!) {{ initiatives(first: $n) {{ nodes {{ {FIELDS} }} }} }}"
    counted = []
    for many in (1, 6):
        with statements_of(engine) as sent:
            assert len((await api.data(document, n=many))["initiatives"]["nodes"]) == many
        counted.append(len(sent))
    assert counted[0] == counted[1]


async def _added(api: Api, board: Board, **given: Any) -> Any:
    plan = {"objective": board.objectives[0], "name": "Second supplier", **given}
    return (await api.mutate(ADD, input=plan))["initiative"]


async def _milestone(api: Api, initiative: str) -> Any:
    given = {"initiative": initiative, "name": "Contract", "dueOn": "2026-06-30"}
    return (await api.mutate(ADD_MILESTONE, input=given))["milestone"]


async def _decisions(api: Api) -> list[int]:
    return [node["usage"]["decisions"] for node in (await api.data(DECISIONS))["kpis"]["nodes"]]
