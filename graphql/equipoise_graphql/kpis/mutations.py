"""How KPIs, their targets and their values are changed."""

from equipoise_graphql.kpis.edit import KpiMutations
from equipoise_graphql.kpis.plan import TargetPlanMutations
from equipoise_graphql.kpis.record import RecordMutations

MUTATIONS = (KpiMutations, TargetPlanMutations, RecordMutations)
