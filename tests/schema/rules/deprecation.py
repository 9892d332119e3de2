"""What is deprecated says what to use instead."""

import re
from collections.abc import Iterator

from graphql import GraphQLArgument, GraphQLInputField, GraphQLSchema, is_required_argument, is_required_input_field

from tests.schema.rules.elements import elements

_NAMED = re.compile(r"`([^`]+)`")
NO_REPLACEMENT = "There is no replacement:"


def deprecations(schema: GraphQLSchema) -> Iterator[str]:
    """The reason names what is there in its place by its schema coordinate, or says why nothing is.

    What has to be given cannot be deprecated: nobody could stop giving it.
    """
    there = {element.coordinate for element in elements(schema)}
    for coordinate, _, thing in elements(schema):
        reason = getattr(thing, "deprecation_reason", None)
        if reason is None:
            continue
        if not reason.startswith(NO_REPLACEMENT) and not there.intersection(_NAMED.findall(reason)):
            yield f"{coordinate}: its reason names no replacement that there is: {reason!r}"
        if _is_required(thing):
            yield f"{coordinate}: is required, so it cannot be deprecated"


def _is_required(thing: object) -> bool:
    match thing:
        case GraphQLArgument():
            return is_required_argument(thing)
        case GraphQLInputField():
            return is_required_input_field(thing)
    return False
