"""A page's address -> the page: few requests, to public machines only, within bytes and seconds.

A name is resolved once and the connection goes to the address that was looked at, so that nobody
can answer differently the second time. Every redirect is looked at as the first address was. No
cookie is kept, and no proxy of the environment is used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from threading import Thread
from typing import TypeAlias
from urllib.parse import urljoin

from cookbook.exchange.webpages.addresses import Address, IPAddress, is_public, parse_address
from cookbook.exchange.webpages.problems import (
    SAVE_IT,
    AddressError,
    FetchError,
    NotAPageError,
    WebPageError,
)
from cookbook.exchange.webpages.unpacking import ENCODINGS, unpack
from cookbook.exchange.webpages.wire import Wire, WireError

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a host; raises OSError where it has none."""

PAGE_MAX_BYTES = 5_000_000
MOST_REDIRECTS = 5
SECONDS = 10.0
MOST_ADDRESSES = 4
"""How many addresses of one host are tried."""
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = frozenset({80, 443})


def resolve_name(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Reach:
    """What may be reached, and how much of it: machines, ports, bytes and seconds in all."""

    user_agent: str = "Cookbook"
    ports: frozenset[int] = PORTS
    may_reach: Callable[[IPAddress], bool] = is_public
    resolve: Resolver = resolve_name
    seconds: float = SECONDS
    most_bytes: int = PAGE_MAX_BYTES
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True)
class FetchedPage:
    """A page as it came: `address` is where it was found in the end, `charset` what was said."""

    address: str
    data: bytes
    charset: str = ""


def fetch_page(address: str, reach: Reach) -> FetchedPage:
    """Fetch a web page.

    Raises AddressError for an address that we don't open, FetchError where the page doesn't come,
    and NotAPageError for what is no page or too large.
    """
    until = time.monotonic() + reach.seconds
    wanted = parse_address(address)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(wanted, reach, until)
        if isinstance(answer, FetchedPage):
            return answer
        wanted = _next(wanted, answer)
    raise FetchError(
        f"This address leads on more than {MOST_REDIRECTS} times.",
        remedy="Open it in your browser, and give us the address that stands there then.",
    )


def _next(before: Address, location: str) -> Address:
    try:
        return parse_address(urljoin(str(before), location.strip()))
    except (AddressError, ValueError) as err:
        raise FetchError("The page leads on to an address that is none.", remedy=SAVE_IT) from err


def _ask(address: Address, reach: Reach, until: float) -> FetchedPage | str:
    """Ask one machine for a page; give it, or the address to which it leads on."""
    if address.port not in reach.ports:
        raise AddressError(
            f"We don't open pages at port {address.port}.", remedy="Give us an address without it."
        )
    machines = _machines(address, reach, until)
    try:
        with _connected(address, machines, reach, until) as wire:
            return _talk(wire, address, reach)
    except WebPageError:
        raise
    except TimeoutError as err:
        raise _too_slow(reach) from err
    except ssl.SSLCertVerificationError as err:
        raise FetchError(
            f"{address.host} can't prove that it is who it says.", remedy=SAVE_IT
        ) from err
    except (OSError, WireError, http.client.HTTPException, ValueError) as err:
        raise FetchError(f"{address.host} doesn't answer as pages do.", remedy=SAVE_IT) from err


def _machines(address: Address, reach: Reach, until: float) -> list[str]:
    """Resolve a host, and give its addresses if we may go to every one of them."""
    found = _resolved(address, reach, until)
    try:
        machines = [ipaddress.ip_address(each) for each in found]
    except ValueError as err:
        raise _unknown(address) from err
    if not machines:
        raise _unknown(address)
    if not all(map(reach.may_reach, machines)):
        # Which of our machines there are is nobody's business: all of them are "not public".
        raise AddressError(
            f"{address.host} is not on the public web.",
            remedy="We only open pages that everybody can. " + SAVE_IT,
        )
    return [str(each) for each in machines[:MOST_ADDRESSES]]


def _resolved(address: Address, reach: Reach, until: float) -> Sequence[str]:
    """Resolve in a thread of its own, as the system's resolver knows no end of patience."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(address.host))]
    found: list[Sequence[str]] = []
    failed: list[Exception] = []

    def look_up() -> None:
        try:
            found.append(reach.resolve(address.host, address.port))
        except (OSError, UnicodeError) as err:
            failed.append(err)

    thread = Thread(target=look_up, name="resolver", daemon=True)
    thread.start()
    thread.join(max(0.0, until - time.monotonic()))
    if failed:
        raise _unknown(address) from failed[0]
    if not found:
        raise _too_slow(reach)
    return found[0]


def _connected(address: Address, machines: Sequence[str], reach: Reach, until: float) -> Wire:
    """Connect to the first machine that answers; with TLS it must prove to be the host."""
    last: OSError | None = None
    for machine in machines:
        try:
            plain = socket.create_connection((machine, address.port), _left(until))
        except TimeoutError:
            raise
        except OSError as err:
            last = err
            continue
        if address.scheme == "http":
            return Wire(plain, until, reach.most_bytes)
        try:
            plain.settimeout(_left(until))
            context = reach.tls or ssl.create_default_context()
            secure = context.wrap_socket(plain, server_hostname=address.host)
        except BaseException:
            plain.close()
            raise
        return Wire(secure, until, reach.most_bytes)
    raise FetchError(f"{address.host} doesn't answer.", remedy=SAVE_IT) from last


def _talk(wire: Wire, address: Address, reach: Reach) -> FetchedPage | str:
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.sock = wire
    own_port = address.port == {"http": 80, "https": 443}[address.scheme]
    host = address.shown_host if own_port else f"{address.shown_host}:{address.port}"
    connection.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", host),
        ("User-Agent", reach.user_agent),
        ("Accept", "text/html, application/xhtml+xml"),
        ("Accept-Encoding", ", ".join(ENCODINGS)),
        ("Connection", "close"),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    with connection.getresponse() as response:
        if response.status in REDIRECTS:
            return response.getheader("Location", "") or ""
        _refuse_status(response.status, address)
        charset = _charset(response.msg, address)
        data = response.read(reach.most_bytes + 1)
        encoding = response.getheader("Content-Encoding", "") or ""
    return FetchedPage(str(address), unpack(data, encoding, reach.most_bytes), charset)


def _refuse_status(status: int, address: Address) -> None:
    if status == HTTPStatus.OK:
        return
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise FetchError(f"{address.host} has no page at this address.", remedy="Is it complete?")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN}:
        raise FetchError(f"{address.host} doesn't show this page to us.", remedy=SAVE_IT)
    raise FetchError(f"{address.host} answers with an error ({status}).", remedy=SAVE_IT)


def _charset(headers: Message, address: Address) -> str:
    """Give the encoding that the server names, if what it sends is a page."""
    named = headers.get_content_type() if "Content-Type" in headers else "nothing that it names"
    if named not in PAGE_TYPES:
        raise NotAPageError(
            f"What {address.host} has there is no web page ({named}).",
            remedy="Give us the address of the page with the recipe.",
        )
    return str(headers.get_content_charset() or "")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _unknown(address: Address) -> FetchError:
    return FetchError(f"We find no machine named {address.host}.", remedy="Is it spelled right?")


def _too_slow(reach: Reach) -> FetchError:
    return FetchError(f"The page didn't come within {reach.seconds:g} seconds.", remedy=SAVE_IT)
