"""When a message is sent again."""

from datetime import timedelta

from equipoise.webhooks.backoff import DELAYS, delay_after


def test_attempts_come_ever_later_and_end() -> None:
    delays = [delay_after(attempts) for attempts in range(1, 12)]
    assert delays[:9] == list(DELAYS)
    assert delays[9:] == [None, None]
    assert sorted(DELAYS) == list(DELAYS)
    assert timedelta(days=3) < sum(DELAYS, timedelta()) < timedelta(days=4)


def test_a_receiver_may_ask_for_a_later_attempt_but_not_for_never() -> None:
    assert delay_after(1, timedelta(minutes=2)) == timedelta(minutes=2)
    assert delay_after(2, timedelta(seconds=1)) == timedelta(minutes=5)
    assert delay_after(1, timedelta(days=400)) == timedelta(days=1)
