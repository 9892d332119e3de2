"""How trusted documents are read in a compiled statement."""

from equipoise.domain.roles import Permission
from equipoise.oauth.models import OAuthClient
from equipoise.trusted_documents.models import TrustedDocument
from equipoise_graphql.compiled.filters import filtered, has_part, names_row
from equipoise_graphql.compiled.json_text import Json, Literal
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import Condition
from equipoise_graphql.compiled.selected import Selected


def document_id(selected: Selected) -> Json:
    """What clients send in place of the document."""
    return Literal('"sha256:'), f"encode({selected.alias}.sha256, 'hex')", Literal('"')


def _in_force(selected: Selected) -> Condition | None:
    if selected.argument("filter.includeWithdrawn").known:
        return None
    return lambda alias: f"{alias}.withdrawn_at IS NULL"


trusted_documents = page(
    TrustedDocument,
    filtered({"client": names_row("client_id", OAuthClient), "search": has_part("name")}, _in_force),
    permission=Permission.MANAGE_PEOPLE,
)
