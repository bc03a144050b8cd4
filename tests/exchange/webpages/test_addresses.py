"""Addresses as people type them, and the machines that are not on the public network."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from cookbook.exchange.webpages.addresses import is_public, parse_address
from cookbook.exchange.webpages.problems import AddressError


class TestParseAddress:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("https://example.org/stone-soup", "https://example.org/stone-soup"),
            ("  example.org ", "https://example.org/"),
            ("www.example.org/a?b=c#d", "https://www.example.org/a?b=c"),
            ("example.org:8080/x", "https://example.org:8080/x"),
            ("HTTP://Example.ORG.:80/", "http://example.org/"),
            (
                "https://example.org/pão de ló".replace(" ", "%20"),
                "https://example.org/p%C3%A3o%20de%20l%C3%B3",
            ),
            ("https://bücher.example/ö", "https://xn--bcher-kva.example/%C3%B6"),
            ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ],
    )
    def test_it_is_what_a_browser_would_ask_for(self, typed: str, meant: str) -> None:
        assert str(parse_address(typed)) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "", "   ", "stone soup", "https://", "https:///x", "http://a b/", "ftp://example.org/",
            "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://exa\nmple.org",
            "http://example.org\\@evil.example/", "http://u:p@example.org/", "http://x:99999/",
            "http://x:no/", "http://[::1", f"http://example.org/{'x' * 3000}", "http://..../",
            f"http://{'a' * 70}.example/", "http://\u202eexample.org/ x",
        ],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, typed: str) -> None:
        with pytest.raises(AddressError):
            parse_address(typed)


class TestIsPublic:
    @pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111"])
    def test_machines_that_everybody_reaches_are(self, address: str) -> None:
        assert is_public(ip_address(address))

    @pytest.mark.parametrize(
        "address",
        [
            "0.0.0.0", "10.0.0.1",  # noqa: S104 -- it is to be refused
            "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1", "198.51.100.7", "203.0.113.5", "224.0.0.251", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
            "::ffff:0:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
            "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1",
            "fe80::1%1", "fec0::1", "ff02::1",
        ],
    )  # fmt: skip
    def test_all_others_are_not(self, address: str) -> None:
        assert not is_public(ip_address(address))
