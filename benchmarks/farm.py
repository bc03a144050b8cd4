"""How much faster two machines press one book than one does.

    .venv/bin/python benchmarks/farm.py [--recipes N] [--runs N] [--check]

A machine here is a worker with one process that sets pages, and with a disk of its own; both share
a RabbitMQ and a bucket of a SeaweedFS, which are started for the purpose. The book is a generated
one, of which the PDF alone is made, each time with nothing kept from before. Every figure is a
median, of this machine at this moment. With --check it ends with 1 where two machines are less than
1.7 times as fast as one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from celery import Celery

from benchmarks.generated import write_cookbook
from cookbook.config import BucketSettings, BuildSettings, CacheSettings
from cookbook.publishing.farming import Farm
from cookbook.publishing.orders import PressOrder
from cookbook.publishing.pressroom import Pressroom
from cookbook.publishing.queueing import Priority
from cookbook.storage import open_shared_cache
from tests.servers.rabbitmq import running_rabbitmq
from tests.servers.seaweedfs import BUCKET, running_s3

WANTED = 1.7
ROOT = Path(__file__).resolve().parents[1]
SETTLE_SECONDS = 8.0
"""How long a worker has to start, and the servers to be quiet again."""


@dataclass(frozen=True)
class Pressed:
    """One build: how long it took, and the digest of what it made."""

    seconds: float
    digest: str


@dataclass(frozen=True)
class Farmed:
    """The medians of one machine and of two, in seconds, and whether all made the same book."""

    one: float
    two: float
    is_same: bool

    @property
    def times(self) -> float:
        """How many times faster two are."""
        return self.one / self.two

    @property
    def is_met(self) -> bool:
        """Whether that is enough."""
        return self.is_same and self.times >= WANTED


class Silent:
    """Hears of a press and lets it go on."""

    def stage(self, name: str, total: int | None) -> None:
        """Ignore it."""

    def step(self, done: int) -> None:
        """Ignore it."""

    def beat(self) -> None:
        """Let it go on."""


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Run it; give the exit code."""
    given = _parse(arguments)
    found = measure(given.recipes, given.runs)
    print(f"\n{given.recipes} recipes, PDF, cold, on {os.cpu_count()} cores")
    print(f"  one machine    {found.one:6.1f} s")
    print(f"  two machines   {found.two:6.1f} s")
    judged = "met" if found.is_met else "MISSED"
    print(f"  times faster   {found.times:6.2f}    at least {WANTED}  {judged}")
    print(f"  same bytes     {'yes' if found.is_same else 'NO':>6}")
    return int(given.check and not found.is_met)


def measure(recipes: int, runs: int, say: Callable[[str], None] = _say) -> Farmed:
    """Press a generated book by one machine and by two, in turns."""
    pressed: dict[int, list[Pressed]] = {1: [], 2: []}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        broker = stack.enter_context(running_rabbitmq())
        server = stack.enter_context(running_s3())
        server.make_bucket(BUCKET)
        write_cookbook(folder / "book", recipes)
        for run in range(runs):
            for machines, those in pressed.items():
                name = f"{machines}-{run}"
                bucket = replace(server.bucket(BUCKET), prefix=name)
                those.append(_press(folder, name, broker, bucket, machines))
                say(f"run {run + 1}, {machines} of 2 machines: {those[-1].seconds:.1f} s")
    one, two = (statistics.median(each.seconds for each in those) for those in pressed.values())
    digests = {each.digest for those in pressed.values() for each in those}
    return Farmed(one, two, is_same=len(digests) == 1)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipes", type=int, default=300, help="how many the book has")
    parser.add_argument("--runs", type=int, default=3, help="runs of each")
    parser.add_argument("--check", action="store_true", help="end with 1 where it falls short")
    return parser.parse_args(arguments)


def _press(folder: Path, name: str, broker: str, bucket: BucketSettings, machines: int) -> Pressed:
    """Press the book with so many machines, the first of which is this process."""
    disk = folder / name
    cache = CacheSettings(disk / "cache", bucket=bucket)
    shared = open_shared_cache(cache)
    assert shared is not None  # noqa: S101 -- there is a bucket
    builds = BuildSettings(broker_url=broker, processes=1)
    farm = Farm(Celery(broker=broker, set_as_current=False), shared, 3600)
    with ExitStack() as stack:
        for number in range(1, machines):
            stack.enter_context(_worker(folder / f"{name}-{number}", broker, bucket))
        room = stack.enter_context(Pressroom(builds, cache, lends=True))
        room.warm_up()
        time.sleep(SETTLE_SECONDS)
        order = PressOrder(folder / "book", disk / "out", formats=("pdf",))
        began = time.perf_counter()
        room.press(order, Silent(), farm.loans_of(Priority.LATER))
        seconds = time.perf_counter() - began
    [pdf] = order.out.glob("*.pdf")
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    shutil.rmtree(disk)
    return Pressed(seconds, digest)


@contextmanager
def _worker(disk: Path, broker: str, bucket: BucketSettings) -> Iterator[None]:
    """Run another machine's worker."""
    place = urlencode({"endpoint": bucket.endpoint, "region": bucket.region})
    variables = {
        **os.environ,
        "COOKBOOK_INSTANCE": str(disk),
        "BROKER_URL": broker,
        "STORAGE_URL": f"s3://{bucket.name}/{bucket.prefix}?{place}",
        "AWS_ACCESS_KEY_ID": bucket.access_key,
        "AWS_SECRET_ACCESS_KEY": bucket.secret_key,
        "COOKBOOK_BUILD_PROCESSES": "1",
    }
    command = [sys.executable, "-m", "cookbook"]
    quiet = {"env": variables, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*command, "upgrade"], check=True, **quiet)  # type: ignore[call-overload]  # named arguments
    with subprocess.Popen([*command, "worker"], **quiet) as process:  # type: ignore[call-overload]  # likewise
        try:
            yield
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
