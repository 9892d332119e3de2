"""The demo organisation put together for a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from equipoise.demo.assembly.scorecard import ASSEMBLY
from equipoise.demo.cargo_bikes.scorecard import CARGO_BIKES
from equipoise.demo.company.scorecard import COMPANY
from equipoise.demo.dealer_sales.scorecard import DEALER_SALES
from equipoise.demo.drive_engineering.scorecard import DRIVE_ENGINEERING
from equipoise.demo.drive_systems.scorecard import DRIVE_SYSTEMS
from equipoise.demo.figures import values_first, values_now
from equipoise.demo.ledgers.changes import changes
from equipoise.demo.ledgers.inspections import inspections
from equipoise.demo.ledgers.ledger import Ledger
from equipoise.demo.ledgers.orders import orders
from equipoise.demo.ledgers.personnel import personnel
from equipoise.demo.ledgers.tickets import tickets
from equipoise.demo.people import PEOPLE
from equipoise.demo.story import Kpi, Person, Scorecard, Unit
from equipoise.demo.timeline import Timeline
from equipoise.demo.units import UNITS
from equipoise.demo.values import DemoValue

SLUG = "demo"
CORRECTED = frozenset({"board", "cargo_bikes", "orders"})
"""Workbooks of which a second edition corrects the first."""


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """Everything about Lindmoor on a day. Scorecards come parents first."""

    name: str
    slug: str
    time_zone: str
    timeline: Timeline
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    scorecards: tuple[Scorecard, ...]
    ledgers: Mapping[str, Ledger]
    values: Mapping[str, tuple[DemoValue, ...]]
    """By key of the KPI, oldest first, as they stand after all corrections."""
    first_values: Mapping[str, tuple[DemoValue, ...]]
    """The same as the first edition of each workbook has them."""

    def kpis(self) -> Iterator[tuple[Scorecard, Kpi]]:
        for scorecard in self.scorecards:
            for kpi in scorecard.kpis():
                yield scorecard, kpi

    def of_workbook(self, workbook: str) -> list[tuple[Scorecard, Kpi]]:
        """The KPIs whose values this workbook brings."""
        return [
            (scorecard, kpi)
            for scorecard, kpi in self.kpis()
            if not kpi.proposed and (kpi.workbook or scorecard.workbook) == workbook
        ]

    def workbook_of(self, wanted: Kpi) -> str:
        """Key of the workbook that brings the values of a KPI."""
        return next(kpi.workbook or scorecard.workbook for scorecard, kpi in self.kpis() if kpi.key == wanted.key)


def build(today: date) -> DemoOrganisation:
    """The same for the same day, on every machine."""
    timeline = Timeline(today)
    ledgers = {
        "orders": orders(timeline),
        "tickets": tickets(timeline),
        "inspections": inspections(timeline),
        "changes": changes(timeline),
        "personnel": personnel(timeline),
    }
    scorecards = (COMPANY, CARGO_BIKES, DRIVE_SYSTEMS, ASSEMBLY, DEALER_SALES, DRIVE_ENGINEERING)
    values: dict[str, tuple[DemoValue, ...]] = {}
    first_values: dict[str, tuple[DemoValue, ...]] = {}
    for scorecard in scorecards:
        for kpi in scorecard.kpis():
            corrected = (kpi.workbook or scorecard.workbook) in CORRECTED
            values[kpi.key] = values_now(kpi, timeline, ledgers)
            first_values[kpi.key] = values_first(kpi, values[kpi.key], timeline, ledgers, corrected=corrected)
    return DemoOrganisation(
        "Lindmoor",
        SLUG,
        "Europe/Amsterdam",
        timeline,
        UNITS,
        PEOPLE,
        scorecards,
        ledgers,
        values,
        first_values,
    )
