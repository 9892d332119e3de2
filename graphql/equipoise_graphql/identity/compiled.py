"""How people and tokens are read in a compiled statement."""

from equipoise.db.json import encode
from equipoise.domain.scopes import Scope
from equipoise.identity.actor import Actor
from equipoise.identity.models import AccessToken, Person
from equipoise.strategy.models import OrgUnit
from equipoise_graphql.compiled.filters import filtered, has_part, is_word, names_row
from equipoise_graphql.compiled.json_text import Json, json_list, or_null, quote, quoted, sql_text
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import Condition, row_by_id
from equipoise_graphql.compiled.selected import Selected
from equipoise_graphql.tenants.compiled import organisation


def viewer(selected: Selected) -> Json:
    """Who is asking."""
    person_id = own_id(selected)
    return selected.object_from(
        {
            "role": quoted(selected.of_moment(lambda moment: moment.actor.role.value, "text", "own role")),
            "scopes": (selected.of_moment(lambda moment: _scopes_of(moment.actor), "text", "own scopes"),),
            "person": lambda person: person.to_one(Person, person_id),
            "organisation": organisation,
        }
    )


def _scopes_of(actor: Actor) -> str:
    """As JSON."""
    return encode(None if actor.scopes is None else [scope.value for scope in Scope if scope in actor.scopes])


def scopes(selected: Selected) -> Json:
    """What a token is for; null if for everything."""
    kept = f"{selected.alias}.scopes"
    return or_null(f"CASE WHEN {kept} IS NOT NULL THEN {sql_text(scope_list(kept))} END")


def scope_list(kept: str) -> Json:
    """The scopes that there are among the words of a text, in their order."""
    known = ", ".join(f"({place}, {quote(scope)})" for place, scope in enumerate(Scope))
    return json_list(
        quoted("known.name"),
        f"(VALUES {known}) AS known (place, name) WHERE known.name = ANY (string_to_array({kept}, ' '))",
        "known.place",
    )


def own_id(selected: Selected) -> str:
    return selected.of_moment(lambda moment: moment.actor.person_id, "uuid", "own id")


def _still_here(selected: Selected) -> Condition | None:
    if selected.argument("filter.includeLeft").known:
        return None
    return lambda alias: f"{alias}.left_at IS NULL"


def _own_by_hand(selected: Selected) -> Condition:
    person_id = own_id(selected)
    return lambda alias: f"{alias}.person_id = {person_id} AND {alias}.client_id IS NULL"


person = row_by_id(Person)
people = page(
    Person,
    filtered(
        {
            "role": is_word("role"),
            "kind": is_word("kind"),
            "orgUnit": names_row("org_unit_id", OrgUnit),
            "search": has_part("display_name", "email"),
        },
        _still_here,
    ),
)
access_tokens = page(AccessToken, lambda selected: [_own_by_hand(selected)], newest=True)
