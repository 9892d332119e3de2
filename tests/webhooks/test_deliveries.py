"""What happens reaches the receiver, once for each event, signed, and as often as it takes."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.db.session import writing
from equipoise.key_ring import KeyRing
from equipoise.settings import Settings
from equipoise.webhooks.backoff import DELAYS
from equipoise.webhooks.deliver import attempt_delivery
from equipoise.webhooks.fan_out import fan_out
from equipoise.webhooks.send import Sender
from equipoise.webhooks.watch import handing_on
from tests.conftest import Clock
from tests.support.api import Api, TestOrganisation
from tests.support.kpis import new_board, record
from tests.support.receivers import OK, answer, receiving
from tests.support.webhooks import (
    PAUSE,
    REPLAY,
    REPLAY_FAILED,
    RESUME,
    ROTATE,
    TEST,
    log_of,
    messages_of,
    new_webhook,
)
from tests.webhooks.conftest import Deliver


async def test_a_recorded_value_is_told_with_the_ids_of_the_api(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, deliver: Deliver, clock: Clock
) -> None:
    board = await new_board(engine, organisation)
    async with receiving() as receiver:
        webhook, secret = await new_webhook(api, receiver.url, "values.recorded")
        await record(api, board.kpis[0], ("2026-10-01", "12"))
        await deliver(organisation)
        (message,) = receiver.messages
    body = json.loads(message.body)
    assert message.is_signed_with(secret)
    assert (body["type"], body["timestamp"]) == ("values.recorded", clock.now.isoformat())
    assert body["data"]["kpis"] == [board.kpis[0]]
    (delivery,) = await messages_of(api, webhook)
    assert (delivery["state"], delivery["payload"], delivery["nextAttemptAt"]) == ("DELIVERED", body, None)
    assert message.headers["webhook-id"] == delivery["id"]
    assert [attempt["status"] for attempt in delivery["attempts"]] == [204]


async def test_only_the_kinds_asked_for_are_sent_and_only_from_then_on(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, deliver: Deliver
) -> None:
    board = await new_board(engine, organisation)
    await record(api, board.kpis[0], ("2026-09-01", "10"))
    async with receiving() as everything, receiving() as scores, receiving() as reviews:
        await new_webhook(api, everything.url)
        await new_webhook(api, scores.url, "scores")
        await new_webhook(api, reviews.url, "review")
        await record(api, board.kpis[0], ("2026-10-01", "12"))
        await deliver(organisation)
        told = {json.loads(message.body)["type"] for message in everything.messages}
        assert {"values.recorded", "scores.changed"} <= told
        assert {json.loads(message.body)["type"] for message in scores.messages} == {"scores.changed"}
        assert reviews.messages == []


async def test_a_message_is_repeated_with_the_same_bytes_and_id_until_it_arrives(
    api: Api, organisation: TestOrganisation, deliver: Deliver
) -> None:
    async with receiving(answer(500, body=b"not now"), answer(302, "Location: http://127.0.0.1:1/"), OK) as receiver:
        webhook, secret = await new_webhook(api, receiver.url)
        await api.mutate(TEST, input={"id": webhook})
        await deliver(organisation)
        assert len({(message.headers["webhook-id"], message.body) for message in receiver.messages}) == 1
        assert all(message.is_signed_with(secret) for message in receiver.messages)
    (delivery,) = await messages_of(api, webhook)
    assert [(each["number"], each["status"], each["answer"]) for each in delivery["attempts"]] == [
        (1, 500, "not now"),
        (2, 302, None),
        (3, 204, None),
    ]
    assert delivery["state"] == "DELIVERED"
    assert (await log_of(api, webhook))["failingSince"] is None


async def test_the_next_attempt_waits_as_long_as_the_receiver_asks(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, settings: Settings, clock: Clock
) -> None:
    async with receiving(answer(429, "Retry-After: 90")) as receiver:
        webhook, _ = await new_webhook(api, receiver.url)
        sent = (await api.mutate(TEST, input={"id": webhook}))["delivery"]["id"]
        await _attempt(engine, settings, organisation, sent, attempts=0, clock=clock)
    (delivery,) = await messages_of(api, webhook)
    assert delivery["nextAttemptAt"] == (clock.now + timedelta(seconds=90)).isoformat()


async def test_the_same_job_twice_sends_the_message_once(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, settings: Settings, clock: Clock
) -> None:
    async with receiving() as receiver:
        webhook, _ = await new_webhook(api, receiver.url)
        sent = (await api.mutate(TEST, input={"id": webhook}))["delivery"]["id"]
        for _ in range(2):
            await _attempt(engine, settings, organisation, sent, attempts=0, clock=clock)
        assert len(receiver.messages) == 1


async def test_after_the_last_attempt_a_message_has_failed_and_can_be_replayed(
    api: Api, organisation: TestOrganisation, deliver: Deliver, clock: Clock
) -> None:
    async with receiving(answer(500)) as receiver:
        webhook, _ = await new_webhook(api, receiver.url)
        await api.mutate(TEST, input={"id": webhook})
        await deliver(organisation)
        (failed,) = await messages_of(api, webhook)
        assert (failed["state"], len(failed["attempts"])) == ("FAILED", len(DELAYS) + 1)

        receiver.answers = [OK]
        since = {"webhook": webhook, "since": (clock.now - timedelta(days=1)).isoformat()}
        assert (await api.mutate(REPLAY_FAILED, input=since))["replayed"] == 1
        await deliver(organisation)
        (replayed,) = await messages_of(api, webhook)
        assert (replayed["state"], len(replayed["attempts"])) == ("DELIVERED", len(DELAYS) + 2)

        await api.mutate(REPLAY, input={"id": replayed["id"]})
        await deliver(organisation)
        assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1
        assert len(receiver.messages) == len(DELAYS) + 3


async def test_a_receiver_that_is_gone_pauses_its_webhook_and_resuming_sends_what_waits(
    api: Api, organisation: TestOrganisation, deliver: Deliver
) -> None:
    async with receiving(answer(410)) as receiver:
        webhook, _ = await new_webhook(api, receiver.url)
        await api.mutate(TEST, input={"id": webhook})
        await deliver(organisation)
        log = await log_of(api, webhook)
        assert (log["state"], log["pausedBecause"]) == ("PAUSED", "The receiver answered 410 Gone.")
        assert len(receiver.messages) == 1
        refused = await api.refusal(TEST, input={"id": webhook})
        assert refused["code"] == "CONFLICT"

        receiver.answers = [OK]
        resumed = await api.mutate(RESUME, input={"id": webhook})
        assert resumed["webhook"] == {"state": "ACTIVE", "pausedBecause": None}
        await deliver(organisation)
        (delivery,) = await messages_of(api, webhook)
        assert delivery["state"] == "DELIVERED"


async def test_what_happens_during_a_pause_is_not_kept(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, deliver: Deliver
) -> None:
    board = await new_board(engine, organisation)
    async with receiving() as receiver:
        webhook, _ = await new_webhook(api, receiver.url, "values")
        await api.mutate(PAUSE, input={"id": webhook})
        await record(api, board.kpis[0], ("2026-09-01", "10"))
        await deliver(organisation)
        await api.mutate(RESUME, input={"id": webhook})
        await record(api, board.kpis[0], ("2026-10-01", "12"))
        await deliver(organisation)
        (message,) = receiver.messages
        assert json.loads(message.body)["data"]["first"] == "2026-10-01"


async def test_a_webhook_to_which_nothing_arrives_for_days_is_paused(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, settings: Settings, clock: Clock
) -> None:
    async with receiving(answer(503)) as receiver:
        webhook, _ = await new_webhook(api, receiver.url)
        sent = (await api.mutate(TEST, input={"id": webhook}))["delivery"]["id"]
        await _attempt(engine, settings, organisation, sent, attempts=0, clock=clock)
        clock.now += timedelta(days=5, seconds=1)
        await _attempt(engine, settings, organisation, sent, attempts=1, clock=clock)
    log = await log_of(api, webhook)
    assert (log["state"], log["pausedBecause"]) == ("PAUSED", "Nothing has arrived there for 5 days.")


async def test_after_a_rotation_both_secrets_verify_for_a_day(
    api: Api, organisation: TestOrganisation, deliver: Deliver, clock: Clock
) -> None:
    async with receiving() as receiver:
        webhook, before = await new_webhook(api, receiver.url)
        after = (await api.mutate(ROTATE, input={"id": webhook}))["secret"]
        await api.mutate(TEST, input={"id": webhook})
        await deliver(organisation)
        clock.now += timedelta(days=1, seconds=1)
        await api.mutate(TEST, input={"id": webhook})
        await deliver(organisation)
        signed = [(message.is_signed_with(before), message.is_signed_with(after)) for message in receiver.messages]
    assert signed == [(True, True), (False, True)]


async def test_a_receiver_that_says_nothing_costs_no_more_than_the_bound() -> None:
    async with receiving(None) as receiver, Sender(private=True, seconds=0.3) as sender:
        came = await sender.send(receiver.url, {}, b"{}")
    assert (came.status, came.error) == (None, "No answer within 0.3 seconds.")


async def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    async with (
        receiving(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + b"x" * 100_000) as receiver,
        Sender(private=True, seconds=5) as sender,
    ):
        came = await sender.send(receiver.url, {}, b"{}")
    assert (came.status, came.beginning) == (200, "x" * 1_000)


async def test_an_address_that_nobody_listens_on_and_one_inside_are_attempts_that_failed() -> None:
    async with receiving() as receiver:
        gone = receiver.url
    async with Sender(private=True, seconds=5) as sender:
        assert (await sender.send(gone, {}, b"{}")).error
    async with receiving() as receiver, Sender(private=False, seconds=5) as guarded:
        came = await guarded.send(receiver.url, {}, b"{}")
        assert "public internet" in (came.error or "")
        assert receiver.messages == []


async def test_two_workers_that_look_at_the_same_events_make_each_message_once(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine, clock: Clock
) -> None:
    board = await new_board(engine, organisation)
    async with receiving() as receiver:
        webhook, _ = await new_webhook(api, receiver.url, "values")
        for month in range(1, 7):
            await record(api, board.kpis[0], (f"2026-{month:02}-01", "12"))

        async def look() -> None:
            async with writing(engine, organisation.tenant_id, quiet=True) as session:
                await fan_out(session, clock.now)

        await asyncio.gather(*(look() for _ in range(4)))
    firsts = [message["payload"]["data"]["first"] for message in await messages_of(api, webhook)]
    assert firsts == [f"2026-{month:02}-01" for month in range(1, 7)]


async def _attempt(
    engine: AsyncEngine,
    settings: Settings,
    organisation: TestOrganisation,
    delivery: str,
    *,
    attempts: int,
    clock: Clock,
) -> None:
    async with Sender(private=True) as sender:
        await attempt_delivery(
            engine,
            KeyRing.of(settings),
            sender,
            organisation.tenant_id,
            UUID(delivery.removeprefix("msg_")),
            attempts=attempts,
            clock=clock,
        )


async def test_what_is_committed_is_handed_on_by_itself(
    api: Api, organisation: TestOrganisation, engine: AsyncEngine
) -> None:
    board = await new_board(engine, organisation)
    async with receiving() as receiver:
        webhook, _ = await new_webhook(api, receiver.url, "values")
        async with handing_on(engine):
            await record(api, board.kpis[0], ("2026-10-01", "12"))
            waiting: list[Any] = []
            async with asyncio.timeout(60):
                while not waiting:
                    await asyncio.sleep(0.05)
                    waiting = await messages_of(api, webhook)
    assert [message["kind"] for message in waiting] == ["values.recorded"]
