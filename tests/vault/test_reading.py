"""Evidence read back is compared with its manifest, and says how much was proved."""

import pytest

from secondstory.vault.declared import Tally
from secondstory.vault.errors import Altered, Truncated
from secondstory.vault.manifest import Manifest
from secondstory.vault.reading import Examined, examine, unsealed
from secondstory.vault.stream import seal

KEY = b"k" * 32
PLAIN = b"14:02 pager: queue depth 9,000\n" * 50


def stored_with_manifest(plain=PLAIN):
    before, after = Tally(), Tally()
    stored = b"".join(after.over(seal(before.over([plain]), key=KEY, prefix=b"prefix7")))
    return stored, Manifest(
        plaintext_digest=before.digest,
        length_bytes=before.length_bytes,
        media_type="text/plain",
        ciphertext_digest=after.digest,
    )


def test_it_gives_back_the_evidence():
    stored, manifest = stored_with_manifest()
    assert b"".join(unsealed([stored], key=KEY, manifest=manifest)) == PLAIN


def test_it_proves_content_with_the_key_and_bytes_without():
    stored, manifest = stored_with_manifest()
    assert examine([stored], key=KEY, manifest=manifest) is Examined.CONTENT_PROVEN
    assert examine([stored], key=None, manifest=manifest) is Examined.CIPHERTEXT_INTACT


@pytest.mark.parametrize("key", [KEY, None])
def test_it_notices_another_object_sealed_under_the_same_key(key):
    _, manifest = stored_with_manifest()
    other, _ = stored_with_manifest(PLAIN.replace(b"9,000", b"1,000"))
    with pytest.raises(Altered):
        examine([other], key=key, manifest=manifest)


def test_it_notices_a_ciphertext_that_opens_to_other_evidence_than_the_manifest_says():
    stored, manifest = stored_with_manifest()
    lying = Manifest(
        plaintext_digest="0" * 64,
        length_bytes=manifest.length_bytes,
        media_type=manifest.media_type,
        ciphertext_digest=manifest.ciphertext_digest,
    )
    with pytest.raises(Altered, match="other evidence"):
        examine([stored], key=KEY, manifest=lying)


def test_it_notices_a_short_object_without_the_key():
    stored, manifest = stored_with_manifest()
    with pytest.raises(Truncated, match="of 1,582 bytes"):
        examine([stored[:-1]], key=None, manifest=manifest)


def test_it_notices_the_same_evidence_sealed_a_second_time():
    _, manifest = stored_with_manifest()
    again = b"".join(seal([PLAIN], key=KEY, prefix=b"another"))
    with pytest.raises(Altered, match="another digest"):
        examine([again], key=KEY, manifest=manifest)
