"""The objects of an S3 bucket by boto3, under a prefix, with its failures told as ours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from cookbook.config import BucketSettings
from cookbook.storage.seam import StorageError

PART = 8 << 20
"""The bytes of one part of a large upload."""
TRANSFER = TransferConfig(multipart_threshold=2 * PART, multipart_chunksize=PART, max_concurrency=4)
CONNECTIONS = 32
AT_ONCE = 1000
"""As many objects as S3 lists or deletes in one request."""
REFUSALS = {401, 403}
ABSENT = 404
NOT_THAT_LONG = 416


class AbsentError(StorageError):
    """An object that isn't in the bucket."""


@dataclass(frozen=True)
class Patience:
    """How long a server may take: seconds to connect, seconds of silence, and attempts in all."""

    connect: float
    silence: float
    attempts: int


STEADY = Patience(connect=5, silence=60, attempts=4)
"""For bytes that must come."""
BRISK = Patience(connect=2, silence=10, attempts=2)
"""For those that can be made again."""


@dataclass(frozen=True)
class Listed:
    """An object as a list tells of it: its name below the prefix, its size, when it was written."""

    name: str
    size: int
    written: float


class Page(NamedTuple):
    """Some of the objects of a list, and whether they are the last."""

    objects: list[Listed]
    is_last: bool


