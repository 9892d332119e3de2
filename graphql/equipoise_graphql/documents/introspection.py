"""Who may ask for the schema itself, and what the others are not told.

Whoever may not introspect gets no suggestions either: enough of them would show the schema all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from equipoise.domain.errors import Refusal
from equipoise.domain.roles import Permission, permissions
from equipoise.identity.actor import Actor
from equipoise.settings import Environment, Introspection, Settings
from equipoise_graphql.documents.read import Document

_SUGGESTION = re.compile(r" Did you mean .*", re.DOTALL)


class IntrospectionClosed(Refusal):
    """The caller may not ask for the schema."""

    code = "INTROSPECTION_CLOSED"


def may_introspect(actor: Actor, settings: Settings) -> bool:
    """Whether the schema is open to the actor. Whoever has no valid credentials does not come this far."""
    if settings.introspection is None:
        everybody = settings.environment is Environment.DEVELOPMENT
    else:
        everybody = settings.introspection is Introspection.EVERYBODY
    if everybody or settings.introspection is Introspection.NOBODY:
        return everybody
    return Permission.EDIT_STRATEGY in permissions(actor.role)


def as_closed(document: Document) -> Document:
    """The document for somebody to whom the schema is closed.

    Raises: IntrospectionClosed.
    """
    if _introspects(document.syntax):
        raise IntrospectionClosed(
            "The schema is not open to you. Ask an administrator for access as an editor, or read the published one.",
            field="query",
        )
    return replace(document, errors=tuple(map(_without_suggestion, document.errors))) if document.errors else document


def _without_suggestion(error: GraphQLError) -> GraphQLError:
    return GraphQLError(_SUGGESTION.sub("", error.message), error.nodes, error.source, error.positions)


def _introspects(syntax: DocumentNode) -> bool:
    """Whether an operation asks for the schema, which it can at its root alone."""
    fragments: dict[str, FragmentDefinitionNode] = {}
    roots: list[SelectionSetNode] = []
    for definition in syntax.definitions:
        if isinstance(definition, OperationDefinitionNode):
            roots.append(definition.selection_set)
        elif isinstance(definition, FragmentDefinitionNode):
            fragments[definition.name.value] = definition
    return any(name in ("__schema", "__type") for root in roots for name in _fields(root, fragments))


def _fields(root: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[str]:
    waiting, entered = [root], set()
    while waiting:
        for chosen in waiting.pop().selections:
            match chosen:
                case FieldNode():
                    yield chosen.name.value
                case InlineFragmentNode():
                    waiting.append(chosen.selection_set)
                case FragmentSpreadNode() if chosen.name.value in fragments and chosen.name.value not in entered:
                    entered.add(chosen.name.value)
                    waiting.append(fragments[chosen.name.value].selection_set)
