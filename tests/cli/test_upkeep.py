"""Commands that look after organisations with data: rebuild, review, token, worker."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.app import create_app
from equipoise.db.engine import application_engine
from equipoise.db.session import reading, writing
from equipoise.kpis.models import Kpi, KpiValue
from equipoise.scores.models import StoredScore
from equipoise.settings import Settings
from tests.support.api import Api, TestOrganisation
from tests.support.command import Shell
from tests.support.command_inside import Inside
from tests.support.connections import asked_for_run, connected_workbook, counts, mapped, result_of
from tests.support.exchange import BRIGHT
from tests.support.kpis import kpi_of, record
from tests.support.reviews import kpi_by_key


async def scores(engine: AsyncEngine, organisation: TestOrganisation) -> list[Any]:
    async with reading(engine, organisation.tenant_id) as session:
        stored = select(StoredScore.subject_id, StoredScore.period_start, StoredScore.score)
        return sorted(tuple(row) for row in await session.execute(stored))


async def test_tampered_scores_are_found_and_mended(
    inside: Inside, engine: AsyncEngine, bright: TestOrganisation
) -> None:
    kpi = await kpi_by_key(bright.api, "net_revenue")
    await record(bright.api, kpi, ("2026-04-01", "9"), ("2026-05-01", "12"), ("2026-06-01", "14"))
    right = await scores(engine, bright)
    assert f"{bright.slug}: 0 score(s) are wrong" in await inside.ok("rebuild", "--tenant", bright.slug, "--check")

    async with writing(engine, bright.tenant_id) as session:
        await session.execute(update(KpiValue).where(KpiValue.period_start == date(2026, 5, 1)).values(score=99))
        await session.execute(update(StoredScore).where(StoredScore.score.is_not(None)).values(score=1))
    wrong = await scores(engine, bright)
    assert wrong != right

    done = await inside.run("rebuild", "--tenant", bright.slug, "--check")
    assert done.returncode == 1
    assert int(re.findall(r": (\d+) score\(s\) are wrong", done.stdout)[0]) > 1
    assert await scores(engine, bright) == wrong

    assert re.search(r": [1-9]\d* score\(s\) changed", await inside.ok("rebuild", "--tenant", bright.slug))
    assert await scores(engine, bright) == right
    assert f"{bright.slug}: 0 score(s) are wrong" in await inside.ok("rebuild", "--tenant", bright.slug, "--check")


async def test_a_review_goes_through_its_stages(inside: Inside, engine: AsyncEngine, bright: TestOrganisation) -> None:
    of_it = ("--tenant", bright.slug)
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    async with writing(engine, bright.tenant_id) as session:
        await session.execute(
            update(Kpi).where(Kpi.key != "cash.days").values(created_at=long_ago, activated_at=long_ago)
        )
    questions = await inside.ok("review", "questions", *of_it)
    assert re.search(r"complaints.*UNUSED.*1 person, 0 views", questions)
    assert "cash.days" not in questions

    start = ("review", "start", *of_it, "--name", "Q4 [2026]")
    refused = await inside.run(*start, "--scorecard", "Nothing")
    assert (refused.returncode, "There is no scorecard 'Nothing'" in refused.stderr) == (1, True)
    review = (await inside.ok(*start, "--scorecard", "Company strategy")).strip()
    listed = await inside.ok("review", "list", *of_it)
    assert review in listed
    assert "Q4 [2026]" in listed

    shown = await inside.ok("review", "show", *of_it, review)
    assert re.search(r"net_revenue.*open", shown)
    assert (await inside.ok("review", "advance", *of_it, review)).strip() != ""
    await inside.ok("review", "advance", *of_it, review)
    done = await inside.run("review", "close", *of_it, review)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    wrong = await inside.run("review", "show", *of_it, "nonsense")
    assert (wrong.returncode, wrong.stderr.split()[0]) == (1, "INVALID_ID")


async def test_a_token_acts_for_the_person_who_is_named(
    inside: Inside, bright: TestOrganisation, client: httpx.AsyncClient
) -> None:
    create = ("token", "create", "--tenant", bright.slug)
    token = (await inside.ok(*create, "--role", "viewer", "--person", "Sam@bright.example")).splitlines()[-1]
    viewer = (await Api(client, token).data("{ viewer { role person { email } } }"))["viewer"]
    assert viewer == {"role": "VIEWER", "person": {"email": "sam@bright.example"}}

    unknown = await inside.run(*create, "--role", "viewer", "--person", "nobody@bright.example")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "NOT_FOUND Nobody of this organisation has the address" in unknown.stderr


@pytest.fixture
async def own_client(own_database_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application on a database of this test alone."""
    engine = application_engine(own_database_url)
    app = create_app(engine, Settings(home=tmp_path / "home"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://equipoise.test") as client:
        yield client
    await engine.dispose()


async def test_a_worker_ends_when_the_queue_is_empty(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, own_database_url: str, own_client: httpx.AsyncClient
) -> None:
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", own_database_url)
    await inside.ok("tenant", "create", "--slug", "acme", "--name", "Acme", "--owner-email", "olga@acme.example")
    (inside.folder / "strategy.yaml").write_text(BRIGHT, encoding="utf-8")
    await inside.ok("apply", "--tenant", "acme", "strategy.yaml")
    token = (await inside.ok("token", "create", "--tenant", "acme", "--role", "admin")).splitlines()[-1]
    api = Api(own_client, token)
    kpi = await kpi_by_key(api, "net_revenue")
    connection = await connected_workbook(api, [("A", date(2026, 4, 1), 5), ("A", date(2026, 5, 1), 7)])
    await mapped(api, connection, {"measure": "A", "kpi": kpi})
    run = await asked_for_run(api, connection)

    settings = {"EQUIPOISE_DATABASE_URL": own_database_url, "EQUIPOISE_HOME": str(inside.folder / "home")}
    done = Shell(inside.folder, settings).run("worker", "--once")
    assert done.returncode == 0, done.stderr
    assert counts(await result_of(api, run)) == ("SUCCEEDED", 2, 0, 0, 0)
    assert (await kpi_of(api, kpi, "latest { value }"))["latest"] == {"value": "7"}
    with psycopg.connect(own_database_url) as database:
        assert database.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
