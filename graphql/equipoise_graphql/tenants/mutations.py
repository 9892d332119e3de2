"""Changing the organisation."""

from typing import Any

import strawberry

from equipoise.db.session import TenantSession
from equipoise.tenants.organisation import update_organisation
from equipoise_graphql.context import Info
from equipoise_graphql.fields import mutation
from equipoise_graphql.mutation import Payload, attempt
from equipoise_graphql.tenants.types import Organisation


@strawberry.input(description="What changes about when a KPI counts as unused; what is left out stays.")
class UsagePolicyInput:
    """What changes of the policy."""

    window_days: int | None = strawberry.field(default=None, description="Days to look back, 7 to 1,095.")
    grace_days: int | None = strawberry.field(default=None, description="Days a new KPI is left alone, 0 to 365.")
    minimum_weight: int | None = strawberry.field(default=None, description="Least weight of use, 1 to 10,000.")
    minimum_people: int | None = strawberry.field(default=None, description="Least number of people, 1 to 1,000.")
    listed_counts: bool | None = strawberry.field(default=None, description="Whether being listed counts as use.")


@strawberry.input(description="What changes about the organisation; what is left out or null stays as it is.")
class UpdateOrganisationInput:
    """What changes about the organisation."""

    name: str | None = strawberry.field(default=None, description="At most 200 characters.")
    time_zone: str | None = strawberry.field(default=None, description="A name such as `Europe/Berlin`.")
    fiscal_first_month: int | None = strawberry.field(
        default=None, description="1 to 12; refused with FISCAL_YEAR_IN_USE once there is a scorecard."
    )
    usage_policy: UsagePolicyInput | None = strawberry.field(default=None, description="When a KPI counts as unused.")
    trusted_documents_only: bool | None = strawberry.field(
        default=None,
        description="Whether clients may send only trusted documents, in production; register them before.",
    )


@strawberry.type(description="The answer of a mutation of the organisation.")
class OrganisationPayload(Payload):
    """The answer of a mutation of the organisation."""

    organisation: Organisation | None = strawberry.field(default=None, description="The organisation as it is now.")


@strawberry.type
class OrganisationMutations:
    """Changing the organisation."""

    @mutation(
        "Change the organisation. Usage policy and what clients may send are for administrators, the rest for owners."
    )
    async def update_organisation(self, info: Info, input: UpdateOrganisationInput) -> OrganisationPayload:
        async def act(session: TenantSession) -> dict[str, Any]:
            organisation = await update_organisation(
                session,
                info.context.actor,
                name=input.name,
                time_zone=input.time_zone,
                fiscal_first_month=input.fiscal_first_month,
                usage_policy=_given(input.usage_policy),
                trusted_documents_only=input.trusted_documents_only,
            )
            return {"organisation": organisation}

        return await attempt(info, OrganisationPayload, act)


def _given(policy: UsagePolicyInput | None) -> dict[str, int | bool]:
    return {} if policy is None else {name: figure for name, figure in vars(policy).items() if figure is not None}


MUTATIONS = (OrganisationMutations,)
