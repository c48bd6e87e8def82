"""Bytes that were written once and must be readable for ever.

The files were put together from the text of docs/formats.md, not by the code they test. A new version of a format
brings a new file; the old one stays, and so does whatever reads it.
"""

import json
from pathlib import Path

import pytest

from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.commitment import commit, matches
from secondstory.record.entry import Entry, decode_entry, decode_header, encode_entry, encode_header
from secondstory.record.envelope import (
    ciphertext_digest,
    key_name,
    open_envelope,
    wrap_plain,
    wrap_sealed,
)
from secondstory.record.note import parse_note, parse_vkey, render, verified_signatures
from secondstory.record.proof import decode_proof, encode_proof, verify_proof
from secondstory.record.tiles import (
    decode_entry_bundle,
    encode_entry_bundle,
    extend_tiles,
    leaf_hashes_of,
    roots_match,
)
from secondstory.record.tree import leaf_hash

GOLDEN = Path(__file__).parent / "golden"
PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def cases(name):
    return golden(name)["cases"]


def test_it_reads_every_golden_file_in_some_test_below():
    asked = {"header-1", "commitment-1", "envelope-1", "entry-1", "tiles-1", "checkpoint-1", "proof-1"}
    assert {file.stem for file in GOLDEN.iterdir()} == asked


@pytest.mark.parametrize("case", cases("header-1"))
def test_it_reads_headers_of_version_1(case):
    stored = bytes.fromhex(case["hex"])
    header = decode_header(stored)
    assert {name: getattr(header, name) for name in case["fields"]} == case["fields"]
    assert encode_header(header) == stored


@pytest.mark.parametrize("case", cases("commitment-1"))
def test_it_opens_commitments_of_version_1(case):
    salt, plaintext = bytes.fromhex(case["salt_hex"]), bytes.fromhex(case["plaintext_hex"])
    assert matches(case["commitment"], case["kind"], salt, plaintext)
    assert commit(case["kind"], salt, plaintext) == case["commitment"]


@pytest.mark.parametrize("case", cases("envelope-1"))
def test_it_opens_envelopes_of_version_1(case):
    stored, salt, plaintext = (bytes.fromhex(case[name]) for name in ("hex", "salt_hex", "plaintext_hex"))
    key = bytes.fromhex(case["key_hex"]) if case["key_hex"] else None
    opened = open_envelope(stored, key)
    assert (opened.salt, opened.plaintext, key_name(stored)) == (salt, plaintext, case["key_name"])
    assert ciphertext_digest(stored) == case["digest"]
    if key is None:
        assert wrap_plain(salt, plaintext) == stored
    else:
        start = 2 + len(case["key_name"])
        assert wrap_sealed(case["key_name"], key, stored[start : start + 12], salt, plaintext) == stored


@pytest.mark.parametrize("case", cases("entry-1"))
def test_it_reads_entries_of_version_1(case):
    stored = bytes.fromhex(case["hex"])
    lists = {name: tuple(case[name]) for name in ("parts", "ciphertexts", "evidence")}
    assert decode_entry(stored) == Entry(header=case["header"], **lists)
    assert encode_entry(decode_entry(stored)) == stored
    assert leaf_hash(stored).hex() == case["leaf_hash"]


def test_it_reads_bundles_and_tiles():
    kept = golden("tiles-1")
    entries = decode_entry_bundle(bytes.fromhex(kept["bundle_hex"]))
    assert encode_entry_bundle(entries).hex() == kept["bundle_hex"]
    tiles = {}
    assert extend_tiles(tiles, 0, leaf_hashes_of(entries)) == kept["size"]
    assert tiles[0, 0].hex() == kept["tile_hex"]
    assert roots_match(lambda level, n: tiles[level, n], kept["size"]).hex() == kept["root"]


def test_it_reads_checkpoints_with_their_cosignatures():
    kept = golden("checkpoint-1")
    stored = bytes.fromhex(kept["note_hex"])
    known = [parse_vkey(kept["log_vkey"]), parse_vkey(kept["witness_vkey"])]
    checkpoint = read_checkpoint(stored, known)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root.hex()) == (
        kept["origin"],
        kept["size"],
        kept["root"],
    )
    assert [one.time for one in verified_signatures(parse_note(stored), known)] == [
        None,
        kept["witness_time"],
    ]
    assert render(parse_note(stored)) == stored


def test_it_reads_proof_files():
    kept = golden("proof-1")
    stored = bytes.fromhex(kept["hex"])
    known = [parse_vkey(kept["log_vkey"]), parse_vkey(kept["witness_vkey"])]
    assert verify_proof(stored, bytes.fromhex(kept["entry_hex"]), known).size == 7
    proof = decode_proof(stored)
    assert proof.index == kept["index"]
    assert encode_proof(proof.index, proof.path, proof.checkpoint_note) == stored


@pytest.mark.parametrize(
    "example",
    [
        cases("header-1")[0]["hex"],
        golden("checkpoint-1")["note_hex"],
        golden("proof-1")["hex"],
        f"time {golden('checkpoint-1')['witness_time']}".encode().hex(),
    ],
    ids=["header", "checkpoint", "proof", "cosigned message"],
)
def test_it_shows_real_bytes_in_the_description_of_the_formats(example):
    assert bytes.fromhex(example).decode() in PAGE.read_text(encoding="utf-8")
