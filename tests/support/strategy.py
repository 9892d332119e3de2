"""A strategy as people of an organisation build it over the API."""

from typing import Any

from tests.support.api import Api

ERRORS = "userErrors { field message code }"


def mutation(name: str, selection: str, input_type: str | None = None) -> str:
    """A document with one mutation that takes one input, which by default is named after it."""
    input_type = input_type or f"{name[0].upper()}{name[1:]}Input"
    return f"mutation Go($input: {input_type}!) {{ {name}(input: $input) {{ {selection} {ERRORS} }} }}"


ADD_UNIT = mutation("addOrgUnit", "orgUnit { id name kind position parent { id } }")
ADD_SCORECARD = mutation(
    "addScorecard",
    "scorecard { id name status frequency rollup cycleStart cycleEnd parent { id } orgUnit { id }"
    " perspectives { id name question position weight } }",
)
UPDATE_SCORECARD = mutation("updateScorecard", "scorecard { id name mission frequency cycleEnd rollup orgUnit { id } }")
MOVE_SCORECARD = mutation("moveScorecard", "scorecard { id parent { id } }")
ADD_PERSPECTIVE = mutation("addPerspective", "perspective { id name position weight }")
UPDATE_PERSPECTIVE = mutation("updatePerspective", "perspective { id name position weight rollup }")
REMOVE_PERSPECTIVE = mutation("removePerspective", "perspective { id }")
ADD_OBJECTIVE = mutation(
    "addObjective", "objective { id name description theme position weight owner { id } scorecard { id } }"
)
UPDATE_OBJECTIVE = mutation(
    "updateObjective", "objective { id name description position weight owner { id } perspective { id } }"
)
RETIRE_OBJECTIVE = mutation("retireObjective", "objective { id retiredAt }", "ObjectiveInput")
RESTORE_OBJECTIVE = mutation("restoreObjective", "objective { id retiredAt }", "ObjectiveInput")
REMOVE_OBJECTIVE = mutation("removeObjective", "objective { id }", "ObjectiveInput")
ARCHIVE_SCORECARD = mutation("archiveScorecard", "scorecard { id status }", "ScorecardInput")
ACTIVATE_SCORECARD = mutation("activateScorecard", "scorecard { id status }", "ScorecardInput")
CLOSE_PERIODS = mutation("closePeriods", "scorecard { closedThrough }")
REOPEN_PERIODS = mutation("reopenPeriods", "scorecard { closedThrough }")
LINK = mutation("linkObjectives", "link { id rationale cause { id } effect { id } }")
UNLINK = mutation("unlinkObjectives", "link { id }")
CASCADE = mutation("cascadeObjective", "link { id kind weight child { id } parent { id } }")
UPDATE_CASCADE = mutation("updateCascadeLink", "link { id kind weight }")
UNCASCADE = mutation("uncascadeObjective", "link { id }")

CYCLE = {"cycleStart": "2026-01-01", "cycleEnd": "2026-12-31"}


async def top_unit(api: Api) -> str:
    """The unit that an organisation begins with."""
    unit: str = (await api.data("{ orgUnits { id } }"))["orgUnits"][0]["id"]
    return unit


async def new_unit(api: Api, name: str = "Sales", **properties: Any) -> str:
    unit: str = (await api.mutate(ADD_UNIT, input={"name": name, "kind": "DIVISION", **properties}))["orgUnit"]["id"]
    return unit


async def new_scorecard(api: Api, name: str = "Strategy", **properties: Any) -> Any:
    """A scorecard of 2026 with the usual four perspectives, of the top unit."""
    given = {"name": name, "orgUnit": await top_unit(api), **CYCLE, **properties}
    return (await api.mutate(ADD_SCORECARD, input=given))["scorecard"]


async def new_objective(api: Api, perspective: Any, name: str = "Grow", **properties: Any) -> str:
    """An objective in a perspective, given as `new_scorecard` shows it."""
    given = {"perspective": perspective["id"], "name": name, **properties}
    objective: str = (await api.mutate(ADD_OBJECTIVE, input=given))["objective"]["id"]
    return objective


async def linked(api: Api, cause: str, effect: str, rationale: str = "") -> str:
    given = {"cause": cause, "effect": effect, "rationale": rationale}
    link: str = (await api.mutate(LINK, input=given))["link"]["id"]
    return link


async def cascaded(api: Api, child: str, parent: str, kind: str = "CONTRIBUTES", **properties: Any) -> str:
    given = {"child": child, "parent": parent, "kind": kind, **properties}
    link: str = (await api.mutate(CASCADE, input=given))["link"]["id"]
    return link


async def score_of(api: Api, subject: str, on: str = "2026-03-15") -> Any:
    """The score of a scorecard, perspective or objective in the month of March 2026."""
    document = """
    query Score($id: ID!, $on: Date!) {
      node(id: $id) {
        ... on Scorecard { score(on: $on) { value status scoredCount totalCount } }
        ... on Perspective { score(on: $on) { value status scoredCount totalCount } }
        ... on Objective { score(on: $on) { value status scoredCount totalCount } }
      }
    }
    """
    return (await api.data(document, id=subject, on=on))["node"]["score"]
