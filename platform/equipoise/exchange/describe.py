"""Rows as a document says them: what is exported, and what a document is compared with.

What is history cannot be named: an owner who has left, a counter-KPI that is retired or a parent that is archived
reads as nobody or nothing.
"""

from uuid import UUID

from equipoise.domain.kpi import KpiState
from equipoise.domain.usage import UsagePolicy
from equipoise.exchange.document.initiative import InitiativeEntry, MilestoneEntry
from equipoise.exchange.document.kpi import KpiEntry, KpiStateWord, TargetEntry, figures_of
from equipoise.exchange.document.organisation import OrganisationEntry, PersonEntry, UnitEntry, UsagePolicyEntry
from equipoise.exchange.document.rules import stored_scoring_form, stored_status_rules_form
from equipoise.exchange.document.scorecard import ObjectiveEntry, PerspectiveEntry, ScorecardEntry
from equipoise.exchange.rows import Rows, in_force
from equipoise.identity.models import Person
from equipoise.initiatives.models import Initiative, Milestone
from equipoise.kpis.models import Kpi, TargetPlan
from equipoise.strategy.models import Objective, OrgUnit, Perspective, Scorecard
from equipoise.tenants.models import Organisation


def organisation_entry(row: Organisation) -> OrganisationEntry:
    policy = UsagePolicy(**row.usage_policy)
    return OrganisationEntry.model_construct(
        name=row.name,
        time_zone=row.time_zone,
        fiscal_first_month=row.fiscal_first_month,
        usage_policy=UsagePolicyEntry.model_construct(
            window_days=policy.window_days,
            grace_days=policy.grace_days,
            minimum_weight=policy.minimum_weight,
            minimum_people=policy.minimum_people,
            listed_counts=policy.listed_counts,
        ),
    )


def unit_entry(row: OrgUnit) -> UnitEntry:
    return UnitEntry.model_construct(name=row.name, kind=row.kind)


def person_entry(rows: Rows, row: Person) -> PersonEntry:
    return PersonEntry.model_construct(
        email=row.email,
        name=row.display_name,
        role=row.role,
        kind=row.kind,
        unit=None if row.org_unit_id is None else rows.unit_path(row.org_unit_id),
    )


def scorecard_entry(rows: Rows, row: Scorecard) -> ScorecardEntry:
    parent = None if row.parent_id is None else rows.scorecards[row.parent_id]
    return ScorecardEntry.model_construct(
        name=row.name,
        unit=rows.unit_path(row.org_unit_id),
        parent=parent.name if parent is not None and in_force(parent) else None,
        status=row.status,
        frequency=row.frequency,
        cycle_start=row.cycle_start,
        cycle_end=row.cycle_end,
        rollup=row.rollup,
        mission=row.mission,
        vision=row.vision,
        core_values=row.core_values,
    )


def perspective_entry(row: Perspective) -> PerspectiveEntry:
    return PerspectiveEntry.model_construct(name=row.name, question=row.question, weight=row.weight, rollup=row.rollup)


def objective_entry(rows: Rows, row: Objective) -> ObjectiveEntry:
    return ObjectiveEntry.model_construct(
        name=row.name,
        description=row.description,
        theme=row.theme,
        owner=_email(rows, row.owner_id),
        weight=row.weight,
        rollup=row.rollup,
    )


def kpi_entry(rows: Rows, row: Kpi) -> KpiEntry:
    counter = None if row.counter_kpi_id is None else rows.kpis[row.counter_kpi_id]
    return KpiEntry.model_construct(
        key=row.key,
        name=row.name,
        unit=row.unit,
        state=KpiStateWord.PROPOSED if row.state is KpiState.PROPOSED else KpiStateWord.ACTIVE,
        purpose=row.purpose,
        good_range=row.good_range,
        response_plan=row.response_plan,
        behaviours=row.behaviours,
        counter_kpi=counter.key if counter is not None and in_force(counter) else None,
        owner=_email(rows, row.owner_id),
        contributor=_email(rows, row.contributor_id),
        indicator=row.indicator,
        data_kind=row.data_kind,
        direction=row.direction,
        frequency=row.frequency,
        weight=row.weight,
        scoring=stored_scoring_form(row.scoring),
        status_rules=stored_status_rules_form(row.status_rules),
        aggregation=row.aggregation,
        ratio_factor=row.ratio_factor,
        missing_data=row.missing_data,
        carried_periods=row.carried_periods,
        data_source=row.data_source,
    )


def target_entry(row: TargetPlan) -> TargetEntry:
    return TargetEntry.model_construct(starts_on=row.starts_on, ends_on=row.ends_on, **figures_of(row.plan))


def initiative_entry(rows: Rows, row: Initiative) -> InitiativeEntry:
    return InitiativeEntry.model_construct(
        name=row.name,
        description=row.description,
        status=row.status,
        progress=row.progress,
        budget=row.budget,
        starts_on=row.starts_on,
        due_on=row.due_on,
        owner=_email(rows, row.owner_id),
        kpis=cited_keys(rows, row),
    )


def cited_keys(rows: Rows, row: Initiative) -> tuple[str, ...]:
    """Keys of the KPIs that it is meant to move."""
    cited = (rows.kpis[kpi_id] for kpi_id in rows.cited[row.id])
    return tuple(sorted(kpi.key for kpi in cited if in_force(kpi)))


def milestone_entry(row: Milestone) -> MilestoneEntry:
    return MilestoneEntry.model_construct(name=row.name, due_on=row.due_on, done_on=row.done_on)


def _email(rows: Rows, person_id: UUID | None) -> str | None:
    person = None if person_id is None else rows.people[person_id]
    return person.email if person is not None and in_force(person) else None
