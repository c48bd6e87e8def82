"""Asking witnesses, with witnesses in memory: honest ones, forgetful ones and those that lie."""

from datetime import UTC, datetime

import pytest

from secondstory.application.record.witnessed import (
    Answer,
    KeptNote,
    NoAnswer,
    Standing,
    ask_all,
    last_words,
    newest_witnessed,
)
from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.note import parse_note
from secondstory.record.policy import parse_policy
from secondstory.record.tiles import extend_tiles
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey, vkey
from secondstory.record.witnessing import (
    CONFLICT,
    OK,
    SIZE_TYPE,
    Held,
    cosign,
    parse_size,
    render_answer,
    screen,
    settle,
    with_lines,
)
from secondstory.vault.keys import LastSigned
from tests.record import by_hand
from tests.record.by_hand import ADA, EVE, signer

ORIGIN = "log.example/record"
SIGN, PUBLIC = signer(ADA)
LOGS = [parse_vkey(vkey(ORIGIN, PUBLIC))]
LEAVES = by_hand.numbered(700)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Tiles:
    """As much of a log as asking needs."""

    def __init__(self):
        self._tiles = {}
        extend_tiles(self._tiles, 0, LEAVES)

    def tile(self, level, n):
        return self._tiles[level, n]


def signed(size, leaves=LEAVES):
    root = by_hand.mth(leaves[:size])
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=root), sign=SIGN, public=PUBLIC)
    return LastSigned(size=size, root=root, note=note)