class Bucket:
    """A bucket's objects; safe under threads, and may be handed to other processes.

    Nothing is reached before it is asked for. Every method raises StorageError.
    """

    def __init__(self, settings: BucketSettings, patience: Patience = STEADY) -> None:
        self.settings = settings
        self.patience = patience
        self._client: tuple[int, Any] | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Bucket], tuple[BucketSettings, Patience]]:
        return type(self), (self.settings, self.patience)

    def __str__(self) -> str:
        at = self.settings.endpoint or f"Amazon's servers, region {self.settings.region}"
        return f'the bucket "{self.settings.name}" at {at}'

    def get(self, name: str) -> bytes:
        """Give an object's bytes; raises AbsentError where there is none."""
        return self.get_dated(name)[0]

    def get_dated(self, name: str) -> tuple[bytes, float]:
        """Give an object's bytes and when it was written; raises AbsentError where it isn't."""
        answer, data = self._get(name)
        return data, answer["LastModified"].timestamp()

    def get_part(self, name: str, start: int, length: int) -> tuple[bytes, int]:
        """Give some of an object's bytes, and how many it has in all; raises AbsentError."""
        span = f"bytes={start}-{start + length - 1}"
        try:
            answer, data = self._get(name, Range=span)
        except _EmptyError:
            return b"", 0
        return data, int(answer.get("ContentRange", "").rpartition("/")[2] or len(data))

    def size(self, name: str) -> int | None:
        """Give an object's size, or None where there is none."""
        try:
            with self._explained(name):
                return int(self._ask().head_object(**self._object(name))["ContentLength"])
        except AbsentError:
            return None

    def written(self, name: str) -> float | None:
        """Give when an object was written, or None where there is none."""
        try:
            with self._explained(name):
                answer = self._ask().head_object(**self._object(name))
                return float(answer["LastModified"].timestamp())
        except AbsentError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Write an object, whole or not at all."""
        with self._explained(name):
            self._ask().put_object(**self._object(name), Body=data)

    def upload(self, name: str, file: Path) -> None:
        """Write an object from a file of any size, whole or not at all."""
        with self._explained(name):
            self._ask().upload_file(str(file), **self._object(name), Config=TRANSFER)

    def touch(self, name: str) -> None:
        """Have an object be written now, as it is."""
        with self._explained(name):
            where = self._object(name)
            self._ask().copy_object(**where, CopySource=where, MetadataDirective="REPLACE")

    def delete(self, names: Sequence[str]) -> None:
        """Remove objects; those that aren't there are no failure."""
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            with self._explained():
                self._ask().delete_objects(
                    Bucket=self.settings.name,
                    Delete={"Objects": [{"Key": self._key(name)} for name in some], "Quiet": True},
                )

    def pages(self, below: str) -> Iterator[Page]:
        """List the objects whose names begin so, some at a time, in the order of their names."""
        asked: dict[str, Any] = {"Bucket": self.settings.name, "Prefix": self._key(below)}
        asked["MaxKeys"] = AT_ONCE
        more = True
        while more:
            with self._explained():
                answer = self._ask().list_objects_v2(**asked)
            more = answer.get("IsTruncated", False)
            yield Page([self._listed(each) for each in answer.get("Contents", [])], not more)
            asked["ContinuationToken"] = answer.get("NextContinuationToken", "")

    def check(self) -> None:
        """Try what the house needs of a bucket: to list, to write, to read and to delete."""
        next(self.pages("probe"))
        self.put("probe", b"soup")
        self.get("probe")
        self.delete(["probe"])

    def _get(self, name: str, **more: str) -> tuple[dict[str, Any], bytes]:
        """Get an object, once more if the answer breaks off: boto3 cares only until it begins."""
        with self._explained(name):
            with suppress(IncompleteReadError, ReadTimeoutError, ResponseStreamingError):
                return self._get_once(name, **more)
            return self._get_once(name, **more)

    def _get_once(self, name: str, **more: str) -> tuple[dict[str, Any], bytes]:
        answer = self._ask().get_object(**self._object(name), **more)
        with answer["Body"] as body:
            return answer, body.read()

    def _ask(self) -> Any:  # noqa: ANN401 -- boto3 makes its clients as it runs
        """Give the client of this process: connections don't survive a fork."""
        with self._lock:
            if self._client is None or self._client[0] != os.getpid():
                self._client = os.getpid(), self._connect()
            return self._client[1]

    def _connect(self) -> Any:  # noqa: ANN401 -- likewise
        settings, patience = self.settings, self.patience
        return boto3.session.Session().client(
            "s3",
            endpoint_url=settings.endpoint or None,
            region_name=settings.region,
            aws_access_key_id=settings.access_key or None,
            aws_secret_access_key=settings.secret_key or None,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=patience.connect,
                read_timeout=patience.silence,
                retries={"total_max_attempts": patience.attempts, "mode": "standard"},
                max_pool_connections=CONNECTIONS,
                # Not every server that speaks S3 knows the newer checksums; we have our own.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _key(self, name: str) -> str:
        return f"{self.settings.prefix}/{name}" if self.settings.prefix else name

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self.settings.name, "Key": self._key(name)}

    def _listed(self, each: dict[str, Any]) -> Listed:
        name = each["Key"].removeprefix(f"{self.settings.prefix}/" if self.settings.prefix else "")
        return Listed(name, each["Size"], each["LastModified"].timestamp())

    @contextmanager
    def _explained(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except ClientError as err:
            raise self._problem(name, err.response) from err
        except (BotoCoreError, Boto3Error) as err:
            raise StorageError(
                f"{self} does not answer.",
                remedy="See that its server can be reached, and that STORAGE_URL names it.",
            ) from err

    def _problem(self, name: str, answer: dict[str, Any]) -> StorageError:
        code = answer["Error"]["Code"]
        status = answer["ResponseMetadata"]["HTTPStatusCode"]
        if code == "NoSuchBucket" or (status == ABSENT and not name):
            return StorageError(
                f"there is no such place as {self}.",
                remedy="Make the bucket, or name another in STORAGE_URL.",
            )
        if status == ABSENT:
            return AbsentError(f"{name} is not in {self}.")
        if status == NOT_THAT_LONG:
            return _EmptyError(f"{name} is empty.")
        if status in REFUSALS:
            return StorageError(
                f"{self} refuses us.",
                remedy="Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may read, "
                "write, list and delete there.",
            )
        return StorageError(f"{self} answers {status}, {code}.", remedy="See its server's log.")


class _EmptyError(StorageError):
    """An object of which no part can be had, as it has no bytes."""
