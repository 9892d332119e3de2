"""From a selection to a statement."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_non_null_type
from graphql.execution.collect_fields import FieldDetails, FieldDetailsList
from graphql.execution.values import get_argument_values
from strawberry.types.field import StrawberryField

from equipoise.db.model import Entity, TenantModel
from equipoise_graphql import ids
from equipoise_graphql.compiled.json_text import json_list, json_object, json_value, literal, or_null
from equipoise_graphql.compiled.statement import Bind, Columns, Moment, NotCompiled, Plan, Statement
from equipoise_graphql.fields import ToMany, ToOne

Collect = Callable[[GraphQLObjectType, FieldDetailsList], dict[str, FieldDetailsList]]
"""graphql-core's collection of the selected fields, with fragments and directives seen to."""


class CompiledField(Protocol):
    """How a field that is no column and no plain relation is read: the SQL of its JSON, never NULL."""

    def __call__(self, selected: "Selected") -> str: ...


class Planner:
    """Compiles one selection. Made for each plan and thrown away."""

    def __init__(self, collect: Collect) -> None:
        self.selection = collect
        self.statement = Statement()
        self.root: type[Entity] | None = None
        self.lists_kpis = False

    def plan(self, model: type[Entity], gql_type: GraphQLObjectType, details: FieldDetailsList) -> Plan:
        """The plan of one row by its id.

        Raises: NotCompiled.
        """
        self.root = model
        self.statement.binds.append(lambda moment: moment.tenant_id)
        row_id = self.statement.parameter(lambda moment: moment.row_id, "uuid")
        alias = self.statement.alias()
        body = self.row(gql_type, details, model, alias)
        sql = (
            f"SELECT convert_to({body}, 'UTF8') FROM {model.__tablename__} AS {alias} "
            f"WHERE {alias}.tenant_id = {self.statement.tenant()} AND {alias}.id = {row_id}"
        )
        return Plan(sql, tuple(self.statement.binds), self.lists_kpis)

    def row(
        self,
        gql_type: GraphQLObjectType,
        details: FieldDetailsList,
        model: type[TenantModel],
        alias: str,
        columns: Columns | None = None,
    ) -> str:
        """The JSON object of one row of `model` under `alias`."""
        fields = [
            (name, self._field(Selected(self, gql_type, found, model, alias, columns or {})))
            for name, found in self.selection(gql_type, details).items()
        ]
        return json_object(fields)

    def _field(self, selected: "Selected") -> str:
        if selected.name == "__typename":
            return literal(f'"{selected.parent.name}"')
        if selected.name == "id" and issubclass(selected.model, Entity):
            return f"""'"{ids.tag(selected.model)}_' || {selected.alias}.id || '"'"""
        field = selected.field
        compiled: CompiledField | None = field.metadata.get("compiled")
        if compiled is not None:
            return compiled(selected)
        relation = field.metadata.get("relation")
        if isinstance(relation, ToOne):
            return selected.to_one(relation.model, f"{selected.alias}.{relation.key}")
        if isinstance(relation, ToMany):
            return selected.to_many(relation.model, relation.key, relation.order_by)
        if field.base_resolver is None:
            return selected.column()
        raise NotCompiled(f"{selected.parent.name}.{selected.name}")


class Selected:
    """One selected field of one row: what a compiled field works with."""

    def __init__(
        self,
        planner: Planner,
        parent: GraphQLObjectType,
        details: FieldDetailsList,
        model: type[TenantModel],
        alias: str,
        columns: Columns,
    ) -> None:
        self.planner = planner
        self.parent = parent
        self.details = details
        self.model = model
        self.alias = alias
        self.columns = columns

    @property
    def first(self) -> FieldDetails:
        return self.details[0]

    @property
    def name(self) -> str:
        return self.first.node.name.value

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

    def has_argument(self, name: str) -> bool:
        """Whether the document gives this argument, be it by a variable."""
        return any(argument.name.value == name for argument in self.first.node.arguments or ())

    def new_alias(self) -> str:
        return self.planner.statement.alias()

    def argument(self, take: Callable[[dict[str, Any], Moment], object], sql_type: str) -> str:
        """The placeholder of a value worked out of the field's arguments when the plan runs."""
        definition, node = self.definition, self.first.node

        def bind(moment: Moment) -> object:
            return take(get_argument_values(definition, node, moment.variables), moment)

        return self.parameter(bind, sql_type)

    def parameter(self, bind: Bind, sql_type: str) -> str:
        return self.planner.statement.parameter(bind, sql_type)

    def column(self) -> str:
        """The column of the same name, or the one that `columns` gives."""
        name = self.columns.get(self.field.python_name, self.field.python_name)
        column = self.model.__table__.columns.get(name)
        if column is None:
            raise NotCompiled(f"{self.parent.name}.{self.name} is no column")
        nullable = bool(column.nullable) or not is_non_null_type(self.definition.type)
        return json_value(f"{self.alias}.{name}", column.type, nullable=nullable)

    def object_of(self, model: type[TenantModel], alias: str, columns: Columns | None = None) -> str:
        """The JSON object that the field's own selection makes of a row."""
        return self.planner.row(self.target, self.details, model, alias, columns)

    def object_from(self, fields: Mapping[str, str]) -> str:
        """The JSON object of a type without rows of its own, from the SQL of each field's JSON."""
        selected = []
        for name, details in self.planner.selection(self.target, self.details).items():
            field = details[0].node.name.value
            if field == "__typename":
                selected.append((name, literal(f'"{self.target.name}"')))
            elif field in fields:
                selected.append((name, fields[field]))
            else:
                raise NotCompiled(f"{self.target.name}.{field}")
        return json_object(selected)

    def to_one(self, model: type[Entity], key: str) -> str:
        """The row whose id is `key`, or null."""
        alias = self.new_alias()
        body = self.object_of(model, alias)
        return or_null(
            f"(SELECT {body} FROM {model.__tablename__} AS {alias} "
            f"WHERE {alias}.tenant_id = {self.tenant} AND {alias}.id = {key})"
        )

    def to_many(
        self,
        model: type[TenantModel],
        key: str,
        order_by: tuple[str, ...],
        condition: Callable[[str], str] | None = None,
    ) -> str:
        """The rows whose column `key` holds this row's id, in order."""
        alias = self.new_alias()
        body = self.object_of(model, alias)
        further = f" AND {condition(alias)}" if condition else ""
        source = (
            f"{model.__tablename__} AS {alias} "
            f"WHERE {alias}.tenant_id = {self.tenant} AND {alias}.{key} = {self.alias}.id{further}"
        )
        return json_list(body, source, ", ".join(f"{alias}.{name}" for name in order_by))
