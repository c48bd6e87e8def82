"""A real store with Object Lock for tests: seaweedfs, started once for each process of pytest, on 127.0.0.1 alone.

It keeps what Amazon promises at its gateway, and can be bypassed below it: good for tests, and no protection.
"""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from secondstory.adapters.remote.bucket.opening import Address, open_bucket
from secondstory.adapters.remote.bucket.s3 import S3Bucket
from tools import independent

ACCESS, SECRET = "keeper-of-tests", "planted-for-tests"
READER, READER_SECRET = "reader-of-tests", "planted-for-reading"
LOCKED, PLAIN = "locked", "plain"
START_S = 60.0


@dataclass
class Gateway:
    """A running store, with a bucket that locks and one that does not. used: how many prefixes were handed out."""

    port: int
    used: int = field(default=0)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, access: str = ACCESS, secret: str = SECRET) -> Any:
        """Return a client of boto3 that may do everything there, unless told otherwise."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )

    def prefix(self) -> str:
        """Return a prefix that no other test has."""
        self.used += 1
        return f"demo/tests-{self.used}"

    def opened(self, *, lock: bool = True) -> S3Bucket:
        """Return a bucket of ours below a fresh prefix, with the credentials of the environment."""
        name = LOCKED if lock else PLAIN
        return open_bucket(Address(bucket=name, prefix=self.prefix(), endpoint=self.endpoint))


@pytest.fixture(scope="session")
def running_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The store, started when the first test asks."""
    if not independent.is_current("bucket"):
        pytest.skip(f"the bucket checkers are not here: {independent.COMMAND}")
    with _started(tmp_path_factory.mktemp("gateway")) as port:
        yield Gateway(port)


@pytest.fixture
def gateway(running_gateway: Gateway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Gateway:
    """The store, with its credentials in the environment and no other ones in reach."""
    for name in [one for one in os.environ if one.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return running_gateway


@contextmanager
def _started(folder: Path) -> Iterator[int]:
    (folder / "data").mkdir()
    who = [("keeper", ACCESS, SECRET, ["Admin"]), ("reader", READER, READER_SECRET, ["Read", "List"])]
    identities = [
        {"name": name, "credentials": [{"accessKey": access, "secretKey": secret}], "actions": actions}
        for name, access, secret, actions in who
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    master, volume, filer, s3 = _free_ports(4)
    command = [
        *(independent.BUCKET, "server", "-dir=./data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *(f"-master.port={master}", f"-volume.port={volume}", "-filer", f"-filer.port={filer}"),
        *("-s3", f"-s3.port={s3}", "-s3.config=./s3.json", "-s3.ip.bind=127.0.0.1"),
        # Catalogues for other software, on fixed ports that two stores at once would both want.
        *("-s3.port.iceberg=0", "-s3.port.lance=0"),
        *("-master.volumeSizeLimitMB=64", "-volume.max=20"),
    ]
    environment = os.environ | {"WEED_JWT_FILER_SIGNING_KEY": "planted-for-tests"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(s3, process, folder / "log")
        yield s3
    finally:
        process.kill()  # it takes its time to end in good order, and nothing it has is needed
        process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once the store takes something, which is a moment after it listens."""
    deadline = time.monotonic() + START_S
    gateway = Gateway(port)
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{gateway.endpoint}/status", timeout=1).close()
            client = gateway.client()
            with suppress(client.exceptions.ClientError):
                _make_buckets(client)
                return
        time.sleep(0.1)
    raise AssertionError(f"the store did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _make_buckets(client: Any) -> None:
    """Make both, and put something into each: until it has room for it, the store answers with an error."""
    with suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket=LOCKED, ObjectLockEnabledForBucket=True)
    with suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket=PLAIN)
    for name in (LOCKED, PLAIN):
        client.put_object(Bucket=name, Key="begun", Body=b"begun")


def _free_ports(count: int) -> list[int]:
    """Return ports that are free, and whose partner for its own talk, 10,000 above, is free as well."""
    found: list[int] = []
    while len(found) < count:
        with closing(socket.create_server(("127.0.0.1", 0))) as asked:
            port = asked.getsockname()[1]
        low = port % 20_000 + 20_000
        with (
            suppress(OSError),
            closing(socket.create_server(("127.0.0.1", low))),
            closing(socket.create_server(("127.0.0.1", low + 10_000))),
        ):
            found = list(dict.fromkeys([*found, low]))
    return found
