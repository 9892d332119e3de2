"""KPIs with their targets and counter-KPIs."""

from dataclasses import replace
from uuid import UUID

from equipoise.db.session import TenantSession
from equipoise.demo.loading.entered import Entered
from equipoise.demo.story import Kpi
from equipoise.demo.workbooks.catalogue import title_of
from equipoise.domain.scoring import scoring_to_json
from equipoise.domain.status import status_rules_to_json
from equipoise.domain.targets import target_to_json
from equipoise.identity.actor import Actor
from equipoise.kpis.activate import activate_kpi
from equipoise.kpis.add import add_kpi
from equipoise.kpis.properties import KpiProperties
from equipoise.kpis.targets import set_target_plan
from equipoise.kpis.update import update_kpi


async def enter_kpi(session: TenantSession, actor: Actor, entered: Entered, kpi: Kpi, objective_id: UUID) -> None:
    """Add the KPI; it becomes active with its target, unless it is only proposed."""
    timeline = entered.demo.timeline
    if kpi.created_days_ago is not None:
        actor = replace(actor, now=timeline.moment(kpi.created_days_ago))
    added = await add_kpi(
        session, actor, objective_id=objective_id, key=kpi.key, name=kpi.name, **_properties(entered, kpi)
    )
    entered.kpis[kpi.key] = added.id
    if kpi.target is not None:
        plan = target_to_json(kpi.target.plan(timeline))
        await set_target_plan(
            session, actor, added.id, starts_on=timeline.cycle_start, ends_on=timeline.cycle_end, plan=plan
        )
    if not kpi.proposed:
        await activate_kpi(session, actor, added.id)


async def name_counter_kpis(session: TenantSession, actor: Actor, entered: Entered) -> None:
    """Once all KPIs are there: which other one would show the damage."""
    for _, kpi in entered.demo.kpis():
        if kpi.counter is not None:
            await update_kpi(session, actor, entered.kpis[kpi.key], counter_kpi_id=entered.kpis[kpi.counter])


def _properties(entered: Entered, kpi: Kpi) -> KpiProperties:
    properties = KpiProperties(
        unit=kpi.unit,
        purpose=kpi.purpose,
        good_range=kpi.good_range,
        response_plan=kpi.response_plan,
        behaviours=kpi.behaviours,
        indicator=kpi.indicator,
        data_kind=kpi.data_kind,
        frequency=kpi.frequency,
        weight=kpi.weight,
        aggregation=kpi.aggregation,
        ratio_factor=kpi.ratio_factor,
        missing_data=kpi.missing_data,
        carried_periods=kpi.carried,
        owner_id=None if kpi.owner is None else entered.people[kpi.owner],
        contributor_id=None if kpi.contributor is None else entered.people[kpi.contributor],
        data_source="" if kpi.proposed else title_of(entered.demo.workbook_of(kpi)),
    )
    if kpi.scoring is not None:
        properties["scoring"] = scoring_to_json(kpi.scoring)
        properties["direction"] = kpi.direction
    if kpi.status_rules is not None:
        properties["status_rules"] = status_rules_to_json(kpi.status_rules)
    return properties
