"""What the slow reader said of each sentence and of each variant, kept in small: `./dev train --teach` asks it anew.

A record has 14 bytes: the beginning of the SHA-256 of the sentence, then the evidence for each output in sixteenths.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

TAUGHT = Path(__file__).parent
_KEY_BYTES, _OUTPUTS = 6, 8
_STEP, _MOST = 16, 127
_RECORD = _KEY_BYTES + _OUTPUTS
_PART_BYTES = 135_000 * _RECORD


def kept(folder: Path = TAUGHT) -> dict[bytes, np.ndarray]:
    """Return what is kept: evidence by the key of a sentence."""
    data = b"".join(path.read_bytes() for path in sorted(folder.glob("evidence-*.bin")))
    rows = np.frombuffer(data, np.uint8).reshape(-1, _RECORD)
    evidence = rows[:, _KEY_BYTES:].view(np.int8).astype(np.float32) / _STEP
    return {rows[place, :_KEY_BYTES].tobytes(): evidence[place] for place in range(len(rows))}


def keep(sentences: Sequence[str], evidence: np.ndarray, folder: Path = TAUGHT) -> None:
    """Write the evidence of `sentences`, (sentences, outputs), in the place of what was there."""
    for old in folder.glob("evidence-*.bin"):
        old.unlink()
    keep_also(sentences, evidence, folder)


def keep_also(sentences: Sequence[str], evidence: np.ndarray, folder: Path = TAUGHT) -> None:
    """Write the evidence of `sentences` beside what is there, which knows nothing of them."""
    small = np.clip(np.rint(evidence * _STEP), -_MOST, _MOST).astype(np.int8)
    records = {key_of(one): small[place].tobytes() for place, one in enumerate(sentences)}
    data = b"".join(key + row for key, row in sorted(records.items()))
    first = len(list(folder.glob("evidence-*.bin"))) + 1
    for number, at in enumerate(range(0, len(data), _PART_BYTES), first):
        (folder / f"evidence-{number}.bin").write_bytes(data[at : at + _PART_BYTES])


def key_of(sentence: str) -> bytes:
    """Return what a sentence is kept under."""
    return sha256(sentence.encode()).digest()[:_KEY_BYTES]
