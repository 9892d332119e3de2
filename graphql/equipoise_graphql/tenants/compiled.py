"""How the organisation is read in a compiled statement."""

from dataclasses import asdict

from equipoise.domain.usage import UsagePolicy
from equipoise.tenants.models import Organisation
from equipoise_graphql.compiled.json_text import Json, json_value, sql_text
from equipoise_graphql.compiled.selected import Selected


def organisation(selected: Selected) -> Json:
    """The organisation of the person who asks."""
    row, directory = selected.new_alias(), selected.new_alias()
    columns = Organisation.__table__.columns
    body = selected.object_from(
        {
            "name": json_value(f"{row}.name", columns.name.type, nullable=False),
            "slug": (f"to_json({directory}.slug)",),
            "timeZone": json_value(f"{row}.time_zone", columns.time_zone.type, nullable=False),
            "fiscalFirstMonth": (f"{row}.fiscal_first_month",),
            "trustedDocumentsOnly": json_value(
                f"{row}.trusted_documents_only", columns.trusted_documents_only.type, nullable=False
            ),
            "usagePolicy": lambda policy: policy.object_from(
                {
                    "windowDays": _figure(row, "window_days"),
                    "graceDays": _figure(row, "grace_days"),
                    "minimumWeight": _figure(row, "minimum_weight"),
                    "minimumPeople": _figure(row, "minimum_people"),
                    "listedCounts": _figure(row, "listed_counts"),
                }
            ),
        }
    )
    return (
        f"(SELECT {sql_text(body)} FROM organisation AS {row} JOIN tenant AS {directory} "
        f"ON {directory}.id = {row}.tenant_id WHERE {row}.tenant_id = {selected.tenant})",
    )


def policy_figure(selected: Selected, name: str) -> str:
    """The SQL of one figure of the organisation's usage policy, as text."""
    row = selected.new_alias()
    return f"(SELECT {_figure(row, name)[0]} FROM {selected.rows(Organisation, row)})"


def _figure(row: str, name: str) -> Json:
    """A figure of the policy; what the organisation does not say is as in a new one."""
    usual = str(asdict(UsagePolicy())[name]).lower()
    return (f"coalesce({row}.usage_policy ->> '{name}', '{usual}')",)
