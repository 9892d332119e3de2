"""Documents made at random over the schema: valid, and as people would never write them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)

DEEPEST = 6
MOST_FIELDS = 45
_TAKEN: dict[str, tuple[Any, ...]] = {
    "Int": (1, 2, 3, 5, 12, 100),
    "Boolean": (True, False),
    "Date": ("2026-11-16", "2026-09-30", "2025-02-01", "2027-01-01"),
    "DateTime": ("2026-11-01T00:00:00Z", "2026-06-01T12:30:00.120000+02:00", "2030-01-01T00:00:00Z"),
    "String": ("name 1", "100 % _sure_", "Ü", "kpi.retired", "/", "x"),
}
_REFUSED: dict[str, tuple[Any, ...]] = {
    "Int": (0, -1, 1_000, 2**31 - 1),
    "Boolean": (True,),
    "Date": ("1066-10-14", "9999-12-31"),
    "DateTime": ("0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59Z"),
    "String": ("", "no cursor", "x" * 300, "\n"),
}
"""What a resolver may refuse."""


@dataclass(frozen=True)
class Known:
    """What arguments can name."""

    ids: dict[str, list[str]]
    kinds: dict[str, str]
    """The kind of id that a type's rows have, by its name."""
    keys: list[str]
    cursors: list[str]


@dataclass
class Written:
    """One request."""

    query: str
    variables: list[dict[str, Any]]
    """Several values of its variables, of which some are null or left out."""
    fields: set[str] = field(default_factory=set)
    """`Type.field` of everything selected."""


