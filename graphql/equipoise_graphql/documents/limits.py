"""Bounds on documents, checked before anything is validated or executed.

One pass over each definition, remembered by fragment: a document costs no more to measure than to read, however
its fragments are nested.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
)

from equipoise.domain.errors import Refusal
from equipoise.domain.plans import Limits

__all__ = ["DocumentCycle", "DocumentTooLarge", "Limits", "check_document"]


class DocumentTooLarge(Refusal):
    """The document exceeds one of the bounds."""

    code = "DOCUMENT_TOO_LARGE"


class DocumentCycle(Refusal):
    """Fragments that contain each other."""

    code = "GRAPHQL_VALIDATION_FAILED"


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of a selection with its fragments written out."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    introspections: int = 0
    directives: int = 0

    def beside(self, other: "Measure") -> "Measure":
        return Measure(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.introspections + other.introspections,
            self.directives + other.directives,
        )

    def at_depth(self, depth: int) -> "Measure":
        return replace(self, depth=depth)

    def directed(self, directives: Sequence[DirectiveNode]) -> "Measure":
        return replace(self, directives=self.directives + len(directives)) if directives else self


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Raises: DocumentTooLarge, naming the bound and what the document has; DocumentCycle."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    _check_tokens(document, limits)
    sizes = _Sizes(fragments, limits)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            given = [
                *(definition.directives or ()),
                *(
                    directive
                    for variable in definition.variable_definitions or ()
                    for directive in variable.directives or ()
                ),
            ]
            sizes.check(sizes.of(definition.selection_set).directed(given), depth=limits.depth)
    for name, fragment in fragments.items():
        about_schema = fragment.type_condition.name.value.startswith("__")
        sizes.check(sizes.of_fragment(name), depth=limits.introspection_depth if about_schema else limits.depth)
    # Only now is it certain that writing out all fragments takes no more than the bound on fields.
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            merges = _merges([definition.selection_set], fragments)
            if merges > limits.merges:
                raise DocumentTooLarge(
                    f"The document asks for the same fields again and again: {merges} pairs; at most {limits.merges}."
                )


def _check_tokens(document: DocumentNode, limits: Limits) -> None:
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind in (TokenKind.INT, TokenKind.FLOAT) and len(token.value or "") > limits.digits:
            raise DocumentTooLarge(f"A number has at most {limits.digits:,} digits.", field="query")
        # In a ring with each other they would stay in memory, and the tree with them, until a full collection finds
        # them: that takes a tenth of a second in which nobody is answered.
        token.prev, token = None, token.next


def _merges(selections: list[SelectionSetNode], fragments: dict[str, FragmentDefinitionNode]) -> int:
    """How many pairs of fields have the same name in the same place, here and below."""
    places: defaultdict[str, list[SelectionSetNode | None]] = defaultdict(list)
    waiting = list(selections)
    while waiting:
        for chosen in waiting.pop().selections:
            match chosen:
                case FieldNode():
                    places[(chosen.alias or chosen.name).value].append(chosen.selection_set)
                case InlineFragmentNode():
                    waiting.append(chosen.selection_set)
                case FragmentSpreadNode() if chosen.name.value in fragments:
                    waiting.append(fragments[chosen.name.value].selection_set)
    below = ([each for each in place if each is not None] for place in places.values())
    return sum(len(place) * (len(place) - 1) // 2 for place in places.values()) + sum(
        _merges(each, fragments) for each in below if each
    )


class _Sizes:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode], limits: Limits) -> None:
        self._fragments = fragments
        self._limits = limits
        self._known: dict[str, Measure] = {}
        self._entered: set[str] = set()

    def check(self, size: Measure, *, depth: int) -> None:
        for what, bound in (
            ("depth", depth),
            ("aliases", self._limits.aliases),
            ("fields", self._limits.fields),
            ("introspections", self._limits.introspections),
            ("directives", self._limits.directives),
        ):
            asked = getattr(size, what)
            if asked > bound:
                shown = asked if asked < 1_000_000 else "millions"
                raise DocumentTooLarge(f"The document's {what} may be at most {bound}; this one has {shown}.")

    def of(self, selection: SelectionSetNode | None, nesting: int = 0) -> Measure:
        if selection is None:
            return Measure()
        if nesting > 2 * self._limits.introspection_depth:
            raise DocumentTooLarge("The document is nested too deeply.")
        total = Measure()
        for chosen in selection.selections:
            match chosen:
                case FieldNode():
                    size = self._of_field(chosen, nesting)
                case InlineFragmentNode():
                    size = self.of(chosen.selection_set, nesting + 1)
                case FragmentSpreadNode():
                    size = self.of_fragment(chosen.name.value)
                case _:
                    continue
            total = total.beside(size.directed(chosen.directives or ()))
        return total

    def _of_field(self, field: FieldNode, nesting: int) -> Measure:
        inner = self.of(field.selection_set, nesting + 1)
        alias = 1 if field.alias is not None else 0
        if field.name.value in ("__schema", "__type"):
            # Tools ask for the schema in one deep document; it costs no data and has a bound of its own.
            if inner.depth > self._limits.introspection_depth:
                raise DocumentTooLarge(
                    f"Introspection may be at most {self._limits.introspection_depth} deep; this one is {inner.depth}."
                )
            whole = 1 if field.name.value == "__schema" else 0
            return inner.beside(Measure(0, alias, 1, whole)).at_depth(1)
        return inner.beside(Measure(0, alias, 1)).at_depth(inner.depth + 1)

    def of_fragment(self, name: str) -> Measure:
        if name in self._known:
            return self._known[name]
        fragment = self._fragments.get(name)
        if fragment is None:
            return Measure()  # an unknown fragment is for the validation to report
        if name in self._entered:
            raise DocumentCycle(f"The fragment {name} contains itself.")
        self._entered.add(name)
        size = self._known[name] = self.of(fragment.selection_set).directed(fragment.directives or ())
        return size
