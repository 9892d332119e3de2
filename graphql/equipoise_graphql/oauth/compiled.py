"""How applications are read in a compiled statement."""

from equipoise.domain.roles import Permission
from equipoise.oauth.models import ClientKind, OAuthClient
from equipoise_graphql import ids
from equipoise_graphql.compiled.json_text import Json, Literal, json_list, moment_json, quote, quoted
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import row_by_id
from equipoise_graphql.compiled.selected import CompiledField, Selected
from equipoise_graphql.identity.compiled import own_id, scope_list

oauth_clients = page(OAuthClient, permission=Permission.MANAGE_PEOPLE)
oauth_client = row_by_id(OAuthClient, permission=Permission.MANAGE_PEOPLE)


def kind(selected: Selected) -> Json:
    """Whether an application keeps a secret."""
    return quoted(
        f"CASE WHEN {selected.alias}.secret_hash IS NULL "
        f"THEN {quote(ClientKind.PUBLIC)} ELSE {quote(ClientKind.CONFIDENTIAL)} END"
    )


def client_id(selected: Selected) -> Json:
    """The `client_id` of OAuth 2, as `client_name` writes it."""
    row = selected.alias
    tenant, client = (f"replace({row}.{name}::text, '-', '')" for name in ("tenant_id", "id"))
    return Literal('"eqpc_'), tenant, Literal("_"), client, Literal('"')


def words(column: str) -> CompiledField:
    """A list that is kept as words between blanks."""
    return lambda selected: (f"to_json(array_remove(regexp_split_to_array({selected.alias}.{column}, '\\s+'), ''))",)


def scopes(selected: Selected) -> Json:
    """What an application may ask for at most."""
    return scope_list(f"{selected.alias}.scopes")


def authorized_applications(selected: Selected) -> Json:
    """What one let act for oneself, by name."""
    consent, client = selected.new_alias(), selected.new_alias()
    body = selected.object_from(
        {
            "id": (Literal(f'"{ids.tag(OAuthClient)}_'), f"{client}.id", Literal('"')),
            "name": (f"to_json({client}.name)",),
            "scopes": scope_list(f"{consent}.scopes"),
            "givenAt": (moment_json(f"{consent}.given_at"),),
        }
    )
    source = (
        f"oauth_consent AS {consent} JOIN oauth_client AS {client} "
        f"ON {client}.tenant_id = {consent}.tenant_id AND {client}.id = {consent}.client_id "
        f"WHERE {consent}.tenant_id = {selected.tenant} AND {consent}.person_id = {own_id(selected)}"
    )
    return json_list(body, source, f"{client}.name")
