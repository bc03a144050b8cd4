"""Keeps one server: starts it, says where it is, ends it and all it began when standard input ends.

    python -m tests.servers.keeper PORT COMMAND ...

Prints the server's own folder once PORT takes connections. It is the server's present folder and
its home, and what "{folder}" stands for in the command and the environment. This runs as a process
of its own because only a pipe tells reliably that the other side is gone, whatever ended it.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS = 120
END_SECONDS = 3
PORTS = range(12_000, 32_000)
"""Below those from which systems take a port for who merely connects."""


class ServerNotStartedError(RuntimeError):
    """A server that the tests need did not start; the message says why and what to do."""


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on, drawn so that hardly anyone else tries the same ones."""
    drawn = random.SystemRandom().sample(PORTS, len(PORTS))
    return list(islice(filter(_is_free, drawn), count))


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


@contextmanager
def kept_server(
    port: int, command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Path]:
    """Run a server until the context is left, and give its folder. Raises ServerNotStartedError."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.keeper", str(port), *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Ctrl-C is for the tests, which may still want to write as they end.
        start_new_session=True,
    ) as keeper:
        assert keeper.stdout is not None
        folder = keeper.stdout.readline().strip()
        if not folder:
            _, said = keeper.communicate()
            raise ServerNotStartedError(said.strip() or "the server's keeper said nothing")
        try:
            yield Path(folder)
        finally:
            keeper.communicate()


def keep(folder: Path, port: int, command: Sequence[str]) -> None:
    """Run a server in an empty folder until standard input ends."""
    told = [word.replace("{folder}", str(folder)) for word in command]
    values = {name: text.replace("{folder}", str(folder)) for name, text in os.environ.items()}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            told,
            cwd=folder,
            env={**values, "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(server, port, folder / "log")
        print(folder, flush=True)  # noqa: T201 -- the one word that the other side waits for
        sys.stdin.read()
    finally:
        end(server)


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server takes connections; exit with the end of what it said if it doesn't."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    sys.exit(f"{server.args!r} did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server's whole group: kindly, and then for sure."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(END_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="cookbook-server-", ignore_cleanup_errors=True) as own:
        keep(Path(own), int(sys.argv[1]), sys.argv[2:])
