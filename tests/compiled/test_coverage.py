"""Every field that reads data is planned, but for those that are named here."""

from collections import deque
from collections.abc import Iterator

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from equipoise_graphql import ids
from equipoise_graphql.node import NODE_TYPES
from tests.compiled.both_paths import SCHEMA, plan_for

NOT_PLANNED = {
    "Query.fieldUse": "pages by a cursor of its own, for administrators and rarely",
    "Query.strategyMap": "laid out in Python",
    "Scorecard.strategyMap": "laid out in Python",
}
"""With the reason. Whoever adds a field decides: one line that plans it, or one line here."""

NO_DATA = {
    "Query.connectors": "what is installed",
    "Query.oauthScopes": "the same for everybody",
    "Connection.measures": "asked of the source",
}
"""Fields that read nothing of the database."""

LEAST_SHARE = 0.9
"""Of all fields that read data; what is below an unplanned one counts as unplanned."""

ID = "01999999-9999-7999-9999-999999999999"


def test_every_field_is_planned_but_for_those_that_are_named() -> None:
    planned = dict(reached())
    assert {name for name, is_planned in planned.items() if not is_planned} == {*NOT_PLANNED, *NO_DATA}


def test_the_share_of_fields_that_are_planned_has_a_floor() -> None:
    planned = [name for name, is_planned in reached() if is_planned]
    everything = [name for name, _ in every_field()]
    share = len(planned) / len(everything)
    print(f"\n{len(planned)} of {len(everything)} fields are planned: {share:.1%}")
    assert share >= LEAST_SHARE


def reached() -> Iterator[tuple[str, bool]]:
    """Fields by the shortest way to them, and whether they are planned; nothing below those that are not."""
    query = SCHEMA.query_type
    assert query is not None
    waiting: deque[tuple[GraphQLObjectType, tuple[str, ...]]] = deque([(query, ())])
    known = {query.name}
    while waiting:
        parent, way = waiting.popleft()
        for name, defined in parent.fields.items():
            here = (*way, f"{name}{arguments(parent, name, defined)}")
            plan = plan_for(written(here, get_named_type(defined.type)), {})
            is_planned = plan is not None and plan.complete
            yield f"{parent.name}.{name}", is_planned
            below = get_named_type(defined.type)
            if is_planned and isinstance(below, GraphQLObjectType) and below.name not in known:
                known.add(below.name)
                waiting.append((below, here))


def every_field() -> Iterator[tuple[str, GraphQLField]]:
    """All that can be selected in a query."""
    query = SCHEMA.query_type
    waiting: list[GraphQLNamedType | None] = [query]
    known = set()
    while waiting:
        parent = waiting.pop()
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) and parent.name not in known:
            known.add(parent.name)
            for name, defined in parent.fields.items():
                if f"{parent.name}.{name}" not in NO_DATA:
                    waiting.append(get_named_type(defined.type))
                    if isinstance(parent, GraphQLObjectType):
                        yield f"{parent.name}.{name}", defined


def written(way: tuple[str, ...], leads_to: GraphQLNamedType) -> str:
    end = "" if is_leaf_type(leads_to) else "{ __typename }"
    return "{ " + " { ".join(way) + end + " }" * len(way)


def arguments(parent: GraphQLObjectType, name: str, defined: GraphQLField) -> str:
    """The arguments that a field cannot do without."""
    tags = {shown.__name__: ids.tag(model) for model, shown in NODE_TYPES.items()}
    shown = get_named_type(defined.type).name
    tag = tags.get(shown) or {"StrategyMap": "scorecard", "Node": "kpi"}.get(shown) or TAGS.get(shown, "kpi")
    needed = [argument for argument, of in defined.args.items() if is_required_argument(of)]
    given = ", ".join(f'{each}: "{tag}_{ID}"' for each in needed)
    return f"({given})" if given else ""


TAGS = {
    "Connection": "connection",
    "ConnectionRun": "run",
    "OAuthClient": "client",
    "Webhook": "webhook",
    "WebhookDelivery": "msg",
}
