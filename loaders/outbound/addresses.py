"""Which network addresses may be connected to."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from loaders.outbound.failures import Again, Refused

_PROTOCOL = IPv4Network("192.0.0.0/24")  # RFC 6890; older Pythons take most of it for public
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that is global unicast today


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is of the public Internet, whichever way it is written.

    IPv6 addresses that stand for an IPv4 address (mapped, NAT64, 6to4, Teredo) are as public as
    that one.
    """
    if isinstance(address, IPv4Address):
        special = address.is_multicast or address.is_reserved or address in _PROTOCOL
        return address.is_global and not special
    inner = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        inner = IPv4Address(address.packed[-4:])
    if inner is not None:
        return is_public(inner)
    if address.teredo is not None:
        return all(map(is_public, address.teredo))
    return address.is_global and address in _UNICAST


def addresses_of(host: str, port: int, private: Collection[str]) -> list[str]:
    """The addresses of a host, resolved once, to be connected to as they are.

    `private`: hosts (or host:port) that may have any address. Errors: `Refused` where one address
    is not public; `Again` where the name can't be resolved.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Again(f"{host} can't be resolved: {error}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not is_named(host, port, private):
        for address in addresses:
            if not is_public(ip_address(address)):
                raise Refused(
                    f"{host} is at {address}, which is no public address; where that is meant, "
                    "name the host in the setting private_hosts"
                )
    return addresses


def is_named(host: str, port: int | None, private: Collection[str]) -> bool:
    """Whether the operator named this host as one that may be private."""
    name = host.lower().rstrip(".").strip("[]")
    return name in private or f"{name}:{port}" in private
