"""The record in a browser: entry by entry, receipts that other software can check, and the whole log."""

import threading
from base64 import b64decode
from pathlib import Path

from secondstory.kernel.frozen import replace
from secondstory.record.note import parse_note
from secondstory.record.proof import decode_proof, verify_proof
from secondstory.record.tiles import decode_entry_bundle
from secondstory.record.vkey import parse_vkey
from secondstory.wiring.site.rounds import Round, Rounds, ask_witnesses
from secondstory.wiring.witnessing.policy import Wanted, add_witness
from secondstory.wiring.witnessing.publishing import publish_if_due
from secondstory.wiring.witnessing.serving import make_ready
from secondstory.wiring.witnessing.timestamping import Wanted as Asked
from secondstory.wiring.witnessing.timestamping import timestamp
from tests.adapters.remote.timestamps.authority import made
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


def test_it_shows_everybody_the_same_for_ten_minutes_and_gives_receipts_at_once(town: Town):
    whole_story(town)
    first = town.fay.get("/checkpoint").content
    size = int(first.split(b"\n")[1])
    town.ada.post("/pm/1/timeline", {"do": "add", "text": "One more", "occurred": "2026-11-02 08:52"})
    town.later(minutes=9)
    for name in ("fay", "ada"):
        assert getattr(town, name).get("/checkpoint").content == first
        assert f"Entries {size} " in text_of(getattr(town, name).get("/verify"))
        assert getattr(town, name).get(f"/tile/0/000.p/{size + 1}").status_code == 404
    assert town.fay.get(f"/tile/0/000.p/{size}").status_code == 200
    index = last(town)
    proof = town.ada.get(f"{RECORD}/{index}.tlog-proof").content
    entry = town.ada.get(f"{RECORD}/{index}.json").content
    assert verify_proof(proof, entry, [parse_vkey(town.ground.workspace.settings.vkey)]).size == index + 1
    town.later(minutes=1)
    assert int(town.fay.get("/checkpoint").content.split(b"\n")[1]) == index + 1
    assert town.fay.get(f"/tile/0/000.p/{size}").status_code == 200  # whoever began before can go on


def test_it_says_how_to_verify_and_what_that_does_not_prove(town: Town):
    words = text_of(town.fay.get("/verify"))
    assert town.ground.workspace.settings.vkey in words
    assert "secondstory verify --against checkpoint.txt" in words
    assert "What this does not prove" in words
    assert town.stranger.get("/verify").status_code == 302


def witnessed(town: Town, tmp_path: Path) -> None:
    workspace = town.ground.workspace
    serving = make_ready(
        tmp_path / "north",
        logs=[workspace.settings.vkey],
        listen="127.0.0.1:0",
        name="north.example",
        now=town.at.timestamp,
    )
    thread = threading.Thread(target=serving.serve)
    thread.start()
    try:
        add_witness(workspace, Wanted(vkey=serving.vkey, url=serving.address))
        assert ask_witnesses(workspace) == []
    finally:
        serving.stop()
        thread.join()


def test_it_says_that_nobody_vouches_for_it_yet(town: Town):
    whole_story(town)
    words = text_of(town.fay.get("/verify"))
    assert "No witness is asked for." in words
    assert "No checkpoint was published so far" in words
    assert "No witness is asked for." in text_of(town.ada.get(RECORD))


def test_it_says_who_signed_and_what_is_not_yet_witnessed(town: Town, tmp_path: Path):
    whole_story(town)
    witnessed(town, tmp_path)
    assert "entries are witnessed" in text_of(town.fay.get("/verify"))
    assert "not yet witnessed" not in text_of(town.ada.get(RECORD))
    town.ada.post("/pm/1/timeline", {"do": "add", "text": "One more", "occurred": "2026-11-02 08:52"})
    town.later(minutes=10)
    words = text_of(town.fay.get("/verify"))
    assert "not yet witnessed , the newest of" in words
    assert "north.example" in words
    assert "not yet witnessed" in text_of(town.ada.get(RECORD))


