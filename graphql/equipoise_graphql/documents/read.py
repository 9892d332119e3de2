"""Documents: parsed, measured and validated once, however often they are sent."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

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
from equipoise_graphql.documents.cache import FairCache
from equipoise_graphql.documents.limits import DocumentTooLarge, Limits, check_document
from equipoise_graphql.schema import schema

LIMITS = Limits()
MOST_ERRORS = 20
MOST_BYTES = 64_000_000
BYTES_OF_TOKEN = 4_000
"""What a word or sign of a parsed document takes in memory, its share of the tree included; measured."""

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


class BadOperation(Refusal):
    """It is not clear what of the document to execute, or it is nothing that is served here."""

    code = "BAD_OPERATION"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Document:
    """A document that could be parsed and is within its bounds; `errors` are those of its validation."""

    sha256: str
    syntax: DocumentNode
    errors: tuple[GraphQLError, ...]

    def choose_operation(self, name: str | None, *, live: bool = False) -> OperationDefinitionNode:
        """The operation to execute; a subscription only where the connection stays open.

        Raises: BadOperation.
        """
        operations = [node for node in self.syntax.definitions if isinstance(node, OperationDefinitionNode)]
        chosen = [node for node in operations if name is None or (node.name is not None and node.name.value == name)]
        if len(chosen) != 1:
            raise BadOperation(
                "Name with operationName the one operation of the document to execute.", field="operationName"
            )
        if chosen[0].operation is OperationType.SUBSCRIPTION and not live:
            raise BadOperation(
                "Subscribe over a WebSocket (graphql-transport-ws), or send Accept: text/event-stream.", field="query"
            )
        return chosen[0]


_known: FairCache[tuple[str, Limits], Document] = FairCache(MOST_BYTES)


def sha256_of(text: str) -> str:
    """What a document is known by: the hash of its text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def known_document(sha256: str, limits: Limits = LIMITS) -> Document | None:
    """A document that has been read within these bounds not long ago."""
    return _known.get((sha256, limits))


def read_document(text: str, limits: Limits = LIMITS, *, holder: UUID | None = None) -> Document:
    """The document, which is then known; its place in memory is charged to `holder`.

    Raises: GraphQLSyntaxError, DocumentTooLarge, DocumentCycle.
    """
    check_length(text, limits)
    sha256 = sha256_of(text)
    known = known_document(sha256, limits)
    if known is not None:
        return known
    document = parsed(text, sha256, limits)
    _known.put((sha256, limits), document, len(text) + _tokens(document.syntax) * BYTES_OF_TOKEN, holder)
    return document


def check_length(text: str, limits: Limits) -> None:
    """Raises: DocumentTooLarge."""
    if len(text) > limits.characters:
        raise DocumentTooLarge(f"A document has at most {limits.characters:,} characters.", field="query")


def parsed(text: str, sha256: str, limits: Limits) -> Document:
    """The document, read anew and not remembered.

    Raises: GraphQLSyntaxError, DocumentTooLarge, DocumentCycle.
    """
    try:
        syntax = parse(text, max_tokens=limits.tokens)
    except GraphQLSyntaxError as error:
        # The parser stops at these bounds by itself, and says so in no other way.
        if "more than" in error.message or "too deeply" in error.message:
            raise DocumentTooLarge(
                f"A document has at most {limits.tokens:,} words and signs.", field="query"
            ) from None
        raise
    check_document(syntax, limits)
    return Document(sha256, syntax, tuple(validate(schema._schema, syntax, _RULES, max_errors=MOST_ERRORS)))


def _tokens(syntax: DocumentNode) -> int:
    count, token = 0, syntax.loc.start_token if syntax.loc else None
    while token is not None:
        count, token = count + 1, token.next
    return count
