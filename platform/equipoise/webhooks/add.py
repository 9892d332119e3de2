"""Add a webhook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain import text
from equipoise.domain.errors import Invalid
from equipoise.domain.fields import TooMany
from equipoise.domain.roles import Permission
from equipoise.events.kinds import EventKind
from equipoise.events.log import version_of
from equipoise.identity.actor import Actor
from equipoise.jobs.enqueue import enqueue
from equipoise.key_ring import KeyRing
from equipoise.tenants.organisation import locked_organisation
from equipoise.webhooks.destination import checked_url
from equipoise.webhooks.fan_out import TASK
from equipoise.webhooks.models import Webhook
from equipoise.webhooks.secrets import SigningSecrets
from equipoise.webhooks.signature import new_secret

MOST_WEBHOOKS = 20
NOTICED_AFTER = timedelta(seconds=8)
"""By then every worker has forgotten that the organisation had no webhook."""


@dataclass(frozen=True, slots=True)
class AddedWebhook:
    """A new webhook; its secret cannot be shown again."""

    webhook: Webhook
    secret: str


async def add_webhook(
    session: TenantSession, actor: Actor, keys: KeyRing, *, name: str, url: str, kinds: Sequence[str], private: bool
) -> AddedWebhook:
    """Send what happens from now on to this address.

    Raises: Forbidden, Invalid, TooMany, TextMissing.
    """
    actor.require(Permission.CONNECT_SOURCES)
    await locked_organisation(session, shared=False)
    counted = select(func.count()).select_from(Webhook).where(Webhook.tenant_id == session.tenant_id)
    if (await session.scalar(counted) or 0) >= MOST_WEBHOOKS:
        raise TooMany(f"An organisation has at most {MOST_WEBHOOKS} webhooks.", field="name")
    secret = new_secret()
    webhook = Webhook(
        id=new_id(),
        name=text.name(name, "name"),
        url=checked_url(url, private=private),
        kinds=checked_kinds(kinds),
        position=await version_of(session),
        created_at=actor.now,
    )
    webhook.secrets = SigningSecrets(secret).sealed(keys, webhook.id)
    session.add(webhook)
    await session.flush()
    facts = {"name": webhook.name, "url": webhook.url, "kinds": webhook.kinds}
    record(session, actor, "webhook.added", "webhook", webhook.id, after=facts)
    await enqueue(session, TASK, scheduled_at=actor.now + NOTICED_AFTER)
    return AddedWebhook(webhook, secret)


def checked_kinds(kinds: Sequence[str]) -> list[str]:
    """Kinds of events or topics, each once. Raises: Invalid."""
    for place, kind in enumerate(kinds[: len(_KNOWN) + 1]):
        if kind not in _KNOWN:
            raise Invalid(f"There are no such events. Choose of: {', '.join(sorted(_KNOWN))}.", field=f"kinds.{place}")
    if len(kinds) > len(_KNOWN):
        raise Invalid("Name each kind once.", field="kinds")
    return sorted(set(kinds))


_KNOWN = {word for kind in EventKind for word in (kind.value, kind.partition(".")[0])}
