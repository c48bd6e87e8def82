"""Sealing: nothing is evidence before it was looked at, is durable, and is recorded; in this order."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from secondstory.application.keeping.orphans import unrecorded
from secondstory.application.keeping.sealing import (
    Item,
    SealedEvidence,
    SecretsFound,
    Vault,
    fold,
    record,
    seal_evidence,
    stow,
)
from secondstory.domain.keeping.evidence import Capture, Flagging
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.vault.declared import Declared
from secondstory.vault.errors import DeclaredMismatch
from secondstory.vault.manifest import Manifest
from secondstory.vault.reading import unsealed
from tests.offices import MemoryOffice

LOG = b"22:40 hold window set to 48\n22:41 311 units left\n"
SECRET = b"Authorization: Bearer " + b"q8Zr4Kx0" * 5 + b"\n"


def item_of(place: MemoryOffice, **changed: object) -> Item:
    fields: dict = {"post_mortem": place.opened().stream, "name": "hold.log", "captured_from": "ops-3"}
    return Item(**{**fields, **changed})


def of(content: bytes, size: int = 7) -> "object":
    return lambda: (content[start : start + size] for start in range(0, len(content), size))


def opened_again(place: MemoryOffice, sealed: SealedEvidence) -> bytes:
    state = place.office.load(sealed.stream, fold)
    assert state.sealed is not None
    manifest = Manifest(
        plaintext_digest=state.sealed.digest,
        length_bytes=state.sealed.length_bytes,
        media_type=state.sealed.media_type,
        ciphertext_digest=state.sealed.ciphertext_digest,
    )
    key = place.desk.keys.key(f"object:{sealed.stream}")
    assert key is not None
    return b"".join(unsealed(place.objects.open(manifest.ciphertext_digest), key=key, manifest=manifest))


def test_it_gives_back_what_was_sealed_and_keeps_none_of_it_in_the_open():
    place = MemoryOffice()
    sealed = seal_evidence(place.office, place.vault, item_of(place), of(LOG))
    assert opened_again(place, sealed) == LOG
    stored = b"".join(b"".join(place.objects.open(digest)) for digest in place.objects.digests())
    assert b"hold window" not in stored


def test_it_commits_to_the_manifest_in_the_entry_of_the_sealing():
    place = MemoryOffice()
    sealed = seal_evidence(place.office, place.vault, item_of(place), of(LOG))
    (stored,) = place.desk.storage.of_stream(sealed.stream)
    assert b'"e":[' in stored.entry
    assert hashlib.sha256(LOG).hexdigest().encode() not in stored.entry


def test_it_numbers_evidence_within_its_post_mortem():
    place = MemoryOffice()
    first, second = item_of(place), item_of(place)
    numbers = [
        seal_evidence(place.office, place.vault, one, of(LOG)).number for one in (first, first, second)
    ]
    assert numbers == [1, 2, 1]


def test_it_takes_the_next_number_when_somebody_else_was_faster():
    place = MemoryOffice()
    item = item_of(place)
    slow = stow(place.office, place.vault, item, of(LOG))
    racing = _Racing(place, item)
    assert record(racing, slow).number == 2  # type: ignore[arg-type]


class _Racing:
    """An office in which another sealing lands between looking up the number and appending."""

    def __init__(self, place: MemoryOffice, item: Item) -> None:
        self._place, self._item, self._raced = place, item, False
        self.me = place.me
        self.journal = place.office.journal

    @property
    def door(self) -> object:
        return self

    def next_number(self, table: object, where: object) -> int:
        number = self._place.office.door.next_number(table, where)  # type: ignore[arg-type]
        if not self._raced:
            self._raced = True
            seal_evidence(self._place.office, self._place.vault, self._item, of(LOG))
        return number


def test_it_seals_nothing_that_holds_a_likely_secret_and_shows_no_character_of_it():
    place = MemoryOffice()
    before = place.desk.storage.head().size
    with pytest.raises(SecretsFound) as refused:
        seal_evidence(place.office, place.vault, item_of(place), of(LOG + SECRET))
    assert "line 3" in str(refused.value)
    assert "q8Zr" not in str(refused.value)
    assert "--redact" in str(refused.value)
    assert list(place.objects.digests()) == []
    assert not [name for name in place.desk.keys.names() if name.startswith("object:")]
    assert place.desk.storage.head().size > before  # only the post-mortem itself


def test_it_records_the_reason_when_a_secret_is_sealed_all_the_same():
    place = MemoryOffice()
    sealed = seal_evidence(
        place.office, place.vault, item_of(place), of(SECRET), despite="revoked at 23:10, needed as it was"
    )
    flagged = place.office.load(sealed.stream, fold).flagged
    assert flagged is not None
    assert (flagged.outcome, flagged.count, flagged.reason) == (
        Flagging.SEALED_ANYWAY,
        1,
        "revoked at 23:10, needed as it was",
    )


def test_it_wants_a_reason_in_words_before_it_seals_a_secret():
    place = MemoryOffice()
    with pytest.raises(Refused, match="Why is it sealed"):
        seal_evidence(place.office, place.vault, item_of(place), of(SECRET), despite="  ")
    assert list(place.objects.digests()) == []


def test_it_records_what_was_blotted_out_beforehand():
    place = MemoryOffice()
    masked = place.vault.look([SECRET])
    sealed = seal_evidence(place.office, place.vault, item_of(place), of(LOG), masked=masked)
    flagged = place.office.load(sealed.stream, fold).flagged
    assert flagged is not None
    assert (flagged.outcome, flagged.count) == (Flagging.MASKED, 1)


def test_it_hashes_the_whole_source_although_the_look_stops_early():
    place = MemoryOffice(look=lambda chunks: list(islice(chunks, 1))[:0])  # type: ignore[arg-type]
    sealed = seal_evidence(place.office, place.vault, item_of(place), of(LOG * 9))
    assert sealed.length_bytes == len(LOG * 9)


def test_it_seals_what_was_declared_and_nothing_else():
    place = MemoryOffice()
    right = Declared(length_bytes=len(LOG), sha256=hashlib.sha256(LOG).hexdigest())
    item = item_of(place)
    assert seal_evidence(place.office, place.vault, item, of(LOG), declared=right).number == 1
    for cut in (LOG[:-1], LOG + b"x", LOG[:-1] + b"x"):
        with pytest.raises(DeclaredMismatch, match="Nothing was sealed"):
            seal_evidence(place.office, place.vault, item, of(cut), declared=right)
    assert len(list(place.objects.digests())) == 1


def test_it_seals_nothing_that_changed_between_looking_and_sealing():
    place = MemoryOffice()
    given = iter([LOG, LOG + SECRET])
    with pytest.raises(Refused, match="changed while it was being read"):
        seal_evidence(place.office, place.vault, item_of(place), lambda: [next(given)])
    assert list(place.objects.digests()) == []


def test_it_refuses_before_reading_what_it_would_refuse_afterwards():
    place = MemoryOffice()

    def never() -> Iterable[bytes]:
        raise AssertionError("read for nothing")

    for wrong in (
        item_of(place, captured_from=" "),
        item_of(place, how=Capture.COMMAND),
        item_of(place, post_mortem=StreamId("pm_none")),
    ):
        with pytest.raises(Refused):
            seal_evidence(place.office, place.vault, wrong, never)


def test_it_leaves_no_evidence_when_the_source_breaks_half_way():
    place = MemoryOffice()
    reads = iter([False, True])

    def source() -> Iterator[bytes]:
        yield LOG
        if next(reads):
            raise OSError("the disk was pulled out")

    with pytest.raises(OSError):
        seal_evidence(place.office, place.vault, item_of(place), source)
    assert list(place.objects.digests()) == []


def test_it_finds_what_a_crash_before_recording_left_and_only_that():
    place = MemoryOffice()
    item = item_of(place)
    kept = seal_evidence(place.office, place.vault, item, of(LOG))
    left = stow(place.office, place.vault, item, of(LOG))
    assert unrecorded(place.desk.storage, place.desk.keys, place.objects) == [left.manifest.ciphertext_digest]
    record(place.office, left)
    assert unrecorded(place.desk.storage, place.desk.keys, place.objects) == []
    place.desk.keys.destroy_key(f"stream:{kept.stream}")
    state = place.desk.keys.destroyed()
    assert state
    assert len(unrecorded(place.desk.storage, place.desk.keys, place.objects)) == 1


def test_it_calls_nothing_an_orphan_while_it_cannot_read_every_manifest():
    place = MemoryOffice()
    item = item_of(place)
    kept = seal_evidence(place.office, place.vault, item, of(LOG))
    stow(place.office, place.vault, item, of(LOG))
    older_keys = _Without(place.vault, f"stream:{kept.stream}")
    assert unrecorded(place.desk.storage, older_keys, place.objects) == []  # type: ignore[arg-type]


class _Without:
    """A key store that came out of an older backup: one key is not in it, and nobody destroyed it."""

    def __init__(self, vault: Vault, name: str) -> None:
        self._keys, self._name = vault.keys, name

    def key(self, name: str) -> bytes | None:
        return None if name == self._name else self._keys.key(name)

    def destroyed(self) -> object:
        return self._keys.destroyed()
