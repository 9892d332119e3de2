"""The metadata of every table: importing this module loads all models."""

from equipoise.audit import models as audit
from equipoise.connections import models as connections
from equipoise.db.model import Model
from equipoise.discussion import models as discussion
from equipoise.events import models as events
from equipoise.field_use import models as field_use
from equipoise.identity import models as identity
from equipoise.initiatives import models as initiatives
from equipoise.kpis import models as kpis
from equipoise.oauth import models as oauth
from equipoise.reviews import models as reviews
from equipoise.scores import models as scores
from equipoise.strategy import models as strategy
from equipoise.tenants import models as tenants
from equipoise.trusted_documents import models as trusted_documents
from equipoise.usage import models as usage
from equipoise.webhooks import models as webhooks

FEATURES = (
    audit, connections, discussion, events, field_use, identity, initiatives, kpis, oauth, reviews, scores, strategy,
    tenants, trusted_documents, usage, webhooks,
)  # fmt: skip

metadata = Model.metadata
