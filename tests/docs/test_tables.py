"""The tables of the guides say what the code says."""

import re
from decimal import Decimal
from typing import Any

import pytest
from graphql import parse_value, value_from_ast_untyped

from equipoise.connections import files, host
from equipoise.connections.child import failures, request
from equipoise.domain.roles import Role, permissions
from equipoise.domain.scoring import Choice, scoring_from_json
from equipoise.domain.usage import Signal
from equipoise.kpis.record import MOST_VALUES
from equipoise.settings import Settings
from equipoise.usage.report_views import LATEST_REPORT, MOST_VIEWS
from equipoise_graphql import execution, paging
from equipoise_graphql.cost.plan import standard_plan
from equipoise_graphql.cost.turns import MOST_WAITING
from equipoise_graphql.documents.read import LIMITS
from equipoise_graphql.http.request import BODY_BYTES, BODY_SECONDS, BRACKETS, LIST_ITEMS, VALUES, VARIABLES_DEPTH
from equipoise_graphql.schema import schema
from equipoise_sdk.runner import channel, commands, messages
from equipoise_sdk.runner import request as runner_request
from tests.docs.guides import ROOT, guide
from tests.meta.sources import files as files_of_project


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def test_the_roles_of_the_administrators_guide_are_those_of_the_code() -> None:
    documented: set[str] = set()
    for role, adds in guide("docs/administrator.md").table_below("People and roles"):
        documented |= set(adds.split("; "))
        assert documented == {part for each in permissions(Role(role.upper())) for part in each.value.split("; ")}
    assert documented


@pytest.mark.parametrize("row", guide("docs/administrator.md").table_below("Scoring"), ids=lambda row: row[0])
def test_an_example_of_scoring_comes_out_as_the_guide_says(row: list[str]) -> None:
    written, value, target, score, _says = row
    given: dict[str, Any] = value_from_ast_untyped(parse_value(written.strip("`")))
    scoring = scoring_from_json(given)
    figure = scoring.score_of(value) if isinstance(scoring, Choice) else Decimal(value)
    result = scoring.score(figure, Decimal(target) if target else None)
    assert (None if result is None else round(result, 1)) == (Decimal(score) if score else None)


def test_every_method_of_scoring_has_an_example() -> None:
    rows = guide("docs/administrator.md").table_below("Scoring")
    shown = {found[1] for row in rows if (found := re.search(r"method: (\w+)", row[0]))}
    methods = schema.get_type_by_name("ScoringMethod")
    assert shown == {each.name for each in getattr(methods, "values", ())}


def test_the_limits_of_the_frontend_guide_are_those_of_the_code() -> None:
    plan = standard_plan(Settings.model_construct())
    rows = guide("docs/frontend.md").table_below("Limits")
    assert {name: numbers(value) for name, value in rows} == {
        "characters of a document": [LIMITS.characters],
        "tokens of a document": [LIMITS.tokens],
        "depth": [LIMITS.depth],
        "aliases": [LIMITS.aliases],
        "directives": [LIMITS.directives],
        "fields, with fragments written out": [LIMITS.fields],
        "depth of introspection": [LIMITS.introspection_depth],
        "whole schemas asked for in a document": [LIMITS.introspections],
        "depth of variables": [VARIABLES_DEPTH],
        "items of one list in variables": [LIST_ITEMS],
        "values in all variables together": [VALUES],
        "lists and objects in a request": [BRACKETS],
        "bytes of a request": [BODY_BYTES],
        "seconds until a request has arrived": [BODY_SECONDS],
        "seconds of its execution": [execution.SECONDS],
        "points that one document may cost": [plan.most_cost],
        "points per second of a client, of an organisation": [plan.client.per_second, plan.organisation.per_second],
        "requests of a client that wait for each other": [MOST_WAITING],
        "`first`": [paging.MOST],
        "`last` of values and scores": [400],
        "values at once": [MOST_VALUES],
        "views at once": [MOST_VIEWS],
    }
    assert f"up to {LATEST_REPORT.days} days back" in guide("docs/frontend.md").text


def test_the_weights_of_use_are_those_of_the_code() -> None:
    weights = [numbers(row[2]) for row in guide("docs/frontend.md").table_below("Evidence of use")]
    assert weights == [
        [Signal.DETAIL_OPENED.weight],
        [Signal.LISTED.weight],
        [Signal.COMMENT.weight, Signal.CHECK_IN.weight],
        [Signal.DECISION.weight, Signal.INITIATIVE.weight],
        [Signal.REPORT_OPENED.weight],
    ]


def test_the_limits_of_the_connector_guide_are_those_of_the_code() -> None:
    defaults = Settings.model_construct()
    resources = request.request_of("read", request.Limits(1, 1, 1)).limits
    rows = guide("docs/partner.md").table_below("Limits")
    assert {name: numbers(value) for name, _of, value in rows} == {
        "time of a run": [defaults.run_seconds],
        "time of `validate`, `check`, `discover`": [host.ASKING_SECONDS],
        "silence": [host.IDLE_SECONDS],
        "memory": [defaults.run_memory_mb],
        "open files": [resources.open_files],
        "bytes written to files": [resources.file_bytes],
        "values": [request.MOST_VALUES],
        "row errors": [request.MOST_ROW_ERRORS],
        "measures": [commands.MAX_MEASURES],
        "a line of output": [channel.MAX_LINE_BYTES, channel.MAX_SPEC_BYTES],
        "the request": [runner_request.MAX_BYTES],
        "text of a message": [messages.MAX_TEXT],
        "files": [files.MOST_FILES, defaults.upload_mb],
    }


def test_every_way_in_which_a_connector_fails_is_in_its_guide() -> None:
    documented = {row[1].strip("`") for row in guide("docs/partner.md").table_below("Errors")}
    assert documented == {each.code for each in failures.ConnectorFailed.__subclasses__()}


def test_the_readme_names_every_folder() -> None:
    named = [row[0].strip("`") for row in guide("README.md").table_below("Where things are")]
    assert all((ROOT / name).is_dir() for name in named)
    folders = {
        path.parts[0] for path in files_of_project() if len(path.parts) > 1 and not path.parts[0].startswith(".")
    }
    assert {name.partition("/")[0] for name in named} == folders


def test_the_codes_of_the_frontend_guide_are_in_the_list_of_all() -> None:
    listed = guide("docs/errors.md").text
    codes = {
        code for row in guide("docs/frontend.md").table_below("Errors") for code in re.findall(r"`([A-Z_]+)`", row[0])
    }
    assert {code for code in codes if f"`{code}`" not in listed} == set()
