"""Where messages may go: every address that a name has is looked at, and the one looked at is connected to.

A tenant writes the address. It must not lead to the machine itself, its network or the cloud's metadata, neither
directly nor by a name that is changed between the look and the connection.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore

from equipoise.domain.errors import Invalid

LONGEST = 2_000
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class DestinationError(Exception):
    """The name leads, or has come to lead, to an address that nothing may be sent to."""


def checked_url(raw: str, *, private: bool) -> str:
    """The address of a receiver, as far as it can be judged without asking anybody.

    `private` allows the network inside and plain http, for development and installations that want it.
    Raises: Invalid.
    """
    url = raw.strip()
    if not url.isascii() or any(sign <= " " for sign in url) or len(url) > LONGEST:
        raise Invalid(f"Write an address of at most {LONGEST:,} ASCII characters.", field="url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Invalid("This is not an address.", field="url") from None
    if parts.scheme not in (("https", "http") if private else ("https",)) or not host:
        raise Invalid("Write an address that begins with https://.", field="url")
    if parts.username is not None or parts.fragment or (port is not None and not 0 < port < 65536):
        raise Invalid("Write the address without a user, a password or a fragment.", field="url")
    literal = _literal(host)
    if not private and (host == "localhost" or (literal is not None and not _is_public(literal))):
        raise Invalid("This address is not on the public internet.", field="url")
    return url


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses only, whatever a name says."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _addresses(host, port, timeout)
        if not self._private and not all(_is_public(address) for address in addresses):
            raise DestinationError("The name leads to an address that is not on the public internet.")
        return await self._network.connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


async def _addresses(host: str, port: int, seconds: float | None) -> list[Address]:
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"The name {host} cannot be resolved.") from error
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _is_public(address: Address) -> bool:
    inner = address
    if isinstance(address, ipaddress.IPv6Address):
        # Addresses that carry another one in them lead to that one.
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner.is_global and not inner.is_multicast and address.is_global


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        # Forms such as 0x7f.1 and 2130706433, which resolvers read as addresses.
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None
