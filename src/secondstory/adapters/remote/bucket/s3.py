"""The bucket over the API of Amazon S3. Implements `vault.bucket.Bucket`.

Bytes are sent in parts of 16 MiB, so that any length goes in constant memory; each part carries its SHA-256, which the bucket
checks. Nothing is asked for by its name alone. Source: Amazon S3 API reference; user guide, Object Lock.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from secondstory.adapters.remote.bucket.troubles import OURS, code_of, status_of, told
from secondstory.vault.bucket import Lock, Mode, Version
from secondstory.vault.errors import BucketTrouble, LockRefused, VersionMissing

PART_BYTES = 16 << 20
READ_BYTES = 1 << 20
MOST_PARTS = 10_000
_GONE = frozenset({"NoSuchVersion", "NoSuchKey", "404", "NotFound"})
_NO_LOCK = frozenset({"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"})

T = TypeVar("T")


class S3Bucket:
    """A bucket below a prefix. client: of boto3; name: how people and the record name it."""

    def __init__(self, client: Any, bucket: str, prefix: str, name: str) -> None:
        """Ask nothing yet."""
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self.name = name

    def is_lockable(self) -> bool:
        """Return whether Object Lock is turned on for the whole bucket."""
        from botocore.exceptions import ClientError

        try:
            found = self._client.get_object_lock_configuration(Bucket=self._bucket)
        except ClientError as why:
            if code_of(why) in _NO_LOCK:
                return False
            raise told(why, self.name) from why
        except _weather() as why:
            raise told(why, self.name) from why
        return bool(found.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled")

    def put(self, key: str, chunks: Iterable[bytes], *, length_bytes: int, until: datetime) -> str:
        """Put another version, locked in compliance mode; return its id once the bucket has all of it."""
        part_bytes = max(PART_BYTES, -(-length_bytes // MOST_PARTS))
        asked = {**self._at(key), **self._locked(until), "ChecksumAlgorithm": "SHA256"}
        if length_bytes <= part_bytes:
            body = b"".join(chunks)
            self._must_be(len(body), length_bytes)
            version = self._ask(lambda: self._client.put_object(**asked, Body=body)).get("VersionId")
        else:
            version = self._put_parts(key, asked, _cut(chunks, part_bytes), length_bytes)
        if not version or version == "null":
            raise BucketTrouble(
                f"The bucket {self.name} gave no version to what was put there: it keeps none, so nothing in it is protected."
                " Turn versions and Object Lock on, or name another bucket: secondstory bucket set",
                code="bucket-no-versions",
            )
        return str(version)

    def open(self, key: str, version: str) -> Iterator[bytes]:
        """Yield the bytes of one version in pieces of at most 1 MiB. Raises VersionMissing at once."""
        got = self._ask(lambda: self._client.get_object(**self._at(key), VersionId=version), key, version)
        return self._pieces(got["Body"])

    def lock_of(self, key: str, version: str) -> Lock | None:
        """Return the lock of one version, None when it has none. Raises VersionMissing."""
        found = self._ask(lambda: self._client.head_object(**self._at(key), VersionId=version), key, version)
        mode, until = found.get("ObjectLockMode"), found.get("ObjectLockRetainUntilDate")
        if mode not in set(Mode) or not isinstance(until, datetime):
            return None
        return Lock(mode=Mode(mode), until=until.astimezone(UTC))

    def relock(self, key: str, version: str, lock: Lock, *, bypass: bool = False) -> None:
        """Give one version another lock. Raises LockRefused."""
        wanted = {"Mode": lock.mode.value, "RetainUntilDate": lock.until}
        more = {"BypassGovernanceRetention": True} if bypass else {}
        asked = {**self._at(key), "VersionId": version, "Retention": wanted, **more}
        self._dare(lambda: self._client.put_object_retention(**asked), key, version)

    def remove(self, key: str, version: str, *, bypass: bool = False) -> None:
        """Remove one version for ever; one that is not there is no trouble. Raises LockRefused."""
        more = {"BypassGovernanceRetention": True} if bypass else {}
        with suppress(VersionMissing):
            self._dare(
                lambda: self._client.delete_object(**self._at(key), VersionId=version, **more), key, version
            )

    def hide(self, key: str) -> str:
        """Put a delete marker on top of an object, and return its id. Raises LockRefused."""
        return str(self._dare(lambda: self._client.delete_object(**self._at(key)), key, "").get("VersionId"))

    def versions(self, prefix: str) -> Iterator[Version]:
        """Yield every version and marker of the objects whose key begins so, by key, the newest of each first."""
        asked: dict[str, Any] = {"Bucket": self._bucket, "Prefix": f"{self._prefix}/{prefix}"}
        while True:
            page = self._ask(lambda: self._client.list_object_versions(**asked))
            found = [
                *(self._version(one, is_marker=False) for one in page.get("Versions", ())),
                *(self._version(one, is_marker=True) for one in page.get("DeleteMarkers", ())),
            ]
            # The list has versions and markers apart; of one moment the marker came later, or it would hide nothing.
            yield from sorted(found, key=lambda one: (one.key, -one.at.timestamp(), not one.is_marker))
            if not page.get("IsTruncated"):
                return
            asked["KeyMarker"] = page.get("NextKeyMarker", "")
            asked["VersionIdMarker"] = page.get("NextVersionIdMarker", "")

    def _locked(self, until: datetime) -> Mapping[str, Any]:
        return {"ObjectLockMode": Mode.COMPLIANCE.value, "ObjectLockRetainUntilDate": until}

    def _put_parts(
        self, key: str, asked: Mapping[str, Any], parts: Iterable[bytes], length_bytes: int
    ) -> str:
        begun = self._ask(lambda: self._client.create_multipart_upload(**asked))["UploadId"]
        upload = {**self._at(key), "UploadId": begun}
        sent: list[dict[str, Any]] = []
        length = 0
        is_whole = False
        try:
            for number, part in enumerate(parts, 1):
                length += len(part)
                sent.append(self._put_part(upload, number, part))
            self._must_be(length, length_bytes)
            whole = {**upload, "MultipartUpload": {"Parts": sent}}
            done = self._ask(lambda: self._client.complete_multipart_upload(**whole))
            is_whole = True
            return str(done.get("VersionId") or "")
        finally:
            if not is_whole:
                with suppress(BucketTrouble):
                    self._ask(lambda: self._client.abort_multipart_upload(**upload))

    def _put_part(self, upload: Mapping[str, Any], number: int, part: bytes) -> dict[str, Any]:
        asked = {**upload, "PartNumber": number, "Body": part, "ChecksumAlgorithm": "SHA256"}
        done = self._ask(lambda: self._client.upload_part(**asked))
        told_back = {"PartNumber": number, "ETag": done["ETag"]}
        return told_back | ({"ChecksumSHA256": done["ChecksumSHA256"]} if "ChecksumSHA256" in done else {})

    def _must_be(self, length: int, declared: int) -> None:
        if length != declared:
            raise BucketTrouble(
                f"What was to be put into {self.name} has {length:,} bytes and not {declared:,}, so it was not put there."
                " secondstory verify says what differs."
            )

    def _pieces(self, body: Any) -> Iterator[bytes]:
        try:
            while piece := body.read(READ_BYTES):
                yield piece
        except _weather() as why:
            raise told(why, self.name) from why
        finally:
            body.close()

    def _version(self, found: Mapping[str, Any], *, is_marker: bool) -> Version:
        return Version(
            key=str(found["Key"]).removeprefix(f"{self._prefix}/"),
            version=str(found["VersionId"]),
            at=found["LastModified"].astimezone(UTC),
            length_bytes=int(found.get("Size", 0)),
            is_marker=is_marker,
        )

    def _at(self, key: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}/{key}"}

    def _ask(self, what: Callable[[], T], key: str = "", version: str = "") -> T:
        """Return what the bucket answers. Raises VersionMissing where a version was asked for, else BucketTrouble."""
        try:
            return what()
        except _weather() as why:
            if version and code_of(why) in _GONE:
                raise VersionMissing(key, version) from why
            raise told(why, self.name) from why

    def _dare(self, what: Callable[[], T], key: str, version: str) -> T:
        """Return what the bucket answers to something it may have to refuse. Raises LockRefused when it does."""
        try:
            return what()
        except _weather() as why:
            if code_of(why) in _GONE:
                raise VersionMissing(key, version) from why
            if 400 <= status_of(why) < 500 and code_of(why) not in OURS:
                raise LockRefused(code_of(why)) from why
            raise told(why, self.name) from why


def _weather() -> tuple[type[Exception], ...]:
    """Return what the library raises when it is not answered, or is told no."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (ClientError, BotoCoreError, OSError)


def _cut(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the bytes of `chunks` in parts of `size`, the last one shorter."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)
