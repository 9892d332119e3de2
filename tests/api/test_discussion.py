"""Comments, check-ins and citations over the API."""

from typing import Any, NamedTuple

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.roles import Role
from tests.conftest import NewOrganisation, NewPerson
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ERRORS, RETIRE, Board, new_board
from tests.support.reviews import actions_on
from tests.support.statements import statements_of

COMMENT = f"""
mutation Go($input: AddCommentInput!) {{
  addComment(input: $input) {{ comment {{ id text writtenAt person {{ displayName }} kpi {{ id }} }} {ERRORS} }}
}}
"""
CHECK_IN = f"""
mutation Go($input: CheckInInput!) {{
  checkIn(input: $input) {{ checkIn {{ id comment confidence nextStep checkedInAt kpi {{ id }} }} {ERRORS} }}
}}
"""
CITE = f"""
mutation Go($input: CiteKpiInput!) {{
  citeKpi(input: $input) {{ citation {{ id decision citedAt kpi {{ id }} }} {ERRORS} }}
}}
"""
LISTS = """
query Lists($first: Int!, $after: String) {
  kpis(first: 1) { nodes {
    comments(first: $first, after: $after) { totalCount nodes { text } pageInfo { hasNextPage endCursor } }
    checkIns { totalCount nodes { comment } }
    citations { totalCount nodes { decision } }
    usage { comments decisions weight lastUsedAt }
  } }
}
"""
NEVER = "kpi_01a1ff54-6ac2-76ff-956e-bfa4e75a3252"


class Act(NamedTuple):
    """A way to say something about a KPI, and the field in which it is said."""

    mutation: str
    field: str
    more: dict[str, str]

    def input(self, kpi: str, words: str) -> dict[str, str]:
        return {"kpi": kpi, self.field: words, **self.more}


ACTS = [
    pytest.param(Act(COMMENT, "text", {}), id="comment"),
    pytest.param(Act(CHECK_IN, "comment", {"confidence": "HIGH"}), id="check-in"),
    pytest.param(Act(CITE, "decision", {}), id="citation"),
]


@pytest.fixture
async def board(engine: AsyncEngine, organisation: TestOrganisation) -> Board:
    return await new_board(engine, organisation)


async def test_a_comment_is_there_with_its_author_and_counts_as_use(
    organisation: TestOrganisation, board: Board, signed_in: NewPerson
) -> None:
    viewer = await signed_in(organisation, Role.VIEWER)
    said = (await viewer.mutate(COMMENT, input={"kpi": board.kpis[0], "text": " Why did it rise? "}))["comment"]
    assert (
        said
        | {
            "text": "Why did it rise?",
            "writtenAt": "2026-11-16T12:00:00+00:00",
            "person": {"displayName": "Viewer Person"},
            "kpi": {"id": board.kpis[0]},
        }
        == said
    )
    read = await _lists(organisation.api)
    assert read["usage"] == {"comments": 1, "decisions": 0, "weight": 50, "lastUsedAt": "2026-11-16"}
    assert (await actions_on(organisation.api, board.kpis[0]))[-1] == "kpi.commented"


async def test_a_check_in_says_how_it_stands_and_counts_as_use(api: Api, board: Board) -> None:
    given = {"kpi": board.kpis[0], "comment": "on track", "confidence": "MEDIUM", "nextStep": "hire two"}
    said = (await api.mutate(CHECK_IN, input=given))["checkIn"]
    assert (said["comment"], said["confidence"], said["nextStep"]) == ("on track", "MEDIUM", "hire two")
    read = await _lists(api)
    assert read["checkIns"] == {"totalCount": 1, "nodes": [{"comment": "on track"}]}
    assert (read["usage"]["comments"], read["usage"]["weight"]) == (1, 40)


async def test_a_decision_that_cites_a_kpi_is_the_strongest_evidence(api: Api, board: Board) -> None:
    await api.mutate(CITE, input={"kpi": board.kpis[0], "decision": "a second supplier"})
    read = await _lists(api)
    assert read["citations"] == {"totalCount": 1, "nodes": [{"decision": "a second supplier"}]}
    assert (read["usage"]["decisions"], read["usage"]["weight"]) == (1, 100)


async def test_comments_are_listed_newest_first_page_by_page(api: Api, board: Board) -> None:
    for number in range(5):
        await api.mutate(COMMENT, input={"kpi": board.kpis[0], "text": f"word {number}"})
        await api.mutate(COMMENT, input={"kpi": board.kpis[1], "text": "about another"})
    texts, after = [], None
    for _ in range(3):
        found = (await _lists(api, first=2, after=after))["comments"]
        texts.append([node["text"] for node in found["nodes"]])
        assert (found["totalCount"], found["pageInfo"]["hasNextPage"]) == (5, len(texts) < 3)
        after = found["pageInfo"]["endCursor"]
    assert texts == [["word 4", "word 3"], ["word 2", "word 1"], ["word 0"]]


async def test_a_retired_kpi_can_be_talked_about_but_not_checked_in_on(api: Api, board: Board) -> None:
    await api.mutate(RETIRE, input={"id": board.kpis[0], "reason": "x"})
    await api.mutate(COMMENT, input={"kpi": board.kpis[0], "text": "I miss it"})
    given = {"kpi": board.kpis[0], "comment": "on track", "confidence": "HIGH"}
    error = await api.refusal(CHECK_IN, input=given)
    assert (error["code"], error["field"]) == ("IMPOSSIBLE_STATE", "kpi")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("words", "code"),
    [("", "TEXT_MISSING"), ("\n ", "TEXT_MISSING"), ("x" * 10_001, "TEXT_TOO_LONG"), ("a\0b", "TEXT_NOT_PLAIN")],
    ids=["empty", "blank", "too long", "NUL"],
)
async def test_words_that_cannot_be_kept_are_refused_and_are_no_use(
    api: Api, board: Board, act: Act, words: str, code: str
) -> None:
    error = await api.refusal(act.mutation, input=act.input(board.kpis[0], words))
    assert (error["code"], error["field"]) == (code, act.field)
    assert (await _lists(api))["usage"]["weight"] == 0


@pytest.mark.parametrize("act", ACTS)
async def test_another_organisations_kpi_is_as_unknown_as_one_that_never_was(
    board: Board, new_organisation: NewOrganisation, act: Act
) -> None:
    stranger = (await new_organisation()).api
    answers = [await stranger.refusal(act.mutation, input=act.input(kpi, "x")) for kpi in (board.kpis[0], NEVER)]
    assert answers[0] == answers[1]
    assert (answers[0]["code"], answers[0]["field"]) == ("NOT_FOUND", "kpi")


async def test_the_discussion_of_many_kpis_costs_no_more_statements_than_of_one(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    api = organisation.api
    board = await new_board(engine, organisation, kpis=10)
    for kpi in board.kpis:
        await api.mutate(COMMENT, input={"kpi": kpi, "text": "a word"})
    document = """
    query($n: Int!) {
      kpis(first: $n) { nodes {
        comments { totalCount nodes { text person { displayName } } }
        checkIns { totalCount nodes { comment } } citations { totalCount nodes { decision } }
      } }
    }
    """
    counted = []
    for many in (1, 10):
        with statements_of(engine) as sent:
            found = (await api.data(document, n=many))["kpis"]["nodes"]
        counted.append(len(sent))
        assert [kpi["comments"]["totalCount"] for kpi in found] == [1] * many
    assert counted[0] == counted[1]


async def _lists(api: Api, first: int = 50, after: str | None = None) -> Any:
    return (await api.data(LISTS, first=first, after=after))["kpis"]["nodes"][0]
