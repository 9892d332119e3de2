"""Webhooks as administrators set them up."""

from typing import Any

from tests.support.api import Api
from tests.support.strategy import mutation

ADD = mutation("addWebhook", "secret webhook { id name url kinds state }")
UPDATE = mutation("updateWebhook", "webhook { id name url kinds }")
ROTATE = mutation("rotateWebhookSecret", "secret webhook { id }", "WebhookInput")
PAUSE = mutation("pauseWebhook", "webhook { state pausedBecause }", "WebhookInput")
RESUME = mutation("resumeWebhook", "webhook { state pausedBecause }", "WebhookInput")
REMOVE = mutation("removeWebhook", "webhook { id }", "WebhookInput")
TEST = mutation("testWebhook", "delivery { id kind state }", "WebhookInput")
REPLAY = mutation("replayWebhookDelivery", "delivery { id state }")
REPLAY_FAILED = mutation("replayFailedDeliveries", "replayed")
LOG = """
query Log($id: ID!) {
  webhook(id: $id) {
    state pausedBecause failingSince
    deliveries(first: 100) {
      nodes { id kind payload state nextAttemptAt deliveredAt attempts { number status error answer } }
    }
  }
}
"""


async def new_webhook(api: Api, url: str, *kinds: str) -> tuple[str, str]:
    """Its id and its secret."""
    added = await api.mutate(ADD, input={"name": "Data warehouse", "url": url, "kinds": list(kinds)})
    return added["webhook"]["id"], added["secret"]


async def log_of(api: Api, webhook: str) -> Any:
    return (await api.data(LOG, id=webhook))["webhook"]


async def messages_of(api: Api, webhook: str) -> list[Any]:
    """Its messages, oldest first."""
    nodes: list[Any] = (await log_of(api, webhook))["deliveries"]["nodes"]
    return nodes[::-1]
