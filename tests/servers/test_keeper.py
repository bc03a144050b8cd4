"""Servers that tests start: real, of their own, and gone with whoever asked for them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import boto3
import pytest
from botocore.config import Config
from kombu.connection import Connection

from cookbook.config import BucketSettings
from tests.servers.keeper import HOST, ROOT, ServerNotStartedError, free_ports, kept_server

WAIT_SECONDS = 20

LISTEN = """
import socket, subprocess, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "left behind"])
    time.sleep(600)
"""
ASK = """
import sys, time
from tests.servers.keeper import kept_server
with kept_server(int(sys.argv[1]), sys.argv[2:], {}) as folder:
    print(folder, flush=True)
    time.sleep(600)
"""


def listens(port: int) -> bool:
    with socket.socket() as asker:
        return asker.connect_ex((HOST, port)) == 0


def wait_until_gone(port: int) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while listens(port) and time.monotonic() < until:
        time.sleep(0.05)
    assert not listens(port)


class TestKeptServer:
    def test_it_is_there_within_the_context_and_gone_after_it(self) -> None:
        [port] = free_ports(1)
        with kept_server(port, [sys.executable, "-c", LISTEN, str(port)], {}) as folder:
            assert listens(port)
            assert folder.is_dir()
        assert not listens(port)
        assert not folder.exists()

    def test_it_ends_with_one_who_is_killed(self) -> None:
        [port] = free_ports(1)
        words = [sys.executable, "-c", LISTEN, str(port)]
        with subprocess.Popen(
            [sys.executable, "-c", ASK, str(port), *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as asker:
            assert asker.stdout is not None
            assert asker.stdout.readline().strip()
            assert listens(port)
            os.kill(asker.pid, signal.SIGKILL)
        wait_until_gone(port)

    def test_one_that_does_not_start_says_why(self) -> None:
        with (
            pytest.raises(ServerNotStartedError, match="no flour"),
            kept_server(free_ports(1)[0], ["sh", "-c", "echo no flour; exit 1"], {}),
        ):
            pass


class TestRabbitMQ:
    def test_a_message_that_is_sent_is_received(self, rabbitmq: str) -> None:
        with Connection(rabbitmq) as connection, connection.SimpleQueue("soups") as queue:
            queue.put({"soup": "stone"})
            message = queue.get(timeout=WAIT_SECONDS)
            message.ack()
        assert message.payload == {"soup": "stone"}


class TestS3:
    def test_an_object_that_is_put_is_got(self, bucket: BucketSettings) -> None:
        client = boto3.client(
            "s3",
            endpoint_url=bucket.endpoint,
            region_name=bucket.region,
            aws_access_key_id=bucket.access_key,
            aws_secret_access_key=bucket.secret_key,
            config=Config(s3={"addressing_style": "path"}),
        )
        name = f"{bucket.prefix}/soup"
        client.put_object(Bucket=bucket.name, Key=name, Body=b"stone")
        with client.get_object(Bucket=bucket.name, Key=name)["Body"] as body:
            assert body.read() == b"stone"
        client.close()
