"""One selected field of one row: what a compiled field works with."""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_non_null_type
from graphql.execution.collect_fields import FieldDetailsList
from strawberry.types.field import StrawberryField

from equipoise.db.model import Entity, TenantModel
from equipoise.domain.roles import Permission
from equipoise_graphql.compiled.arguments import Argument, arguments_of
from equipoise_graphql.compiled.json_text import Json, json_list, json_row, json_value
from equipoise_graphql.compiled.statement import Moment, NotCompiled

if TYPE_CHECKING:
    from equipoise_graphql.compiled.planner import Planner


CompiledField: TypeAlias = Callable[["Selected"], Json]
"""How a field that is no column and no plain relation is read: its JSON."""


class Selected:
    """A field that the document selects, with the row that it is selected of. Root fields have no row."""

    def __init__(
        self,
        planner: "Planner",
        parent: GraphQLObjectType,
        details: FieldDetailsList,
        *,
        model: type[TenantModel] | None = None,
        alias: str = "",
        columns: Mapping[str, str] | None = None,
        above: "Selected | None" = None,
    ) -> None:
        self.planner = planner
        self.parent = parent
        self.details = details
        self.model = model
        self.alias = alias
        self.columns = columns or {}
        self.above = above
        self.lists_its_kpis = False
        """Of a scorecard: whether the KPIs that it shows are listed below, all of them and by its own way."""

    @property
    def name(self) -> str:
        return self.details[0].node.name.value

    @property
    def key(self) -> str:
        """Its name in the answer."""
        node = self.details[0].node
        return (node.alias or node.name).value

    @property
    def definition(self) -> GraphQLField:
        found: GraphQLField = self.parent.fields[self.name]
        return found

    @property
    def field(self) -> StrawberryField:
        found: StrawberryField = self.definition.extensions["strawberry-definition"]
        return found

    @property
    def target(self) -> GraphQLObjectType:
        """The object type that the field leads to."""
        named = get_named_type(self.definition.type)
        if not isinstance(named, GraphQLObjectType):
            raise NotCompiled(f"{self.parent.name}.{self.name} is no object")
        return named

    @property
    def tenant(self) -> str:
        return self.planner.statement.tenant()

    def new_alias(self) -> str:
        return self.planner.statement.alias()

    def require(self, permission: Permission) -> None:
        """Who may not do this is left to the resolver, which refuses it in words."""
        self.planner.statement.permissions.add(permission)

    @cached_property
    def arguments(self) -> dict[str, Argument]:
        return arguments_of(self.definition, self.details[0].node, self.planner.variables)

    def argument(self, name: str) -> Argument:
        """An argument, or `argument.field` of one that is an input object."""
        first, *fields = name.split(".")
        found = self.arguments[first]
        for each in fields:
            found = found.field(each)
        return found

    def parameter(self, argument: Argument, sql_type: str, take: Callable[[Any], object] | None = None) -> str:
        """The placeholder of an argument's value, of what `take` makes of it.

        A Refusal of `take` leaves the request to the resolvers, which say it in words.
        """
        read = argument.read
        if take is None:
            return self.planner.statement.parameter(read, sql_type, argument.key)
        return self.planner.statement.parameter(lambda moment: take(read(moment)), sql_type)

    def of_moment(self, bind: Callable[[Moment], object], sql_type: str, key: Hashable) -> str:
        """The placeholder of a value that is the same wherever `key` is asked for."""
        return self.planner.statement.parameter(bind, sql_type, key)

    def column(self) -> Json:
        """The column of the same name, or the one that `columns` gives."""
        name = self.columns.get(self.field.python_name, self.field.python_name)
        column = None if self.model is None else self.model.__table__.columns.get(name)
        if column is None:
            raise NotCompiled(f"{self.parent.name}.{self.name} is no column")
        nullable = bool(column.nullable) or not is_non_null_type(self.definition.type)
        return json_value(f"{self.alias}.{name}", column.type, nullable=nullable)

    def object_of(self, model: type[TenantModel], alias: str, columns: Mapping[str, str] | None = None) -> Json:
        """The JSON object that the field's own selection makes of a row."""
        return self.planner.row(self.target, self, model, alias, columns)

    def object_from(self, fields: Mapping[str, Json | CompiledField]) -> Json:
        """The JSON object of a type without rows of its own, from the JSON of each field."""
        return self.planner.object(self.target, self, fields)

    def to_one(self, model: type[Entity], key: str) -> Json:
        """The row whose id is `key`, or null."""
        alias = self.new_alias()
        body = self.object_of(model, alias)
        return json_row(body, f"{self.rows(model, alias)} AND {alias}.id = {key}")

    def to_many(
        self,
        model: type[TenantModel],
        key: str,
        order_by: tuple[str, ...],
        condition: Callable[[str], str] | None = None,
        mark: Callable[[str], Json] | None = None,
    ) -> Json:
        """The rows whose column `key` holds this row's id, in order; each with a mark, if there is one."""
        alias = self.new_alias()
        body = self.object_of(model, alias)
        if mark is not None:
            body = (*mark(alias), *body)
        further = f" AND {condition(alias)}" if condition else ""
        source = f"{self.rows(model, alias)} AND {alias}.{key} = {self.alias}.id{further}"
        return json_list(body, source, ", ".join(f"{alias}.{name}" for name in order_by))

    def rows(self, model: type[TenantModel], alias: str) -> str:
        """The tenant's rows of a table, as the beginning of a FROM clause that ends with conditions."""
        return f"{model.__tablename__} AS {alias} WHERE {alias}.tenant_id = {self.tenant}"

    def path(self) -> list[str | int]:
        """Where the field is in the answer; every item of a list counts as the first."""
        steps: list[str | int] = [] if self.above is None else self.above.path()
        if self.above is not None and self.above.leads_to_list:
            steps.append(0)
        return [*steps, self.key]

    @property
    def leads_to_list(self) -> bool:
        return "[" in str(self.definition.type)
