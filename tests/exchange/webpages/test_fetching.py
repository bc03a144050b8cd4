"""Fetching a page: what comes, and all that must not be reached, read or waited for."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest

from cookbook.exchange.webpages.addresses import IPAddress
from cookbook.exchange.webpages.fetching import MOST_REDIRECTS, Reach, fetch_page
from cookbook.exchange.webpages.problems import AddressError, FetchError, NotAPageError
from tests.exchange.webpages.strangers import HOST, PAGE, Strangers, strangers

ONLY_HERE = ip_address(HOST)


def only_here(address: IPAddress) -> bool:
    """Of all loopback, the one address that the server is at."""
    return address == ONLY_HERE


class Names:
    """A resolver with answers of its own, which counts what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(scope="module")
def server() -> Iterator[Strangers]:
    with strangers() as running:
        yield running


@pytest.fixture
def reach(server: Strangers) -> Reach:
    server.asked.clear()
    return Reach(
        user_agent="Cookbook of the tests",
        ports=frozenset({server.port}),
        may_reach=only_here,
        seconds=5,
        most_bytes=1_000_000,
    )


class TestFetchPage:
    def test_it_gives_the_page_with_its_address_and_letters(
        self, server: Strangers, reach: Reach
    ) -> None:
        page = fetch_page(f"{server.address}/soup?a=b#top", reach)
        assert page.data == PAGE
        assert page.address == f"{server.address}/soup?a=b"
        assert page.charset == "utf-8"

    def test_it_says_who_asks_and_keeps_no_cookies(self, server: Strangers, reach: Reach) -> None:
        assert fetch_page(f"{server.address}/cookie", reach).address == f"{server.address}/soup"
        assert [each["HTTP_USER_AGENT"] for each in server.asked] == ["Cookbook of the tests"] * 2
        assert not any("HTTP_COOKIE" in each for each in server.asked)
        assert not any("HTTP_REFERER" in each for each in server.asked)

    def test_it_uses_no_proxy_of_the_environment(
        self, server: Strangers, reach: Reach, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert fetch_page(f"{server.address}/soup", reach).data == PAGE

    def test_it_unpacks_what_was_packed(self, server: Strangers, reach: Reach) -> None:
        assert fetch_page(f"{server.address}/packed", reach).data == PAGE

    def test_a_name_is_asked_for_and_sent(self, server: Strangers, reach: Reach) -> None:
        names = Names([HOST])
        named = f"http://soup.example:{server.port}/soup"
        assert fetch_page(named, replace(reach, resolve=names)).address == named
        assert names.asked == ["soup.example"]
        assert server.asked[-1]["HTTP_HOST"] == f"soup.example:{server.port}"


class TestWhereItGoes:
    @pytest.mark.parametrize(
        "location",
        [
            "http://127.0.0.2/",
            "http://127.0.0.2:{port}/",
            "http://[::1]:{port}/",
            "http://[::ffff:127.0.0.2]:{port}/",
            "http://10.0.0.1:{port}/",
            "http://169.254.169.254:{port}/latest/meta-data/",
            "//192.168.1.1:{port}/",
            "http://127.0.0.1:22/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:{port}/",
            "http://me:secret@127.0.0.1:{port}/soup",
            "http://2130706434:{port}/",
            "",
            "http://[",
        ],
    )
    def test_a_redirect_to_where_we_do_not_go_is_refused(
        self, server: Strangers, reach: Reach, location: str
    ) -> None:
        target = location.format(port=server.port)
        asks = replace(reach, resolve=Names(["127.0.0.2"]), seconds=2)
        with pytest.raises((AddressError, FetchError)):
            fetch_page(f"{server.address}/to?{target}", asks)
        assert set(server.paths) == {"/to"}

    def test_more_redirects_than_a_few_are_refused(self, server: Strangers, reach: Reach) -> None:
        assert fetch_page(f"{server.address}/turns/{MOST_REDIRECTS}", reach).data == PAGE
        with pytest.raises(FetchError, match="leads on"):
            fetch_page(f"{server.address}/turns/{MOST_REDIRECTS + 1}", reach)

    def test_public_names_of_private_machines_are_refused(self, server: Strangers) -> None:
        server.asked.clear()
        for address in ("127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1"):
            reach = Reach(ports=frozenset({server.port}), resolve=Names([address]), seconds=2)
            with pytest.raises(AddressError, match="not on the public web"):
                fetch_page(f"http://inside.example:{server.port}/soup", reach)
        assert server.paths == []

    def test_one_private_machine_among_a_names_is_enough_to_refuse_it(
        self, server: Strangers, reach: Reach
    ) -> None:
        both = replace(reach, resolve=Names([HOST, "127.0.0.2"]))
        with pytest.raises(AddressError):
            fetch_page(f"http://two.example:{server.port}/soup", both)
        assert server.paths == []

    def test_a_name_that_answers_differently_the_second_time_gains_nothing(
        self, server: Strangers, reach: Reach
    ) -> None:
        names = Names([HOST], ["127.0.0.2"])
        page = fetch_page(f"http://soup.example:{server.port}/soup", replace(reach, resolve=names))
        assert page.data == PAGE
        assert names.asked == ["soup.example"]

    def test_a_name_is_looked_at_again_when_a_redirect_leads_to_it(
        self, server: Strangers, reach: Reach
    ) -> None:
        names = Names([HOST], ["127.0.0.2"])
        named = f"http://soup.example:{server.port}"
        with pytest.raises(AddressError):
            fetch_page(f"{named}/to?{named}/soup", replace(reach, resolve=names))
        assert server.paths == ["/to"]

    def test_other_ports_are_not_even_looked_for(self, reach: Reach) -> None:
        names = Names([HOST])
        with pytest.raises(AddressError, match="port 22"):
            fetch_page("http://soup.example:22/", replace(reach, resolve=names))
        assert names.asked == []

    def test_a_name_that_nobody_has_is_told(self, reach: Reach, server: Strangers) -> None:
        def nobody(_host: str, _port: int) -> Sequence[str]:
            raise socket.gaierror(-2, "unknown")

        with pytest.raises(FetchError, match="no machine named"):
            fetch_page(f"http://x.example:{server.port}/", replace(reach, resolve=nobody))


class TestHowMuchItTakes:
    @pytest.mark.parametrize("path", ["/bomb", "/endless"])
    def test_what_is_larger_than_a_page_is_refused(
        self, server: Strangers, reach: Reach, path: str
    ) -> None:
        with pytest.raises(NotAPageError, match="larger than 1 MB"):
            fetch_page(f"{server.address}{path}", reach)

    def test_what_drips_ends_in_time(self, server: Strangers, reach: Reach) -> None:
        began = time.monotonic()
        with pytest.raises(FetchError, match="didn't come within 1 seconds"):
            fetch_page(f"{server.address}/drip", replace(reach, seconds=1))
        assert time.monotonic() - began < 4

    def test_headers_that_drip_end_in_time(self, reach: Reach) -> None:
        with socket.create_server((HOST, 0)) as listening:
            port = listening.getsockname()[1]
            thread = Thread(target=_drip_headers, args=(listening,), name="dripping")
            thread.start()
            began = time.monotonic()
            with pytest.raises(FetchError, match="didn't come"):
                fetch_page(
                    f"http://{HOST}:{port}/", replace(reach, ports=frozenset({port}), seconds=1)
                )
            assert time.monotonic() - began < 4
            thread.join(10)

    def test_a_resolver_without_end_ends_in_time(self, reach: Reach, server: Strangers) -> None:
        def slow(_host: str, _port: int) -> Sequence[str]:
            time.sleep(3)
            return [HOST]

        began = time.monotonic()
        with pytest.raises(FetchError, match="didn't come"):
            fetch_page(
                f"http://slow.example:{server.port}/", replace(reach, resolve=slow, seconds=0.5)
            )
        assert time.monotonic() - began < 2

    @pytest.mark.parametrize("kind", ["image/png", "application/pdf", "text/plain", ""])
    def test_what_is_no_page_is_refused(self, server: Strangers, reach: Reach, kind: str) -> None:
        with pytest.raises(NotAPageError, match="no web page"):
            fetch_page(f"{server.address}/type?{kind}", reach)

    @pytest.mark.parametrize("path", ["/broken", "/brotli"])
    def test_what_cannot_be_unpacked_is_refused(
        self, server: Strangers, reach: Reach, path: str
    ) -> None:
        with pytest.raises(NotAPageError):
            fetch_page(f"{server.address}{path}", reach)

    @pytest.mark.parametrize(
        ("status", "words"),
        [("404", "no page"), ("403", "doesn't show"), ("500", "an error"), ("204", "an error")],
    )
    def test_other_answers_are_told(
        self, server: Strangers, reach: Reach, status: str, words: str
    ) -> None:
        with pytest.raises(FetchError, match=words):
            fetch_page(f"{server.address}/status?{status}", reach)

    def test_what_does_not_speak_the_language_of_the_web_is_told(self, reach: Reach) -> None:
        with socket.create_server((HOST, 0)) as listening:
            port = listening.getsockname()[1]
            thread = Thread(target=_answer, args=(listening, b"SSH-2.0-OpenSSH_9.2\r\n"))
            thread.start()
            with pytest.raises(FetchError, match="doesn't answer as pages do"):
                fetch_page(f"http://{HOST}:{port}/", replace(reach, ports=frozenset({port})))
            thread.join(10)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for soup.example, with its key beside it."""
    file = tmp_path_factory.mktemp("tls") / "soup.pem"
    subprocess.run(
        [str(shutil.which("openssl")), "req", "-x509", "-newkey", "rsa:2048", "-nodes",
         "-days", "2",
         "-subj", "/CN=soup.example", "-addext", "subjectAltName=DNS:soup.example",
         "-keyout", str(file.with_name("key.pem")), "-out", str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    return file


class TestTLS:
    """A server with a certificate of its own, for the name soup.example."""

    @pytest.mark.parametrize(("name", "comes"), [("soup.example", True), ("evil.example", False)])
    def test_the_machine_must_prove_the_name_that_was_asked_for(
        self,
        certificate: Path,
        reach: Reach,
        name: str,
        comes: bool,  # noqa: FBT001 -- parametrised
    ) -> None:
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(certificate, certificate.with_name("key.pem"))
        with socket.create_server((HOST, 0)) as listening:
            port = listening.getsockname()[1]
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
            thread = Thread(target=_answer, args=(listening, answer, serving))
            thread.start()
            asks = replace(
                reach,
                ports=frozenset({port}),
                resolve=Names([HOST]),
                tls=ssl.create_default_context(cafile=str(certificate)),
            )
            if comes:
                assert fetch_page(f"https://{name}:{port}/", asks).data == PAGE
            else:
                with pytest.raises(FetchError, match="can't prove"):
                    fetch_page(f"https://{name}:{port}/", asks)
            thread.join(10)


def _answer(listening: socket.socket, answer: bytes, tls: ssl.SSLContext | None = None) -> None:
    connection, _ = listening.accept()
    with connection:
        try:
            stream = tls.wrap_socket(connection, server_side=True) if tls else connection
        except OSError:
            return
        with stream:
            stream.recv(10_000)
            stream.sendall(answer)


def _drip_headers(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            for _ in range(200):
                time.sleep(0.05)
                connection.sendall(b"x")
        except OSError:
            return
