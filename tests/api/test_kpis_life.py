"""A KPI is proposed, activated, retired and restored."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.audit.models import AuditEntry
from equipoise.db.session import reading
from equipoise.domain.kpi import KpiState
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import ACTIVATE, ANSWERS, RECORD, RESTORE, RETIRE, kpi_of, new_board, new_kpi, record

SCORE = 'scorecard { score(on: "2026-10-01") { value scoredCount totalCount } }'


async def test_a_kpi_becomes_active_when_its_four_questions_are_answered(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    for number, question in enumerate(ANSWERS):
        silent = await new_kpi(api, board.objectives[0], f"silent{number}", active=False, **{question: ""})
        error = await api.refusal(ACTIVATE, input={"id": silent})
        assert (error["code"], error["field"]) == ("UNANSWERED_QUESTIONS", question)
    kpi = await new_kpi(api, board.objectives[0], active=False)
    assert (await api.mutate(ACTIVATE, input={"id": kpi}))["kpi"]["state"] == "ACTIVE"


async def test_a_proposed_kpi_counts_from_its_activation_on(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], active=False)
    await record(api, kpi, ("2026-10-01", "70"))
    before = (await kpi_of(api, kpi, SCORE))["scorecard"]["score"]
    await api.mutate(ACTIVATE, input={"id": kpi})
    after = (await kpi_of(api, kpi, SCORE))["scorecard"]["score"]
    assert before == {"value": None, "scoredCount": 0, "totalCount": 0}
    assert after == {"value": "70", "scoredCount": 1, "totalCount": 1}


async def test_only_a_proposed_kpi_is_activated(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    assert (await api.refusal(ACTIVATE, input={"id": kpi}))["code"] == "IMPOSSIBLE_STATE"


async def test_a_retired_kpi_leaves_the_scores_and_can_come_back(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    good, bad = [await new_kpi(api, board.objectives[0], key) for key in ("good", "bad")]
    await record(api, good, ("2026-10-01", "100"))
    await record(api, bad, ("2026-10-01", "0"))
    before = (await kpi_of(api, bad, SCORE))["scorecard"]["score"]
    await api.mutate(RETIRE, input={"id": good, "reason": "Nobody looked at it."})
    without = (await kpi_of(api, bad, SCORE))["scorecard"]["score"]
    await api.mutate(RESTORE, input={"id": good})
    again = (await kpi_of(api, bad, SCORE))["scorecard"]["score"]
    assert before == again == {"value": "50", "scoredCount": 2, "totalCount": 2}
    assert without == {"value": "0", "scoredCount": 1, "totalCount": 1}


async def test_a_retired_kpi_keeps_its_history_and_takes_no_values(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    await record(api, kpi, ("2026-10-01", "100"))
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Nobody looked at it."})
    found = await kpi_of(api, kpi, "state retiredAt values { value } score { status }")
    assert (found["state"], found["values"], found["score"]) == ("RETIRED", [{"value": "100"}], {"status": "NO_DATA"})
    assert found["retiredAt"] is not None
    item = {"kpi": kpi, "periodStart": "2026-11-01", "value": "1"}
    error = await api.refusal(RECORD, input={"values": [item]})
    assert (error["code"], error["field"]) == ("IMPOSSIBLE_STATE", "values.0.kpi")


async def test_retiring_takes_a_reason(api: Api, organisation: TestOrganisation, engine: AsyncEngine) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    error = await api.refusal(RETIRE, input={"id": kpi, "reason": " "})
    assert (error["code"], error["field"]) == ("TEXT_MISSING", "reason")


async def test_what_is_retired_is_not_retired_again_and_what_is_not_is_not_restored(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    kpi = (await new_board(engine, organisation)).kpis[0]
    assert (await api.refusal(RESTORE, input={"id": kpi}))["code"] == "IMPOSSIBLE_STATE"
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Enough."})
    assert (await api.refusal(RETIRE, input={"id": kpi, "reason": "Enough."}))["code"] == "IMPOSSIBLE_STATE"


async def test_a_proposal_that_was_dropped_comes_back_as_a_proposal(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], active=False, purpose="")
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Not now."})
    assert (await api.mutate(RESTORE, input={"id": kpi}))["kpi"]["state"] == "PROPOSED"


async def test_a_restored_kpi_counts_as_active_from_that_moment(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0])
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Enough."})
    clock.now = clock.now.replace(month=12)
    await api.mutate(RESTORE, input={"id": kpi})
    found = await kpi_of(api, kpi, "activatedAt retiredAt")
    assert found == {"activatedAt": clock.now.isoformat(), "retiredAt": None}


async def test_each_step_is_in_the_audit_log_with_its_reason(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0])
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Enough."})
    await api.mutate(RESTORE, input={"id": kpi, "reason": "Not yet."})
    async with reading(engine, organisation.tenant_id) as session:
        entries = await session.scalars(
            select(AuditEntry).where(AuditEntry.subject_type == "kpi").order_by(AuditEntry.id)
        )
        steps = [(entry.action, (entry.after or {}).get("reason")) for entry in entries]
    assert steps == [
        ("kpi.added", None),
        ("kpi.activated", None),
        ("kpi.retired", "Enough."),
        ("kpi.restored", "Not yet."),
    ]


async def test_an_objective_shows_what_is_not_retired_unless_asked(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation, kpis=0)
    kpi = await new_kpi(api, board.objectives[0], "a")
    proposed = await new_kpi(api, board.objectives[0], "b", active=False)
    await api.mutate(RETIRE, input={"id": kpi, "reason": "Enough."})
    asked = """
    query($id: ID!, $states: [KpiState!]) {
      objective(id: $id) { shown: kpis { id } all: kpis(states: $states) { id } }
    }
    """
    found = (await api.data(asked, id=board.objectives[0], states=[state.value for state in KpiState]))["objective"]
    assert [row["id"] for row in found["shown"]] == [proposed]
    assert [row["id"] for row in found["all"]] == [kpi, proposed]
