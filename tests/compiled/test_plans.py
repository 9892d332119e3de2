"""Plans are made quickly, kept within bounds, and never taken for each other."""

import time
from typing import Any

import pytest
from graphql import DocumentNode, OperationDefinitionNode, parse
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from equipoise_graphql.compiled.operation import MOST_PLANS, PLANS, plan_of, variables_of
from tests.compiled.both_paths import SCHEMA, BothPaths, plan_for
from tests.support.api import SHARED_QUERIES, TestOrganisation

A_PLAN = 0.010
"""Seconds."""
SEARCH = "query($filter: KpiFilter, $after: String) { kpis(filter: $filter, after: $after) { totalCount } }"


def operation_of(document: DocumentNode) -> OperationDefinitionNode:
    return next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))


@pytest.mark.parametrize("name", ["scorecard_page", "scorecard_scores", "kpi_detail", "review", "unused_kpis"])
def test_a_document_of_a_frontend_is_planned_as_a_whole_and_quickly(name: str) -> None:
    text = (SHARED_QUERIES / f"{name}.graphql").read_text()
    kind = {"kpi_detail": "kpi", "review": "review"}.get(name, "scorecard")
    variables = {"id": f"{kind}_01999999-9999-7999-9999-999999999999"} if "$id" in text else {"first": 50}
    taken = []
    for _ in range(5):
        document = parse(text)
        coerced = variables_of(operation_of(document), variables, SCHEMA)
        assert coerced is not None
        begun = time.perf_counter()
        plan = plan_of(document, operation_of(document), coerced, SCHEMA)
        taken.append(time.perf_counter() - begun)
        assert plan is not None
        assert plan.complete
    assert min(taken) < A_PLAN


def test_no_more_plans_are_kept_than_the_bound_says() -> None:
    for number in range(MOST_PLANS + 10):
        document = parse(f"{{ viewer {{ a{number}: role }} }}")
        coerced = variables_of(operation_of(document), {}, SCHEMA)
        assert coerced is not None
        assert plan_of(document, operation_of(document), coerced, SCHEMA) is not None
    assert len(PLANS) <= MOST_PLANS


def test_variables_of_another_shape_have_another_plan_and_those_of_the_same_the_same() -> None:
    shapes: list[dict[str, Any]] = [{}, {"filter": None}, {"filter": {}}, {"filter": {"search": "a"}}]
    plans = [plan_for(SEARCH, {"after": "x", **variables}) for variables in shapes]
    assert len({id(plan) for plan in plans}) == len(shapes)
    again = [plan_for(SEARCH, {"after": "y", **variables}) for variables in [*shapes[:3], {"filter": {"search": "b"}}]]
    assert [id(plan) for plan in again] == [id(plan) for plan in plans]


async def test_a_plan_of_one_shape_does_not_answer_another(
    organisation: TestOrganisation, engine: AsyncEngine, settings: Settings, connectors: ConnectorHost
) -> None:
    paths = BothPaths(engine, settings, connectors, organisation.owner)
    for variables in ({}, {"filter": {"search": "nothing"}}, {"filter": {"search": " "}}, {"filter": None}):
        assert await paths.planned(SEARCH, variables) == await paths.resolved(SEARCH, variables)
