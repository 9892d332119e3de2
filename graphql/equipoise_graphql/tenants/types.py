"""The organisation."""

import strawberry

from equipoise_graphql.fields import column


@strawberry.type(description="When a KPI counts as unused.")
class UsagePolicy:
    """Describes `equipoise.domain.usage.UsagePolicy`."""

    window_days: int = column("How many days the evidence of use looks back; today is the last of them.")
    grace_days: int = column("How long a new KPI is left alone.")
    minimum_weight: int = column("Least weight of use in the window; opening a KPI's detail weighs 20, a comment 50.")
    minimum_people: int = column("Least number of people who used it in the window.")
    listed_counts: bool = column("Whether being listed on a page that somebody opened counts as use.")


@strawberry.type(description="The organisation that everything here belongs to.")
class Organisation:
    """Describes `equipoise.tenants.organisation.OrganisationFacts`."""

    name: str = column("What people call it.")
    slug: str = column("Its name in addresses.")
    time_zone: str = column("Which says what day it is, e.g. `Europe/Berlin`.")
    fiscal_first_month: int = column("The month with which its fiscal year begins, 1 to 12.")
    usage_policy: UsagePolicy = column("When a KPI counts as unused.")
    trusted_documents_only: bool = column(
        "Whether clients may send only documents that are registered, in production; see `trustedDocuments`."
    )
