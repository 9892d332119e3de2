"""How the targets of a KPI run."""

from equipoise.exchange.describe import target_entry
from equipoise.exchange.document.kpi import KpiEntry
from equipoise.exchange.problems import Place
from equipoise.exchange.report import Kind
from equipoise.exchange.work import Work
from equipoise.kpis.models import Kpi
from equipoise.kpis.targets import set_target_plan


async def apply_targets(work: Work, place: Place, entry: KpiEntry, kpi: Kpi) -> None:
    """Set the plans that are new or run otherwise, from the earliest on, so that one can make room for the next."""
    there = {row.starts_on: row for row in work.rows.plans[kpi.id]}
    for number, target in sorted(enumerate(entry.targets), key=lambda numbered: numbered[1].starts_on):
        below = (*place, "targets", number)
        name = f"{entry.key} from {target.starts_on}"
        row = there.get(target.starts_on)
        current = None if row is None else target_entry(row)
        if row is None or current is None or (current.ends_on, current.plan()) != (target.ends_on, target.plan()):
            with work.at(below):
                row = await set_target_plan(
                    work.session,
                    work.actor,
                    kpi.id,
                    starts_on=target.starts_on,
                    ends_on=target.ends_on,
                    plan=target.plan(),
                )
        work.known(below, Kind.TARGET, name, row, created=current is None)
        if current is not None and current.ends_on != target.ends_on:
            work.report.changed(below, "ends_on")
        if current is not None and current.plan() != target.plan():
            work.report.changed(below, "target")
