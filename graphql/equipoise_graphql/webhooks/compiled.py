"""How webhooks and their messages are read in a compiled statement."""

from equipoise.domain.roles import Permission
from equipoise.webhooks.models import Webhook, WebhookDelivery
from equipoise_graphql.compiled.pages import page, page_below
from equipoise_graphql.compiled.roots import row_by_id

webhooks = page(Webhook, permission=Permission.CONNECT_SOURCES)
webhook = row_by_id(Webhook, permission=Permission.CONNECT_SOURCES)
webhook_delivery = row_by_id(WebhookDelivery, permission=Permission.CONNECT_SOURCES)
deliveries = page_below(WebhookDelivery, "webhook_id", newest=True)
