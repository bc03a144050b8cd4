"""Where we may go: addresses as people type them, and which machines are on the public network."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

from cookbook.exchange.webpages.problems import AddressError

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

ADDRESS_MAX_LENGTH = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9.])?|[0-9a-f:.]+")
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
KEPT_IN_PATHS = "/%:@!$&'()*+,;=~-._"
KEPT_IN_QUERIES = f"{KEPT_IN_PATHS}?"

# What IANA's registries of special addresses (RFC 6890) keep from the public network, and what
# carries an IPv4 address within: whoever reaches it may reach a machine behind our own door.
CLOSED_IPV4 = tuple(
    ipaddress.IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
OPEN_IPV6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out to the public network; mapped IPv4 and NAT64 lie outside of it."""
CLOSED_IPV6 = tuple(
    ipaddress.IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True)
class Address:
    """A page's address, taken apart: `host` in ASCII, `target` as it is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.shown_host}{port}{self.target}"

    @property
    def shown_host(self) -> str:
        """The host as it stands in an address and in a request."""
        return f"[{self.host}]" if ":" in self.host else self.host


def parse_address(text: str) -> Address:
    """Take an address apart as somebody typed or pasted it; "https://" may be left out.

    Raises AddressError for what is no address of a web page, and for one with a password in it.
    """
    typed = text.strip()
    if not typed or len(typed) > ADDRESS_MAX_LENGTH or re.search(r"[\s\x00-\x1f\x7f\\]", typed):
        raise _no_address()
    try:
        parts = urlsplit(typed if HAS_SCHEME.match(typed) else f"https://{typed}")
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError as err:
        raise _no_address() from err
    if scheme not in DEFAULT_PORTS:
        raise AddressError(
            "We only open addresses that begin with http:// or https://.",
            remedy="Copy the address from the top of your browser.",
        )
    if "@" in parts.netloc:
        raise AddressError(
            "The address holds a name or a password.", remedy="Give us one without it."
        )
    host = _plain_host(parts)
    target = quote(parts.path or "/", safe=KEPT_IN_PATHS)
    query = f"?{quote(parts.query, safe=KEPT_IN_QUERIES)}" if parts.query else ""
    return Address(scheme, host, port or DEFAULT_PORTS[scheme], f"{target}{query}")


def is_public(address: IPAddress) -> bool:
    """Tell whether a machine is one that everybody reaches, rather than one of our own network."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in CLOSED_IPV4)
    if getattr(address, "scope_id", None) or address not in OPEN_IPV6:
        return False
    return not any(address in network for network in CLOSED_IPV6)


def is_loopback(address: IPAddress) -> bool:
    """Tell whether an address is this machine itself."""
    return address.is_loopback


def _plain_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        plain = host.encode("idna").decode("ascii").lower() if ":" not in host else host
    except UnicodeError as err:
        raise _no_address() from err
    if not HOST.fullmatch(plain):
        raise _no_address()
    return plain


def _no_address() -> AddressError:
    return AddressError(
        "This is no address of a web page.",
        remedy="Copy it from the top of your browser; it looks like https://example.org/soup.",
    )
