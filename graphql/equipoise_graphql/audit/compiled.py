"""How the audit log is read in a compiled statement."""

from equipoise.audit.models import AuditEntry
from equipoise.db.public_ids import tags_of_tables
from equipoise.domain import text
from equipoise.domain.roles import Permission
from equipoise.identity.models import Person
from equipoise_graphql import ids
from equipoise_graphql.compiled.arguments import Argument
from equipoise_graphql.compiled.filters import filtered, names_row
from equipoise_graphql.compiled.json_text import Json, quote, quoted_or_null
from equipoise_graphql.compiled.pages import page
from equipoise_graphql.compiled.roots import Condition
from equipoise_graphql.compiled.selected import Selected


def subject(selected: Selected) -> Json:
    """The id of the thing; null for what has no id in this API."""
    entry = selected.alias
    tags = " ".join(f"WHEN {quote(table)} THEN {quote(tag)}" for table, tag in tags_of_tables().items())
    return quoted_or_null(f"CASE {entry}.subject_type {tags} END || '_' || {entry}.subject_id")


def _about(selected: Selected, argument: Argument, field: str) -> Condition:
    subject_id = selected.parameter(argument, "uuid", lambda raw: ids.split(raw, field)[1])
    return lambda alias: f"{alias}.subject_id = {subject_id}"


def _of_action(selected: Selected, argument: Argument, field: str) -> Condition:
    action = selected.parameter(argument, "text", lambda raw: text.name(raw, field))
    return lambda alias: f"{alias}.action = {action}"


audit_log = page(
    AuditEntry,
    filtered({"subject": _about, "actor": names_row("actor_id", Person), "action": _of_action}),
    newest=True,
    permission=Permission.READ_AUDIT,
)
