import sqlite3
import stat
import threading
from datetime import timedelta

import pytest

from secondstory.adapters.smtp.outbox import FORGET_AFTER, GIVE_UP_AFTER, TOO_OLD, Outbox, State
from secondstory.application.ports.post import Addressee, Attachment, Letter
from secondstory.kernel.refused import Refused
from tests.desks import SetClock

BO = Addressee(address="bo@kelda.example", name="Bo Lindqvist")


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path, clock):
    made = Outbox(path, clock, dress=lambda letter: ())
    yield made
    made.close()


def a_letter(key="one", **given):
    return Letter(
        **{"to": BO, "subject": "A yes: FU-1", "text": "Words of it.", "purpose": "test", "key": key, **given}
    )


def test_it_keeps_a_letter_before_anybody_delivers_it(outbox, path, clock):
    assert outbox.send(a_letter())
    again = Outbox(path, clock, dress=lambda letter: ())
    [kept] = again.recent(10)
    again.close()
    assert (kept.to, kept.subject, kept.text, kept.state) == (
        BO,
        "A yes: FU-1",
        "Words of it.",
        State.WAITING,
    )
    assert kept.written_at == clock.now()


def test_it_takes_a_key_once(outbox):
    assert outbox.send(a_letter())
    assert not outbox.send(a_letter(text="Other words."))
    assert [one.text for one in outbox.recent(10)] == ["Words of it."]


def test_it_remembers_a_key_longer_than_the_letter(outbox, clock):
    outbox.send(a_letter())
    outbox.sent(outbox.take())
    clock.forward(days=FORGET_AFTER.days + 1)
    assert outbox.take() is None
    assert outbox.recent(10) == []
    assert not outbox.send(a_letter())


def test_it_is_readable_by_its_owner_alone(outbox, path):
    outbox.send(a_letter())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_makes_a_file_private_that_was_not(path, clock):
    path.touch(mode=0o644)
    Outbox(path, clock, dress=lambda letter: ()).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_gives_a_letter_to_one_postman_at_a_time(outbox, clock):
    outbox.send(a_letter())
    assert outbox.take().attempt == 1
    assert outbox.take() is None
    clock.forward(minutes=6)
    assert outbox.take().attempt == 2  # the first one died with the letter in hand


def test_it_gives_out_what_goes_with_a_letter(path, clock):
    file = Attachment(name="a.ics", media_type="text/calendar; method=REQUEST", content=b"BEGIN\r\n\xff")
    outbox = Outbox(path, clock, dress=lambda letter: (file,))
    outbox.send(a_letter(html="<p>Words</p>"))
    words = outbox.take().words
    outbox.close()
    assert words.attachments == (file,)
    assert words.html == "<p>Words</p>"


def test_it_destroys_the_words_of_what_was_sent(outbox, path):
    outbox.send(a_letter(text="A link that opens a door once: " + "xyzzy-token " * 3000))
    assert b"xyzzy-token" in path.read_bytes()
    outbox.sent(outbox.take())
    [sent] = outbox.recent(10)
    assert (sent.state, sent.text, sent.subject) == (State.SENT, "", "A yes: FU-1")
    assert b"xyzzy-token" not in path.read_bytes()
    assert [one.name for one in path.parent.iterdir()] == ["outbox.db"]


def test_it_waits_longer_after_each_try(outbox, clock):
    outbox.send(a_letter())
    outbox.later(outbox.take(), "The line broke.")
    assert outbox.recent(1)[0].reason == "The line broke."
    clock.forward(seconds=59)
    assert outbox.take() is None
    clock.forward(seconds=1)
    second = outbox.take()
    outbox.later(second, "The line broke again.")
    clock.forward(minutes=4)
    assert (second.attempt, outbox.take()) == (2, None)
    clock.forward(minutes=1)
    assert outbox.take().attempt == 3


def test_it_sends_no_old_news(outbox, clock):
    outbox.send(a_letter())
    clock.forward(seconds=(GIVE_UP_AFTER + timedelta(seconds=1)).total_seconds())
    assert outbox.take() is None
    [old] = outbox.recent(1)
    assert (old.state, old.reason, old.text) == (State.UNDELIVERABLE, TOO_OLD, "Words of it.")


def test_it_lets_somebody_send_an_undeliverable_letter_again(outbox):
    outbox.send(a_letter())
    outbox.undeliverable(outbox.take(), "No such address.")
    [undelivered] = outbox.recent(1)
    assert (undelivered.state, undelivered.reason) == (State.UNDELIVERABLE, "No such address.")
    outbox.try_again(undelivered.id)
    assert outbox.take().words.text == "Words of it."


def test_it_sends_nothing_again_that_was_sent(outbox):
    outbox.send(a_letter())
    parcel = outbox.take()
    outbox.sent(parcel)
    with pytest.raises(Refused, match="went out already"):
        outbox.try_again(parcel.id)


def test_it_shows_nothing_of_a_personal_letter_to_whoever_looks_after_it(outbox):
    outbox.send(a_letter(is_personal=True, purpose="support-offered", subject="There is a word for you"))
    outbox.later(outbox.take(), "mail.example answered 450: bo@kelda.example is away")
    shown = repr(outbox.recent(10))
    for secret in ("bo@", "Bo", "support", "word", "Words"):
        assert secret not in shown
    [own] = outbox.addressed_to("BO@kelda.example", 10)
    assert (own.text, own.purpose) == ("Words of it.", "support-offered")
    assert outbox.addressed_to("ada@kelda.example", 10) == []


def test_it_counts_what_waits(outbox):
    for key in ("one", "two", "three"):
        outbox.send(a_letter(key))
    outbox.sent(outbox.take())
    outbox.undeliverable(outbox.take(), "No such address.")
    assert outbox.counts() == {State.WAITING: 1, State.SENT: 1, State.UNDELIVERABLE: 1}


def test_it_keeps_unsent_letters_for_a_season_where_nobody_delivers(outbox, clock):
    outbox.send(a_letter("one"))
    clock.forward(days=89)
    outbox.send(a_letter("two"))
    assert len(outbox.recent(10)) == 2
    clock.forward(days=2)
    outbox.send(a_letter("three"))
    assert len(outbox.recent(10)) == 2


def test_it_keeps_nothing_of_a_letter_that_could_not_be_dressed(path, clock):
    def undressable(letter):
        raise ValueError(letter.key)

    outbox = Outbox(path, clock, dress=undressable)
    with pytest.raises(ValueError, match="one"):
        outbox.send(a_letter())
    outbox.close()
    whole = Outbox(path, clock, dress=lambda letter: ())
    assert whole.recent(10) == []
    assert whole.send(a_letter())
    whole.close()


def test_it_takes_back_a_key_when_the_letter_could_not_be_written(outbox):
    with pytest.raises(sqlite3.Error):
        outbox.send(a_letter(subject=None))
    assert outbox.recent(10) == []
    assert outbox.send(a_letter())


def test_it_serves_several_at_once(outbox, path, clock):
    for n in range(20):
        outbox.send(a_letter(str(n)))
    taken = []

    def work():
        own = Outbox(path, clock, dress=lambda letter: ())
        while (parcel := own.take()) is not None:
            taken.append(parcel.id)
            own.sent(parcel)
        own.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 20
