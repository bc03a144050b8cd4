from __future__ import annotations

import socket

import pytest

from tests.outside import WATCH, ReachedOutsideError

# Kept for documentation, so nobody's machine: RFC 5737 and RFC 2606.
FOREIGN_ADDRESS = "192.0.2.1"
FOREIGN_NAME = "example.invalid"


class TestWatch:
    def test_it_refuses_and_notes_a_connection_to_another_machine(self) -> None:
        with socket.socket() as client, pytest.raises(ReachedOutsideError):
            client.connect((FOREIGN_ADDRESS, 80))
        assert WATCH.reached == [f"socket.connect {FOREIGN_ADDRESS}"]
        WATCH.reached.clear()

    def test_it_refuses_a_datagram_to_another_machine(self) -> None:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
            pytest.raises(ReachedOutsideError),
        ):
            client.sendto(b"hello", (FOREIGN_ADDRESS, 53))
        WATCH.reached.clear()

    def test_it_refuses_to_look_a_name_up(self) -> None:
        with pytest.raises(ReachedOutsideError):
            socket.getaddrinfo(FOREIGN_NAME, 443)
        WATCH.reached.clear()

    def test_it_notes_an_attempt_whose_error_was_swallowed(self) -> None:
        try:
            socket.create_connection((FOREIGN_ADDRESS, 80), timeout=1)
        except OSError:
            swallowed = True
        assert swallowed
        assert WATCH.reached != []
        WATCH.reached.clear()

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_it_lets_loopback_through(self, host: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with socket.create_connection((host, port), timeout=5) as client:
                assert client.getpeername()[1] == port
