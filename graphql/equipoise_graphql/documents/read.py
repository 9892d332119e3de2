"""Documents: parsed, measured and validated once, however often they are sent."""

from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from equipoise.domain.errors import Refusal
from equipoise_graphql.documents.limits import DocumentTooLarge, Limits, check_document
from equipoise_graphql.schema import schema

LIMITS = Limits()
MOST_ERRORS = 20
_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


class BadOperation(Refusal):
    """It is not clear what of the document to execute, or it is nothing that is served here."""

    code = "BAD_OPERATION"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that could be parsed and is within its bounds; `errors` are those of its validation."""

    syntax: DocumentNode
    errors: tuple[GraphQLError, ...]

    def choose_operation(self, name: str | None) -> OperationDefinitionNode:
        """Raises: BadOperation."""
        operations = [node for node in self.syntax.definitions if isinstance(node, OperationDefinitionNode)]
        chosen = [node for node in operations if name is None or (node.name is not None and node.name.value == name)]
        if len(chosen) != 1:
            raise BadOperation(
                "Name with operationName the one operation of the document to execute.", field="operationName"
            )
        if chosen[0].operation is OperationType.SUBSCRIPTION:
            raise BadOperation("Subscriptions are not served here.", field="query")
        return chosen[0]


@lru_cache(maxsize=500)
def read_document(query: str) -> Document:
    """Raises: GraphQLSyntaxError, DocumentTooLarge, DocumentCycle."""
    if len(query) > LIMITS.characters:
        raise DocumentTooLarge(f"A document has at most {LIMITS.characters:,} characters.", field="query")
    try:
        syntax = parse(query, max_tokens=LIMITS.tokens)
    except GraphQLSyntaxError as error:
        # The parser stops at these bounds by itself, and says so in no other way.
        if "more than" in error.message or "too deeply" in error.message:
            raise DocumentTooLarge(
                f"A document has at most {LIMITS.tokens:,} words and signs.", field="query"
            ) from None
        raise
    check_document(syntax, LIMITS)
    return Document(syntax, tuple(validate(schema._schema, syntax, _RULES, max_errors=MOST_ERRORS)))
