"""Messages go to the public internet and nowhere else."""

import ipaddress

import httpcore
import pytest

from equipoise.domain.errors import Invalid
from equipoise.webhooks import destination
from equipoise.webhooks.destination import Address, DestinationError, GuardedNetwork, checked_url


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/in?from=equipoise",
        "https://hooks.example.com:8443/",
        "https://203.0.114.5/hook",
        "https://[2a00:1450:4001:81b::200e]/hook",
    ],
)
def test_public_addresses_are_taken(url: str) -> None:
    assert checked_url(f" {url} ", private=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.com",
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user@hooks.example.com/",
        "https://user:secret@hooks.example.com/",
        "https://hooks.example.com/#part",
        "https://hooks.example.com:0/",
        "https://hooks.example.com:70000/",
        "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nHost: other",
        "https://höoks.example.com/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://" + "a" * 2_000 + ".example.com/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked_url(url, private=False)
    assert caught.value.field == "url"


def test_an_installation_may_allow_addresses_inside() -> None:
    assert checked_url("http://127.0.0.1:8080/hook", private=True) == "http://127.0.0.1:8080/hook"


async def test_a_name_that_leads_inside_is_not_connected_to() -> None:
    with pytest.raises(DestinationError):
        await GuardedNetwork(private=False).connect_tcp("localhost", 1, timeout=5)


async def test_a_name_is_refused_if_any_of_its_addresses_lies_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolved(*_: object) -> list[Address]:
        return [ipaddress.ip_address("203.0.114.5"), ipaddress.ip_address("10.0.0.1")]

    monkeypatch.setattr(destination, "_addresses", resolved)
    with pytest.raises(DestinationError):
        await GuardedNetwork(private=False).connect_tcp("both.example.com", 443, timeout=5)


async def test_a_name_that_nobody_knows_is_an_error_of_the_network() -> None:
    with pytest.raises(httpcore.ConnectError):
        await GuardedNetwork(private=False).connect_tcp("nobody.invalid", 443, timeout=5)
