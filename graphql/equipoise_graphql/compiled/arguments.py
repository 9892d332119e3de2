"""The arguments of a selected field: what is known of them when a plan is made, and their values when it runs."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.utilities import coerce_input_literal

from equipoise.db.model import Entity
from equipoise.domain.errors import Refusal
from equipoise_graphql import ids
from equipoise_graphql.compiled.statement import Moment, NotCompiled

Reader: TypeAlias = Callable[[Moment], Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, or one field of an argument that is an input object."""

    key: Hashable
    """The same for arguments that have the same value in every run of the plan."""
    known: Any
    """Its value when the plan was made. Only what is part of the variables' shape holds for later runs too."""
    read: Reader
    """Its value when the plan runs."""

    @property
    def given(self) -> bool:
        """Whether it has a value; null is none."""
        return self.known is not None

    def field(self, name: str) -> "Argument":
        """A field of an input object; not given where the object is not."""
        read = self.read
        known = self.known.get(name) if self.given else None
        return Argument((self.key, name), known, lambda moment: read(moment)[name])


def arguments_of(definition: GraphQLField, node: FieldNode, variables: VariableValues) -> dict[str, Argument]:
    """All arguments that the field defines, with their defaults.

    Raises: NotCompiled, where a value is missing or of another type.
    """
    try:
        known = get_argument_values(definition, node, variables)
    except GraphQLError:
        raise NotCompiled("an argument that graphql-core refuses in words") from None
    written = {argument.name.value: argument.value for argument in node.arguments or ()}
    return {
        name: _argument(name, defined, written.get(name), known.get(name), node, variables)
        for name, defined in definition.args.items()
    }


def _argument(
    name: str,
    defined: GraphQLArgument,
    written: ValueNode | None,
    known: Any,
    node: FieldNode,
    variables: VariableValues,
) -> Argument:
    if isinstance(written, VariableNode):
        variable = written.name.value
        if variable in variables.coerced:
            return Argument(("variable", variable), known, lambda moment: moment.variables.coerced[variable])
        # Left out, and so in every run of the plan: the argument has its default.
    elif written is not None and _has_variables(written):
        literal = written
        return Argument(
            ("literal", id(node), name),
            known,
            lambda moment: coerce_input_literal(literal, defined.type, moment.variables),
        )
    return Argument(_key_of(known, (id(node), name)), known, lambda _: known)


def _key_of(value: Any, otherwise: Hashable) -> Hashable:
    return ("constant", type(value), value) if isinstance(value, Hashable) else ("constant", otherwise)


def _has_variables(value: ValueNode) -> bool:
    match value:
        case VariableNode():
            return True
        case ListValueNode():
            return any(_has_variables(item) for item in value.values)
        case ObjectValueNode():
            return any(_has_variables(field.value) for field in value.fields)
    return False


_GIVEN = "given"


def shape(variables: Mapping[str, Any]) -> Hashable:
    """What of the variables' values may change a plan: what is there, what is null, yes or no, an id's kind."""
    return tuple((name, _shape(value)) for name, value in variables.items())


def _shape(value: Any) -> Hashable:
    match value:
        case None | bool():
            return value
        case str():
            return kind_of(value) or _GIVEN
        case dict():
            return shape(value)
    return _GIVEN


def kind_of(text: str) -> type[Entity] | None:
    """The model whose id this is; None for any other text."""
    try:
        return ids.split(text)[0]
    except Refusal:
        return None
