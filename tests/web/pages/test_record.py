"""The record in a browser: entry by entry, receipts that other software can check, and the whole log."""

from base64 import b64decode

from secondstory.record.proof import verify_proof
from secondstory.record.tiles import decode_entry_bundle
from secondstory.record.vkey import parse_vkey
from tests.web.conftest import CAST, Town, text_of
from tests.web.pages.telling_for_tests import goes_out, whole_story

RECORD = "/pm/1/record"


def last(town: Town) -> int:
    """The last entry of the post-mortem."""
    storage = town.ground.workspace.storage
    found = storage.last_of(town.ground.workspace.office.door.stream_of("PM-1"))
    assert found is not None
    return int(found[1])


def test_it_says_what_happened_newest_first(town: Town):
    whole_story(town)
    goes_out(town)
    words = text_of(town.ada.get(RECORD))
    assert words.index("Publication: published") < words.index("Post-mortem: opened")
    assert "Follow-up: proposed FU-1" in words
    assert CAST["ada"] in words


def test_it_shows_names_to_those_who_took_part_and_pseudonyms_to_others(town: Town):
    whole_story(town)
    assert town.fay.get(RECORD).status_code == 404
    goes_out(town)
    words = text_of(town.fay.get(RECORD)).partition("What the record says")[2]
    assert "Publication: published" in words
    assert CAST["ada"] not in words
    assert town.stranger.get(RECORD).status_code == 302


def test_it_turns_pages(town: Town):
    whole_story(town)
    for _ in range(20):
        town.ada.post("/pm/1/timeline", {"do": "add", "text": "One more", "occurred": "2026-11-02 08:52"})
    first = town.ada.get(RECORD)
    assert "Post-mortem: opened" not in text_of(first)
    assert "?from=50" in first.content.decode()
    assert "Post-mortem: opened" in text_of(town.ada.get(f"{RECORD}?from=50"))
    assert town.ada.get(f"{RECORD}?from=never").status_code == 200


def test_it_hands_out_receipts_that_hold_without_us(town: Town):
    whole_story(town)
    index = last(town)
    proof = town.ada.get(f"{RECORD}/{index}.tlog-proof").content
    entry = town.ada.get(f"{RECORD}/{index}.json").content
    covered = verify_proof(proof, entry, [parse_vkey(town.ground.workspace.settings.vkey)])
    assert covered.size == index + 1


def test_it_hands_out_no_receipt_of_anything_else(town: Town):
    whole_story(town)
    for end in ("0.tlog-proof", "0.json", "9999.tlog-proof"):
        assert town.ada.get(f"{RECORD}/{end}").status_code == 404
    index = last(town)
    for end in (f"{index}.tlog-proof", f"{index}.json"):
        assert town.fay.get(f"{RECORD}/{end}").status_code == 404
        assert town.stranger.get(f"{RECORD}/{end}").status_code == 302


def test_it_serves_the_log_as_tiles(town: Town):
    whole_story(town)
    note = town.fay.get("/checkpoint").content.decode()
    origin, size = note.splitlines()[:2]
    assert origin == town.ground.workspace.settings.origin
    assert len(b64decode(note.splitlines()[2])) == 32
    hashes = town.fay.get(f"/tile/0/000.p/{size}").content
    assert len(hashes) == 32 * int(size)
    bundle = town.fay.get(f"/tile/entries/000.p/{size}").content
    assert len(decode_entry_bundle(bundle)) == int(size)
    assert town.fay.get("/log.vkey").content.decode().strip() == town.ground.workspace.settings.vkey


def test_it_serves_no_tile_that_the_checkpoint_does_not_cover(town: Town):
    whole_story(town)
    size = int(town.fay.get("/checkpoint").content.split(b"\n")[1])
    for path in (f"0/000.p/{size + 1}", "0/000", "entries/000", "1/000.p/1", "0/7", "../checkpoint"):
        assert town.fay.get(f"/tile/{path}").status_code == 404
    assert town.stranger.get("/tile/0/000.p/1").status_code == 302


def test_it_says_how_to_verify_and_what_that_does_not_prove(town: Town):
    words = text_of(town.fay.get("/verify"))
    assert town.ground.workspace.settings.vkey in words
    assert "secondstory verify --against checkpoint.txt" in words
    assert "What this does not prove" in words
    assert town.stranger.get("/verify").status_code == 302
