"""A real S3 server for tests that keep bytes in a bucket. A pytest plugin.

SeaweedFS, with folder and ports of its own, started when the first test asks and gone at the end.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from cookbook.config import BucketSettings
from tests.servers.keeper import HOST, ServerNotStartedError, free_ports, kept_server

REMEDY = "script/setup --test installs it"
SECRET = "a secret of the tests"  # noqa: S105 -- known to all
OWNER, GUEST = "owner", "guest"
PORTS = ("master", "volume", "filer", "s3")
BUCKET = "pantry"
NUMBERS = count(1)


@dataclass(frozen=True)
class S3Server:
    """A running server; `owner` may do everything in it, `guest` may read one other bucket."""

    endpoint: str

    def bucket(self, name: str, user: str = OWNER) -> BucketSettings:
        """Give the settings of a bucket, which need not be there."""
        return BucketSettings(name, "", self.endpoint, "us-east-1", user, SECRET)

    def make_bucket(self, name: str) -> None:
        """Make a bucket."""
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=OWNER,
            aws_secret_access_key=SECRET,
            # The server takes connections a little before it is ready for them.
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 8}),
        )
        client.create_bucket(Bucket=name)
        client.close()


def find_weed() -> str:
    """Give SeaweedFS's program: the one beside Python, else the one in PATH."""
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.is_file() else shutil.which("weed")
    if found is None:
        raise ServerNotStartedError(f"SeaweedFS is not installed: {REMEDY}")
    return found


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """Run a new server until the context is left. Raises ServerNotStartedError."""
    ports = free_ports(2 * len(PORTS))
    words = [find_weed(), "server", "-filer", "-s3", f"-ip={HOST}", f"-ip.bind={HOST}"]
    for name, port, inner in zip(PORTS, ports[::2], ports[1::2], strict=True):
        words += [f"-{name}.port={port}", f"-{name}.port.grpc={inner}"]
    with tempfile.TemporaryDirectory(prefix="cookbook-s3-") as folder:
        identities = Path(folder) / "identities.json"
        identities.write_text(json.dumps({"identities": list(_identities())}), "utf-8")
        words += [
            "-dir={folder}",
            f"-s3.config={identities}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-master.volumeSizeLimitMB=64",
            "-master.telemetry=false",
            "-volume.max=100",
        ]
        try:
            with kept_server(ports[-2], words, {}):
                yield S3Server(f"http://{HOST}:{ports[-2]}")
        finally:
            for socket in Path(tempfile.gettempdir()).glob("seaweedfs-*.sock"):
                if any(socket.stem.endswith(f"-{port}") for port in ports):
                    socket.unlink(missing_ok=True)


def _identities() -> Iterator[dict[str, object]]:
    for user, actions in ((OWNER, ["Admin", "Read", "Write", "List"]), (GUEST, ["Read:other"])):
        key = {"accessKey": user, "secretKey": SECRET}
        yield {"name": user, "credentials": [key], "actions": actions}


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """An S3 server with a bucket "pantry", for all tests of this process."""
    with running_s3() as server:
        server.make_bucket(BUCKET)
        yield server


@pytest.fixture
def bucket(s3_server: S3Server) -> BucketSettings:
    """A part of a real bucket, of this test's own and empty."""
    return replace(s3_server.bucket(BUCKET), prefix=f"test-{next(NUMBERS)}")
