import time

import pytest

from secondstory.adapters.smtp.delivery import MailServer, Security, SmtpDelivery
from secondstory.adapters.smtp.outbox import Outbox, State
from secondstory.adapters.smtp.postman import Postman
from secondstory.application.ports.post import Addressee, Letter
from tests.adapters.smtp.sink import Sink, listening
from tests.desks import SetClock

HOUSE = Addressee(address="stories@kelda.example", name="Second Story")


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def outbox(tmp_path, clock):
    made = Outbox(tmp_path / "outbox.db", clock, dress=lambda letter: ())
    yield made
    made.close()


@pytest.fixture
def sink():
    return Sink()


def letter(key, address="bo@kelda.example"):
    return Letter(
        to=Addressee(address=address), subject="Hello", text=f"Words {key}\n", purpose="test", key=key
    )


def postman(outbox, port):
    delivery = SmtpDelivery(MailServer(host="127.0.0.1", port=port, security=Security.NONE))
    return Postman(outbox, delivery, sender=HOUSE, look_again_s=0.05)


def states(outbox):
    return [one.state for one in reversed(outbox.recent(100))]


def test_it_delivers_in_the_order_of_writing(outbox, sink):
    for key in ("1", "2", "3"):
        outbox.send(letter(key))
    with listening(sink) as port:
        assert postman(outbox, port).deliver_due() == 3
    assert [content.rpartition(b"Words ")[2].strip() for *_, content in sink.kept] == [b"1", b"2", b"3"]
    assert states(outbox) == [State.SENT] * 3


def test_it_goes_on_after_a_letter_that_cannot_be_delivered(outbox, sink):
    outbox.send(letter("1", address="nobody"))
    outbox.send(letter("2"))
    with listening(sink) as port:
        assert postman(outbox, port).deliver_due() == 1
    assert states(outbox) == [State.UNDELIVERABLE, State.SENT]
    assert 'addressed to "nobody"' in outbox.recent(10)[-1].reason


def test_it_keeps_refused_for_good_and_tries_again_what_was_not(outbox, sink, clock):
    sink.refusals += ["550 No such person", "450 Busy"]
    outbox.send(letter("1"))
    outbox.send(letter("2"))
    with listening(sink) as port:
        walker = postman(outbox, port)
        assert walker.deliver_due() == 0
        assert states(outbox) == [State.UNDELIVERABLE, State.WAITING]
        clock.forward(minutes=1)
        assert walker.deliver_due() == 1
    assert states(outbox) == [State.UNDELIVERABLE, State.SENT]


def test_it_loses_nothing_while_the_server_is_down(outbox, sink, clock):
    outbox.send(letter("1"))
    assert postman(outbox, 1).deliver_due() == 0
    assert "could not be reached" in outbox.recent(1)[0].reason
    clock.forward(minutes=1)
    with listening(sink) as port:
        assert postman(outbox, port).deliver_due() == 1


def test_it_delivers_in_the_background_as_letters_arrive(outbox, sink):
    with listening(sink) as port:
        walker = postman(outbox, port)
        walker.start()
        try:
            assert walker.is_walking
            for key in ("1", "2"):
                outbox.send(letter(key))
                patience = time.monotonic() + 5
                while states(outbox)[-1] is not State.SENT and time.monotonic() < patience:
                    time.sleep(0.01)
        finally:
            walker.stop()
    assert states(outbox) == [State.SENT, State.SENT]
    assert not walker.is_walking
    assert len(sink.kept) == 2
