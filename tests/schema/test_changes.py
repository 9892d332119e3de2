"""No frontend breaks unannounced: the schema against that of the last version, and the check against bad schemas."""

import pytest
from graphql import build_schema

from equipoise_graphql.schema import schema
from equipoise_graphql.sdl import RELEASED, sdl
from equipoise_graphql.stability.announcements import complaints
from equipoise_graphql.stability.changes import breaking_changes
from tests.meta.sources import ROOT


def test_the_schema_breaks_no_frontend_unannounced() -> None:
    old, new = build_schema(RELEASED.read_text(encoding="utf-8")), build_schema(sdl())
    assert complaints(breaking_changes(old, new), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


def test_what_a_version_had_is_a_schema_still() -> None:
    """A baseline that lost its types would be broken by nothing."""
    released = build_schema(RELEASED.read_text(encoding="utf-8"))
    assert len(released.type_map) > 200
    assert released.query_type is not None
    assert set(released.query_type.fields) & set(schema._schema.query_type.fields if schema._schema.query_type else ())


OLD = """
type Query { kpi(id: ID!, day: String, deep: Boolean = false): Kpi kpis(first: Int! = 50): [Kpi!]! pick: Pick }
interface Node { id: ID! }
type Kpi implements Node { id: ID! name: String! position: Int! state: State! old: Int @deprecated(reason: "Gone.") }
type Score { value: Int! }
type Ghost { name: String }
union Pick = Kpi | Score
enum State { ACTIVE RETIRED OLD @deprecated(reason: "Gone.") }
type Mutation {
  addKpi(input: AddKpiInput!): Kpi
  oldKpi(input: OldKpiInput!): OldKpiPayload @deprecated(reason: "Gone.")
}
input AddKpiInput { name: String! unit: String = "%" key: String weight: Int @deprecated(reason: "Gone.") }
input OldKpiInput { kind: OldKind }
enum OldKind { A }
type OldKpiPayload { ghost: Ghost }
directive @cost(of: Int, per: Int) repeatable on FIELD | QUERY
"""

BREAKING = {
    "a field is removed": ("position: Int! ", "", "Kpi.position", True),
    "a deprecated field is removed": ('old: Int @deprecated(reason: "Gone.") ', "", "Kpi.old", False),
    "a field changes its type": ("position: Int!", "position: String!", "Kpi.position", False),
    "a field may be null now": ("name: String! position", "name: String position", "Kpi.name", False),
    "a value is removed": ("ACTIVE RETIRED", "ACTIVE", "State.RETIRED", True),
    "a deprecated value is removed": ('OLD @deprecated(reason: "Gone.")', "", "State.OLD", False),
    "an argument is removed": ("day: String, ", "", "Query.kpi(day:)", True),
    "an argument is required now": ("day: String", "day: String!", "Query.kpi(day:)", False),
    "a required argument is added": ("first: Int! = 50", "first: Int! = 50, on: String!", "Query.kpis(on:)", False),
    "an argument has another default": ("deep: Boolean = false", "deep: Boolean = true", "Query.kpi(deep:)", False),
    "the default of an argument is gone": ("deep: Boolean = false", "deep: Boolean", "Query.kpi(deep:)", False),
    "the default of an input field is another": ('= "%"', '= "x"', "AddKpiInput.unit", False),
    "an input field is removed": (" key: String", "", "AddKpiInput.key", True),
    "a deprecated input field is removed": (
        'weight: Int @deprecated(reason: "Gone.")',
        "",
        "AddKpiInput.weight",
        False,
    ),
    "an input field is required now": ("key: String", "key: String!", "AddKpiInput.key", False),
    "a required input field is added": ("key: String", "key: String owner: ID!", "AddKpiInput.owner", False),
    "an interface is no longer implemented": ("Kpi implements Node", "Kpi", "Kpi", False),
    "a member of a union is removed": ("Kpi | Score", "Kpi", "Score", True),
    "a type is of another kind": ("type Score { value: Int! }", "interface Score { value: Int! }", "Score", False),
    "a directive is removed": (
        "directive @cost(of: Int, per: Int) repeatable on FIELD | QUERY",
        "",
        "@cost",
        True,
    ),
    "a directive's argument is removed": ("of: Int, per: Int", "of: Int", "@cost(per:)", True),
    "a directive has lost a place": ("FIELD | QUERY", "FIELD", "@cost", False),
    "a directive cannot be repeated": ("repeatable ", "", "@cost", False),
}  # fmt: skip

CHANGE_LOG = (
    "# Changelog\n\n## [Unreleased]\n\n### {heading}\n\n- `{coordinate}`: do otherwise.\n\n## [1.0.0]\n\nOld.\n"
)


@pytest.mark.parametrize(("before", "after", "coordinate", "without_notice"), BREAKING.values(), ids=BREAKING.keys())
def test_a_change_that_breaks_is_told_by_its_coordinate(
    before: str, after: str, coordinate: str, without_notice: bool
) -> None:
    new = OLD.replace(before, after)
    assert new != OLD
    changes = breaking_changes(build_schema(OLD), build_schema(new, assume_valid=True))
    assert (coordinate, without_notice) in {(change.coordinate, change.without_notice) for change in changes}
    silent = complaints(changes, CHANGE_LOG.format(heading="Added", coordinate="Kpi"))
    assert any(f"`{coordinate}`" in complaint for complaint in silent)


@pytest.mark.parametrize("heading", ["Changed", "Removed"])
def test_what_is_announced_may_break(heading: str) -> None:
    new = OLD.replace('old: Int @deprecated(reason: "Gone.") ', "")
    changes = breaking_changes(build_schema(OLD), build_schema(new))
    assert complaints(changes, CHANGE_LOG.format(heading=heading, coordinate="Kpi.old")) == []


@pytest.mark.parametrize(
    "change_log",
    [
        "",
        CHANGE_LOG.format(heading="Added", coordinate="Kpi.old"),
        CHANGE_LOG.format(heading="Removed", coordinate="Kpi"),
        CHANGE_LOG.format(heading="Removed", coordinate="Kpi.older"),
        CHANGE_LOG.format(heading="Removed", coordinate="Kpi").replace("Old.", "### Removed\n\n- `Kpi.old`: gone."),
    ],
    ids=["nothing", "another heading", "its type alone", "another field", "an earlier version"],
)  # fmt: skip
def test_an_announcement_is_of_the_thing_itself_and_of_the_next_version(change_log: str) -> None:
    new = OLD.replace('old: Int @deprecated(reason: "Gone.") ', "")
    (complaint,) = complaints(breaking_changes(build_schema(OLD), build_schema(new)), change_log)
    assert "“- `Kpi.old`: …”" in complaint


def test_an_announcement_does_not_make_up_for_a_missing_deprecation() -> None:
    new = OLD.replace("position: Int! ", "")
    changes = breaking_changes(build_schema(OLD), build_schema(new))
    (complaint,) = complaints(changes, CHANGE_LOG.format(heading="Removed", coordinate="Kpi.position"))
    assert "deprecate it" in complaint


def test_types_go_together_with_the_deprecated_field_that_led_to_them() -> None:
    new = "\n".join(line for line in OLD.splitlines() if "Old" not in line and "Ghost" not in line)
    changes = breaking_changes(build_schema(OLD), build_schema(new))
    assert {change.coordinate for change in changes} == {
        "Mutation.oldKpi",
        "OldKpiInput",
        "OldKind",
        "OldKpiPayload",
        "Ghost",
    }
    assert not any(change.without_notice for change in changes)


SAFE = {
    "a field is added": ("position: Int!", "position: Int! rank: Int!"),
    "an optional argument is added": ("day: String", "day: String, until: String"),
    "an optional input field is added": ("key: String", "key: String owner: ID"),
    "a value is added": ("ACTIVE RETIRED", "ACTIVE RETIRED FLAGGED"),
    "a type is added": ("type Ghost", "type Spirit { name: String } type Ghost"),
    "a field is never null any more": ("old: Int", "old: Int!"),
    "an argument may be null now": ("id: ID!, day", "id: ID, day"),
    "something is deprecated": ("position: Int!", 'position: Int! @deprecated(reason: "Use `Kpi.name`.")'),
}


@pytest.mark.parametrize(("before", "after"), SAFE.values(), ids=SAFE.keys())
def test_what_breaks_nothing_needs_no_announcement(before: str, after: str) -> None:
    assert before in OLD
    assert breaking_changes(build_schema(OLD), build_schema(OLD.replace(before, after))) == []