def test_it_gives_receipts_under_the_checkpoint_that_witnesses_signed(town: Town, tmp_path: Path):
    whole_story(town)
    index = last(town)
    witnessed(town, tmp_path)
    town.ada.post("/pm/1/timeline", {"do": "add", "text": "One more", "occurred": "2026-11-02 08:52"})
    workspace = town.ground.workspace
    names = {}
    for one in (index, last(town)):
        proof = town.ada.get(f"{RECORD}/{one}.tlog-proof").content
        verify_proof(
            proof, town.ada.get(f"{RECORD}/{one}.json").content, [parse_vkey(workspace.settings.vkey)]
        )
        names[one] = [line.name for line in parse_note(decode_proof(proof).checkpoint_note).signatures]
    assert names[index] == [workspace.settings.origin, "north.example"]
    assert names[last(town)] == [workspace.settings.origin]


def opened(town: Town, **publish: object) -> None:
    workspace = town.ground.workspace
    workspace.take(replace(workspace.settings, **publish))  # type: ignore[arg-type]


def test_it_hands_the_published_log_to_anybody_when_the_settings_say_so(town: Town):
    whole_story(town)
    for path in ("checkpoint", "log.vkey", "verify.py", "tile/0/000.p/1"):
        assert town.stranger.get(f"/record/{path}").status_code == 404
    opened(town, publish_open=True)
    assert town.stranger.get("/record/checkpoint").status_code == 404
    assert publish_if_due(town.ground.workspace, town.at) == []
    answer = town.stranger.get("/record/checkpoint")
    size = int(answer.content.split(b"\n")[1])
    assert answer.headers["Cache-Control"] == "no-store"
    town.ada.post("/pm/1/timeline", {"do": "add", "text": "One more", "occurred": "2026-11-02 08:52"})
    assert town.stranger.get("/record/checkpoint").content == answer.content
    assert int(town.fay.get("/checkpoint").content.split(b"\n")[1]) > size
    tile = town.stranger.get(f"/record/tile/entries/000.p/{size}")
    assert len(decode_entry_bundle(tile.content)) == size
    assert tile.headers["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in tile.headers.get("Vary", "")
    for path in (f"tile/0/000.p/{size + 1}", "tile/../checkpoint", "tile/0/7", "policy"):
        assert town.stranger.get(f"/record/{path}").status_code == 404
    assert town.stranger.get("/record/verify.py").content.startswith(b'"""')
    assert town.stranger.get("/verify").status_code == 302


def test_it_lets_full_tiles_be_kept_for_ever(town: Town):
    whole_story(town)
    opened(town, publish_open=True)
    publish_if_due(town.ground.workspace, town.at)
    (town.ground.workspace.place.root / "public" / "tile" / "0" / "000").write_bytes(bytes(8192))
    tile = town.stranger.get("/record/tile/0/000")
    assert len(tile.content) == 8192
    assert tile.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_it_keeps_the_published_log_to_members_otherwise(town: Town, tmp_path: Path):
    whole_story(town)
    opened(town, publish_to=str(tmp_path / "public"))
    publish_if_due(town.ground.workspace, town.at)
    assert town.stranger.get("/record/checkpoint").status_code == 404
    assert town.fay.get("/record/checkpoint").status_code == 200
    size = town.fay.get("/record/checkpoint").content.split(b"\n")[1].decode()
    tile = town.fay.get(f"/record/tile/0/000.p/{size}")
    assert tile.headers["Cache-Control"].startswith("private")
    words = text_of(town.fay.get("/verify"))
    assert "folder public" in words
    town.later(minutes=4)
    assert "4 minutes ago" in text_of(town.fay.get("/verify"))


def test_it_shows_what_could_not_be_done_of_late(town: Town):
    whole_story(town)

    def go() -> list[str]:
        return ["north.example: It did not answer within 20 seconds."]

    one = Round(name="witnesses", every_s=60, go=go)
    town.ground.rounds = Rounds(town.ground.workspace, [one], say=lambda _: None)
    town.ground.rounds.turn(one)
    seen = text_of(town.fay.get("/verify"))
    assert "Not done of late: witnesses" in seen
    assert "20 seconds" not in seen
    assert "within 20 seconds. It is tried again by itself." in text_of(town.ada.get("/settings/record"))


def test_it_says_by_when_an_authority_saw_it(town: Town, tmp_path: Path):
    whole_story(town)
    assert "an authority stamped them" not in text_of(town.fay.get("/verify"))
    workspace, north = town.ground.workspace, made(tmp_path / "north")
    done = timestamp(
        workspace, Asked(url="https://tsa.example/tsr?key=1"), asking=lambda _, query: north.reply(query)
    )
    words = text_of(town.fay.get("/verify"))
    assert f"The first {done.event.size} entries were there by" in words
    assert "https://tsa.example/tsr" in words
    assert "key=1" not in words
