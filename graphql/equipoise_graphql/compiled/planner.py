"""From the selections of an operation to a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, is_non_null_type
from graphql.execution.collect_fields import (
    FieldDetailsList,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from equipoise.db.model import Entity, TenantModel
from equipoise_graphql import ids
from equipoise_graphql.compiled.json_text import Json, Literal, json_object, sql_text
from equipoise_graphql.compiled.marks import hole_mark
from equipoise_graphql.compiled.selected import CompiledField, Selected
from equipoise_graphql.compiled.statement import NotCompiled, Statement
from equipoise_graphql.fields import ToMany, ToOne


@dataclass(frozen=True, slots=True)
class Hole:
    """A field that the resolvers fill in, of rows of a model."""

    model: type[Entity]
    parent: GraphQLObjectType
    details: FieldDetailsList
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class RootColumn:
    """One root field: its SQL, or None where the resolvers answer it as a whole."""

    key: str
    nullable: bool
    sql: str | None


class Planner:
    """Compiles one operation. Made for each plan and thrown away."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDetails],
        variables: VariableValues,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.fragments = fragments
        self.variables = variables
        self.statement = Statement()
        self.holes: list[Hole] = []

    def roots(self) -> list[RootColumn]:
        """The root fields in their order, each compiled as far as it can be."""
        query = self.schema.query_type
        if query is None:
            raise NotCompiled("a schema without queries")
        found = collect_fields(self.schema, self.fragments, self.variables, query, self.operation)
        return [self._root(query, key, details) for key, details in found.grouped_field_set.items()]

    def _root(self, query: GraphQLObjectType, key: str, details: FieldDetailsList) -> RootColumn:
        selected = Selected(self, query, details)
        try:
            json = self._field(selected)
        except NotCompiled:
            return RootColumn(key, nullable=True, sql=None)
        nullable = selected.name != "__typename" and not is_non_null_type(selected.definition.type)
        # One expression alone is NULL where there is no such row, which must not become an empty text.
        alone = len(json) == 1 and not isinstance(json[0], Literal)
        return RootColumn(key, nullable, json[0] if alone else sql_text(json))

    def row(
        self,
        gql_type: GraphQLObjectType,
        above: Selected,
        model: type[TenantModel],
        alias: str,
        columns: Mapping[str, str] | None = None,
    ) -> Json:
        """The JSON object of one row of `model` under `alias`."""
        return json_object(
            [
                (
                    key,
                    self._field_or_hole(
                        Selected(self, gql_type, details, model=model, alias=alias, columns=columns, above=above)
                    ),
                )
                for key, details in self._below(gql_type, above).items()
            ]
        )

    def object(self, gql_type: GraphQLObjectType, above: Selected, fields: Mapping[str, Json | CompiledField]) -> Json:
        """The JSON object of a type without rows, from the JSON of its fields."""
        found = []
        for key, details in self._below(gql_type, above).items():
            selected = Selected(self, gql_type, details, above=above)
            if selected.name == "__typename":
                found.append((key, _typename(gql_type)))
                continue
            field = fields.get(selected.name)
            if field is None:
                raise NotCompiled(f"{gql_type.name}.{selected.name}")
            found.append((key, field if isinstance(field, tuple) else field(selected)))
        return json_object(found)

    def _below(self, gql_type: GraphQLObjectType, above: Selected) -> dict[str, FieldDetailsList]:
        return collect_subfields(
            self.schema, self.fragments, self.variables, self.operation, gql_type, above.details
        ).grouped_field_set

    def _field_or_hole(self, selected: Selected) -> Json:
        try:
            return self._field(selected)
        except NotCompiled:
            if selected.model is None or not issubclass(selected.model, Entity):
                raise
        self.holes.append(Hole(selected.model, selected.parent, selected.details, tuple(selected.path())))
        return hole_mark(len(self.holes) - 1, selected.alias)

    def _field(self, selected: Selected) -> Json:
        if selected.name == "__typename":
            return _typename(selected.parent)
        if selected.name.startswith("__"):
            raise NotCompiled("about the schema")
        if selected.name == "id" and selected.model is not None and issubclass(selected.model, Entity):
            return Literal(f'"{ids.tag(selected.model)}_'), f"{selected.alias}.id", Literal('"')
        metadata: Mapping[Any, Any] = selected.field.metadata
        compiled: CompiledField | None = metadata.get("compiled")
        if compiled is not None:
            return compiled(selected)
        relation = metadata.get("relation")
        if isinstance(relation, ToOne):
            return selected.to_one(relation.model, f"{selected.alias}.{relation.key}")
        if isinstance(relation, ToMany):
            return selected.to_many(relation.model, relation.key, relation.order_by)
        if selected.field.base_resolver is None:
            return selected.column()
        raise NotCompiled(f"{selected.parent.name}.{selected.name}")


def _typename(gql_type: GraphQLObjectType) -> Json:
    return (Literal(f'"{gql_type.name}"'),)
