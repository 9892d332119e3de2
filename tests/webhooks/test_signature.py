"""Signatures are those of Standard Webhooks."""

from datetime import UTC, datetime

from equipoise.webhooks.signature import headers, new_secret


def test_the_signature_is_that_of_the_published_example() -> None:
    made = headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_every_secret_is_another_one() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
