"""What is counted, and how many entries a list is taken to have: all numbers of the weighing in one place.

One point is about one object of the answer, wherever it is: a row that is read, told and sent.
"""

from dataclasses import dataclass

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

REQUEST = 10
"""Whatever is asked: somebody is recognised, a connection to the database is taken."""
OBJECT = 1
MUTATION = 10
"""For the transaction, the checks and the audit log."""
ITEM = 2
"""Of each item of a list that a mutation is given: one is looked up, written and scored."""
INTROSPECTION = {"__schema": 10_000, "__type": 20}
"""The whole schema is as much work as ten thousand rows, however little of it is selected."""

FREE_TYPES = {"PageInfo", "UserError"}
"""Part of another object: nothing is read for them."""

READING_LEAVES = {"totalCount": 10, "currentTarget": 1}
"""Fields without fields of their own that read further rows, or count them."""

LISTS = {
    "Connection.files": 2,
    "Connection.mappings": 20,
    "Connection.measures": 20,
    "Initiative.kpis": 3,
    "Initiative.milestones": 5,
    "Kpi.flags": 1,
    "Kpi.targetPlans": 2,
    "KpiValue.revisions": 1,
    "MapLink.points": 4,
    "Objective.cascadedFrom": 2,
    "Objective.cascadesTo": 2,
    "Objective.causes": 2,
    "Objective.effects": 2,
    "Objective.initiatives": 2,
    "Objective.kpis": 4,
    "OrgUnit.children": 5,
    "Perspective.objectives": 5,
    "Query.authorizedApplications": 5,
    "Query.connectors": 10,
    "Query.oauthScopes": 5,
    "Query.orgUnits": 5,
    "ReviewItem.opinions": 3,
    "Scorecard.children": 5,
    "Scorecard.links": 20,
    "Scorecard.perspectives": 4,
    "Scoring.labels": 5,
    "StatusRules.rules": 3,
    "StrategyMap.bands": 4,
    "StrategyMap.links": 20,
    "StrategyMap.nodes": 20,
    "StrategyMap.warnings": 5,
    "TargetPlan.steps": 4,
    "TrustedDocumentsPayload.documents": 20,
    "ValuesRecorded.kpis": 10,
    "ValuesRecorded.scorecards": 3,
    "WebhookDelivery.attempts": 3,
}
"""Entries of lists that come whole, in an organisation as they mostly are. Every list of objects that has neither
`first` nor `last` is here; a test asks for the missing ones."""

UNKNOWN_LIST = 10

SIZE_ARGUMENTS = ("first", "last")
MOST_ENTRIES = 1_000
"""Whoever asks for more is refused by the field itself, in better words than a cost could."""

WITHOUT_SIZE = {"Kpi.values": 12}
"""Entries of lists whose size argument may be left out and has no default."""
SINCE = ("from", 60)
"""Entries of such a list from a day on: five years of months."""


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many entries a list has: what its argument says, or else the usual."""

    usual: int
    argument: str | None = None
    since: int | None = None
    """The usual where a first day is given."""


def list_size(parent: str, name: str, field: GraphQLField) -> ListSize | None:
    """None where the field leads to one object at most."""
    argument = next((each for each in SIZE_ARGUMENTS if each in field.args), None)
    place = f"{parent}.{name}"
    if argument is not None:
        usual = field.args[argument].default_value
        if not isinstance(usual, int):
            usual = WITHOUT_SIZE.get(place, UNKNOWN_LIST)
        return ListSize(usual, argument, SINCE[1] if SINCE[0] in field.args else None)
    if is_list_type(get_nullable_type(field.type)) and is_composite_type(get_named_type(field.type)):
        return ListSize(LISTS.get(place, UNKNOWN_LIST))
    return None


def is_page(parent: GraphQLObjectType | GraphQLInterfaceType) -> bool:
    """Whether the type is a Relay connection, whose size was asked for one field further up."""
    return "pageInfo" in parent.fields and "edges" in parent.fields


def is_edge(name: str) -> bool:
    return name.endswith("Edge")
