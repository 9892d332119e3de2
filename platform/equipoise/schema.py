"""The metadata of every table: importing this module loads all models."""

from equipoise.audit import models as audit
from equipoise.connections import models as connections
from equipoise.db.model import Model
from equipoise.discussion import models as discussion
from equipoise.identity import models as identity
from equipoise.initiatives import models as initiatives
from equipoise.kpis import models as kpis
from equipoise.reviews import models as reviews
from equipoise.scores import models as scores
from equipoise.strategy import models as strategy
from equipoise.tenants import models as tenants
from equipoise.usage import models as usage

FEATURES = (
    audit, connections, discussion, identity, initiatives, kpis, reviews, scores, strategy, tenants, usage,
)  # fmt: skip

metadata = Model.metadata
