"""Opens a connection to a bucket. The library is an extra, and is imported here and nowhere before.

Credentials come from where every program of Amazon's looks for them: the environment, a profile, the machine's own role.
They are never kept in a workspace and never shown. Source: Boto3 documentation, Credentials.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from secondstory.adapters.remote.bucket.s3 import S3Bucket
from secondstory.adapters.remote.bucket.troubles import told
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused

CONNECT_S, READ_S, ATTEMPTS = 10, 60, 3
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*")
_NOT_HERE = (
    "Buckets need the library of Amazon's storage, which is not installed here. Install it beside Second Story:"
    " pip install 'secondstory[s3]'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a bucket is. prefix: what the keys in it begin with; endpoint: a URL, empty for Amazon's own.

    region, profile: as in the configuration of Amazon's tools; empty for what stands there.
    """

    bucket: str
    prefix: str
    endpoint: str = ""
    region: str = ""
    profile: str = ""

    @property
    def name(self) -> str:
        """How people and the record name it."""
        place = f"s3://{self.bucket}/{self.prefix}"
        return f"{place} at {urlsplit(self.endpoint).netloc}" if self.endpoint else place


def check_address(address: Address) -> None:
    """Raise Refused, with what to say instead, for an address that is none."""
    if not _NAME.fullmatch(address.bucket) or ".." in address.bucket:
        raise Refused(
            f'"{address.bucket}" cannot be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens.'
        )
    if not _PREFIX.fullmatch(address.prefix):
        raise Refused(
            f'"{address.prefix}" cannot stand before names in a bucket. Say letters and digits: --prefix NAME'
        )
    parts = urlsplit(address.endpoint)
    if address.endpoint and (parts.scheme not in {"https", "http"} or not parts.hostname or parts.username):
        raise Refused("The endpoint is an https:// address without a name or password in it.")
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise Refused("The endpoint has to be https: over http anybody on the way could answer in its place.")


def open_bucket(address: Address) -> S3Bucket:
    """Return a bucket, ready to be asked; nothing is asked yet.

    Raises Refused without the library, BucketTrouble for a profile that is not there.
    """
    check_address(address)
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError as missing:
        raise Refused(_NOT_HERE, code="no-s3") from missing
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        # A store that is not Amazon's rarely has a name of its own for each bucket.
        s3={"addressing_style": "path" if address.endpoint else "auto"},
    )
    try:
        session = boto3.session.Session(
            profile_name=address.profile or None, region_name=address.region or None
        )
        region = session.region_name or "us-east-1"
        client: Any = session.client(
            "s3", endpoint_url=address.endpoint or None, region_name=region, config=config
        )
    except (BotoCoreError, ValueError) as why:
        raise told(why, address.name) from why
    return S3Bucket(client, address.bucket, address.prefix, address.name)
