"""The plan of an organisation."""

from equipoise.domain.plans import Plan, plan_of_rate
from equipoise.settings import Settings


def standard_plan(settings: Settings) -> Plan:
    """The plan of every organisation of an installation that sells none."""
    return plan_of_rate("standard", settings.cost_per_second, batch=settings.batch_size)