class Honest:
    """A witness in memory."""

    def __init__(self, number, held=None, *, seconds=None):
        self.sign, self.public = signer(bytes([number]) * 32)
        self.name = f"w.example/{number}"
        self.held = Held(size=held, root=by_hand.mth(LEAVES[:held])) if held is not None else None
        self.seconds = int(NOW.timestamp()) if seconds is None else seconds
        self.asked = 0

    @property
    def line(self):
        return f"{self.name.replace('/', '-')} {vkey(self.name, self.public, kind=ED25519_COSIGNATURE)}"

    def __call__(self, body):
        self.asked += 1
        submission = screen(body, LOGS)
        decision = settle(submission, self.held)
        if decision.status != OK:
            return Answer(status=decision.status, content_type=decision.content_type, body=decision.body)
        new = submission.checkpoint
        self.held = Held(size=new.size, root=new.root)
        line = cosign(submission.text, name=self.name, public=self.public, time=self.seconds, sign=self.sign)
        return Answer(status=200, content_type="text/plain", body=render_answer([line]))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A witness that always answers the same."""

    honest: Honest
    answer: Answer

    @property
    def line(self):
        return self.honest.line

    def __call__(self, _):
        return self.answer


def ask(*witnesses, size=700, kept=(), quorum="all"):
    lines = [f"witness {one.line} https://{n}\n" for n, one in enumerate(witnesses)]
    names = " ".join(one.line.split()[0] for one in witnesses)
    policy = parse_policy(f"{''.join(lines)}group g {quorum} {names}\nquorum g\n".encode())
    urls = {f"https://{n}": one for n, one in enumerate(witnesses)}
    return ask_all(Tiles(), signed(size), policy, kept, lambda url, body: urls[url](body), now=NOW), policy


def test_it_gathers_the_lines_of_all_witnesses():
    asked, _ = ask(Honest(1), Honest(2))
    assert [one.standing for one in asked.told] == [Standing.SIGNED] * 2
    assert asked.is_witnessed
    assert [line.name for line in parse_note(asked.note).signatures] == [ORIGIN, "w.example/1", "w.example/2"]


@pytest.mark.parametrize("held", [0, 1, 2, 255, 256, 257, 511, 699, 700])
def test_it_learns_from_409_what_a_witness_holds_and_proves_from_there(held):
    witness = Honest(1, held)
    asked, _ = ask(witness)
    assert asked.is_witnessed
    assert witness.asked == (1 if held == 0 else 2)


def test_it_asks_once_when_the_history_says_what_the_witness_holds():
    witness = Honest(1, 300)
    first, _ = ask(witness, size=400)
    kept = [KeptNote(size=400, note=first.note, kept_at="")]
    witness.asked = 0
    second, policy = ask(witness, size=500, kept=kept)
    assert second.is_witnessed
    assert witness.asked == 1
    assert last_words(policy, kept) == {"w.example-1": (400, int(NOW.timestamp()))}


def test_it_says_who_is_missing_and_goes_on():
    def down(_):
        raise NoAnswer("It could not be asked: no route.")

    down.line = Honest(2).line
    asked, _ = ask(Honest(1), down, quorum="all")
    assert asked.missing == ("w.example-2",)
    assert asked.told[1].words == "It could not be asked: no route."
    assert ask(Honest(1), down, quorum="any")[0].is_witnessed


def test_it_alarms_when_a_witness_knows_more_than_is_here():
    asked, _ = ask(Honest(1, 700), size=600)
    assert asked.told[0].standing is Standing.AHEAD
    assert "older than what it saw" in asked.told[0].words


def test_it_alarms_when_a_witness_saw_another_history():
    witness = Honest(1)
    witness.held = Held(size=600, root=bytes(32))
    asked, _ = ask(witness)
    assert asked.told[0].standing is Standing.CONTRADICTS
    witness.held = Held(size=700, root=bytes(32))
    assert ask(witness)[0].told[0].standing is Standing.CONTRADICTS


def test_it_understands_witnesses_of_the_version_before_when_they_find_another_root():
    earlier = Answer(status=CONFLICT, content_type="text/plain", body=b"roots differ\n")
    held = Answer(status=CONFLICT, content_type=SIZE_TYPE, body=b"700\n")
    answers = iter([held, earlier])

    def witness(_):
        return next(answers)

    witness.line = Honest(1).line
    assert ask(witness)[0].told[0].standing is Standing.CONTRADICTS


def test_it_tells_of_a_witness_that_lost_its_memory():
    first, _ = ask(Honest(1), size=400)
    kept = [KeptNote(size=400, note=first.note, kept_at="")]
    asked, _ = ask(Honest(1, 100), kept=kept)
    assert asked.told[0].standing is Standing.BEHIND
    assert not asked.is_witnessed


@pytest.mark.parametrize(
    ("status", "content", "standing"),
    [
        (404, b"", Standing.UNKNOWN),
        (403, b"", Standing.UNKNOWN),
        (302, b"", Standing.SILENT),
        (500, b"", Standing.REFUSED),
        (400, b"", Standing.REFUSED),
        (409, b"what\n", Standing.REFUSED),
        (200, b"", Standing.UNTRUE),
        (200, b"<html>\n", Standing.UNTRUE),
        (200, render_answer(parse_note(signed(700).note).signatures), Standing.UNTRUE),
    ],
)
def test_it_keeps_nothing_of_any_other_answer(status, content, standing):
    asked, _ = ask(Fixed(Honest(1), Answer(status=status, content_type="text/plain", body=content)))
    assert asked.told[0].standing is standing
    assert asked.note == signed(700).note


def test_it_keeps_no_line_that_the_witness_made_for_another_checkpoint():
    liar = Honest(1)
    text = parse_note(signed(600).note).text
    line = cosign(text, name=liar.name, public=liar.public, time=1, sign=liar.sign)
    asked, _ = ask(Fixed(liar, Answer(status=200, content_type="", body=render_answer([line]))))
    assert asked.told[0].standing is Standing.UNTRUE
    forger = cosign(
        parse_note(signed(700).note).text, name=liar.name, public=liar.public, time=1, sign=signer(EVE)[0]
    )
    asked, _ = ask(Fixed(liar, Answer(status=200, content_type="", body=render_answer([forger]))))
    assert asked.told[0].standing is Standing.UNTRUE


def test_it_does_not_ask_for_ever_a_witness_that_keeps_naming_sizes():
    sizes = iter(range(1, 600))

    def endless(_):
        return Answer(status=409, content_type=SIZE_TYPE, body=b"%d\n" % next(sizes))

    endless.line = Honest(1).line
    assert ask(endless)[0].told[0].standing is Standing.REFUSED
    assert next(sizes) < 10
    assert parse_size(b"1\n", SIZE_TYPE) == 1


def test_it_says_when_a_clock_differs():
    asked, _ = ask(Honest(1, seconds=int(NOW.timestamp()) + 3600))
    assert "60 minutes ahead" in asked.told[0].words


def test_it_adds_to_what_was_kept_of_the_same_checkpoint():
    first, _ = ask(Honest(1), Fixed(Honest(2), Answer(status=500, content_type="", body=b"")))
    assert first.missing == ("w.example-2",)
    kept = [KeptNote(size=700, note=first.note, kept_at="")]
    second, _ = ask(Fixed(Honest(1), Answer(status=500, content_type="", body=b"")), Honest(2), kept=kept)
    assert second.is_witnessed


def test_it_finds_the_newest_checkpoint_that_a_quorum_signed():
    small, policy = ask(Honest(1), Honest(2), size=300)
    half, _ = ask(Honest(1), size=400)
    forged = with_lines(signed(500, LEAVES[::-1]).note, parse_note(small.note).signatures[1:])
    kept = [
        KeptNote(size=300, note=small.note, kept_at=""),
        KeptNote(size=400, note=half.note, kept_at=""),
        KeptNote(size=500, note=forged, kept_at=""),
        KeptNote(size=600, note=small.note, kept_at=""),
        KeptNote(size=650, note=b"not a note", kept_at=""),
    ]
    assert newest_witnessed(policy, kept, LOGS) == kept[0]
    assert newest_witnessed(policy, kept, []) is None