class Writer:
    """Writes the documents of one seed."""

    def __init__(self, schema: GraphQLSchema, known: Known, seed: int) -> None:
        self._schema = schema
        self._known = known
        self._chance = random.Random(seed)
        self._variables: dict[str, tuple[str, Callable[[], Any]]] = {}
        self._fragments: list[str] = []
        self._left = MOST_FIELDS
        self._aliases = 0
        self._fields: set[str] = set()

    def document(self, roots: Sequence[str]) -> Written:
        """A query of these root fields."""
        query = self._schema.query_type
        assert query is not None
        selected = [self._field(query, name, 0) for name in roots]
        if self._chance.random() < 0.1:
            selected.append("__typename")
        definitions = ", ".join(f"${name}: {shown}" for name, (shown, _) in self._variables.items())
        head = f"query Corpus({definitions})" if definitions else "query Corpus"
        text = "\n".join([f"{head} {{ {' '.join(selected)} }}", *self._fragments])
        return Written(text, [self._given(), self._given()] if self._variables else [{}], self._fields)

    def _given(self) -> dict[str, Any]:
        drawn = {name: draw() for name, (_, draw) in self._variables.items()}
        return {name: value for name, value in drawn.items() if value is not _LEFT_OUT}

    def _selection(self, gql_type: GraphQLNamedType, depth: int, *, apart: bool = False) -> str:
        assert isinstance(gql_type, GraphQLObjectType | GraphQLInterfaceType)
        names = [name for name in gql_type.fields if self._can_end(gql_type.fields[name], depth)]
        leaves = [name for name in names if is_leaf_type(get_named_type(gql_type.fields[name].type))]
        nested = [name for name in names if name not in leaves]
        chosen = self._some(leaves, 4) + self._some(nested, 2 if depth < 3 else 1)
        self._chance.shuffle(chosen)
        parts = [self._field(gql_type, name, depth, apart=apart) for name in chosen]
        if not parts or self._chance.random() < 0.1:
            parts.append("__typename")
        if isinstance(gql_type, GraphQLInterfaceType):
            shown = self._chance.sample(sorted(self._schema.get_possible_types(gql_type), key=str), 3)
            parts += [f"... on {each.name} {self._selection(each, depth + 1, apart=True)}" for each in shown]
        elif self._chance.random() < 0.15:
            return self._as_fragment(gql_type, parts)
        return f"{{ {' '.join(parts)} }}"

    def _as_fragment(self, gql_type: GraphQLObjectType, parts: list[str]) -> str:
        if self._chance.random() < 0.5:
            return f"{{ ... on {gql_type.name} {{ {' '.join(parts)} }} }}"
        name = f"Part{len(self._fragments)}"
        self._fragments.append(f"fragment {name} on {gql_type.name} {{ {' '.join(parts)} }}")
        return f"{{ __typename ...{name} }}"

    def _some(self, names: list[str], most: int) -> list[str]:
        found = self._chance.sample(names, min(len(names), self._chance.randint(0, most), max(self._left, 0)))
        self._left -= len(found)
        return found

    def _can_end(self, defined: GraphQLField, depth: int) -> bool:
        return is_leaf_type(get_named_type(defined.type)) or depth < DEEPEST

    def _field(
        self, parent: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int, *, apart: bool = False
    ) -> str:
        """One field, with an alias of its own where the same name beside it, of other arguments or types, clashes."""
        defined = parent.fields[name]
        self._fields.add(f"{parent.name}.{name}")
        below = get_named_type(defined.type)
        self._aliases += 1
        alias = f"a{self._aliases}: " if apart or defined.args or self._chance.random() < 0.05 else ""
        given = [
            f"{argument}: {self._argument(below.name, argument, of)}"
            for argument, of in defined.args.items()
            if is_required_argument(of) or self._chance.random() < 0.35
        ]
        arguments = f"({', '.join(given)})" if given else ""
        selection = "" if is_leaf_type(below) else " " + self._selection(below, depth + 1)
        return f"{alias}{name}{arguments}{self._directive(depth)}{selection}"

    def _directive(self, depth: int) -> str:
        if depth == 0 or self._chance.random() < 0.93:
            return ""
        word = self._chance.choice(("include", "skip"))
        decided = self._chance.choice(("true", "false"))
        if self._chance.random() < 0.6:
            decided = self._variable("Boolean!", lambda: self._chance.choice((True, False)))
        return f" @{word}(if: {decided})"

    def _argument(self, owner: str, name: str, of: GraphQLArgument) -> str:
        def draw() -> Any:
            if not is_required_argument(of) and self._chance.random() < 0.25:
                return self._chance.choice((None, _LEFT_OUT))
            return self._value(owner, name, of.type)

        if self._chance.random() < 0.5:
            # What has a default takes a variable that may be null, and refuses the null itself.
            shown = str(of.type)
            return self._variable(shown if is_required_argument(of) else shown.rstrip("!"), draw)
        return self._literal(of.type, self._value(owner, name, of.type))

    def _variable(self, shown: str, draw: Callable[[], Any]) -> str:
        name = f"v{len(self._variables)}"
        self._variables[name] = (shown, draw)
        return f"${name}"

    def _value(self, owner: str, name: str, shown: Any) -> Any:
        named, choose = get_named_type(shown), self._chance.choice
        if is_list_type(shown.of_type if is_non_null_type(shown) else shown):
            return [self._value(owner, name, named) for _ in range(self._chance.randint(0, 3))]
        if isinstance(named, GraphQLEnumType):
            return choose(list(named.values))
        if isinstance(named, GraphQLInputObjectType):
            return {
                each: self._value(named.name, each, of.type)
                for each, of in named.fields.items()
                if is_required_input_field(of) or self._chance.random() < 0.35
            }
        if named.name == "ID":
            return self._id(owner, name)
        if self._chance.random() < 0.03:
            return choose(_REFUSED[named.name])
        return choose({"after": self._known.cursors, "key": self._known.keys}.get(name) or _TAKEN[named.name])

    def _id(self, owner: str, name: str) -> str:
        """Of the right kind as a rule, and now and then of another, of nothing that exists, or no id."""
        chance = self._chance.random()
        kind = self._known.kinds.get(owner) if name == "id" else _KINDS.get(name, name)
        if kind is None:
            kind = self._chance.choice(sorted(self._known.ids))
        if chance < 0.02:
            return "nonsense"
        if chance < 0.04:
            kind = self._chance.choice(sorted(self._known.ids))
        found = self._known.ids.get(kind)
        if chance < 0.08 or not found:
            return f"{kind}_01999999-9999-7999-9999-999999999999"
        return self._chance.choice(found)

    def _literal(self, shown: Any, value: Any) -> str:
        named = get_named_type(shown)
        match value:
            case None:
                return "null"
            case bool():
                return str(value).lower()
            case int():
                return str(value)
            case list():
                return f"[{', '.join(self._literal(named, each) for each in value)}]"
            case dict():
                assert isinstance(named, GraphQLInputObjectType)
                shown_fields = [f"{key}: {self._literal(named.fields[key].type, each)}" for key, each in value.items()]
                return f"{{{', '.join(shown_fields)}}}"
        return str(value) if isinstance(named, GraphQLEnumType) else _quoted(value)


_LEFT_OUT: Any = object()
"""A variable that is declared and not sent."""

_KINDS = {"owner": "person", "actor": "person", "orgUnit": "unit"}
"""The kind of id that a field of a filter wants, where it is not called after the kind."""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
