import email
import socket
from datetime import UTC, datetime
from email.policy import default

import pytest

from secondstory.adapters.smtp.delivery import MailServer, Security, SmtpDelivery
from secondstory.adapters.smtp.message import Words, message_of
from secondstory.adapters.subscriptions.invitations import attachment
from secondstory.application.ports.post import Addressee, Attachment, DeliveryFailed, Invitation, Method
from secondstory.kernel.refused import Refused
from tests.adapters.smtp.sink import Sink, certificate, listening

BO = Addressee(address="bo@kelda.example", name="Bö Lindqvist, 船")
HOUSE = Addressee(address="stories@kelda.example", name="Second Story")
AT = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def sink():
    return Sink()


def plain(port, **given):
    return SmtpDelivery(MailServer(host="127.0.0.1", port=port, security=Security.NONE, **given))


def deliver(delivery, **given):
    words = Words(
        **{"key": "one", "to": BO, "subject": "Grüße aus PM-7", "text": "Hello Bö,\n\n船\n", **given}
    )
    message = message_of(words, sender=HOUSE, at=AT)
    delivery.deliver(message, sender=HOUSE.address, recipient=words.to.address)


def kept(sink):
    [(sender, recipients, content)] = sink.kept
    return sender, recipients, email.message_from_bytes(content, policy=default)


def test_it_brings_every_script_through(sink):
    with listening(sink) as port:
        deliver(plain(port))
    sender, recipients, message = kept(sink)
    assert (sender, recipients) == ("stories@kelda.example", ["bo@kelda.example"])
    assert message["Subject"] == "Grüße aus PM-7"
    assert message["To"].addresses[0].display_name == "Bö Lindqvist, 船"
    assert message.get_body().get_content().splitlines() == ["Hello Bö,", "", "船"]
    assert message["Date"].datetime == AT
    assert message["Auto-Submitted"] == "auto-generated"


def test_it_gives_the_same_letter_the_same_message_id(sink):
    with listening(sink) as port:
        for key in ("one", "one", "two"):
            deliver(plain(port), key=key)
    first, second, third = (email.message_from_bytes(content)["Message-ID"] for *_, content in sink.kept)
    assert first == second != third


def test_it_shows_an_invitation_beside_the_text(sink):
    invitation = Invitation(
        method=Method.REQUEST,
        uid="pm_1-s1@kelda.example",
        sequence=0,
        starts_at=AT,
        ends_at=AT,
        stamped_at=AT,
        summary="PM-7, learning sitting",
        description="The sitting",
        url="https://kelda.example/pm/7/sittings/1",
    )
    with listening(sink) as port:
        deliver(plain(port), attachments=[attachment(invitation, organiser=HOUSE, attendee=BO)])
    _, _, message = kept(sink)
    assert message.get_content_type() == "multipart/alternative"
    text, calendar = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Type"].params["charset"].lower() == "utf-8"
    assert b"UID:pm_1-s1@kelda.example\r\n" in calendar.get_content().encode()


def test_it_sends_other_files_as_files(sink):
    file = Attachment(name="PM-7.md", media_type="text/markdown; charset=utf-8", content="Größe".encode())
    with listening(sink) as port:
        deliver(plain(port), attachments=[file], html="<p>Hello</p>")
    _, _, message = kept(sink)
    [found] = message.iter_attachments()
    assert (found.get_filename(), found.get_payload(decode=True)) == ("PM-7.md", "Größe".encode())
    assert message.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


def test_it_switches_to_tls_and_logs_in(sink, tmp_path):
    server, trusting = certificate(tmp_path)
    with listening(sink, tls_context=server, require_starttls=True, authenticator=sink.authenticate) as port:
        account = MailServer(host="127.0.0.1", port=port, user="second", password="story")
        deliver(SmtpDelivery(account, tls=trusting))
    assert sink.logins == [("second", "story")]
    assert len(sink.kept) == 1


def test_it_says_that_a_login_does_not_fit_and_waits(sink, tmp_path):
    server, trusting = certificate(tmp_path)
    with (
        listening(sink, tls_context=server, require_starttls=True, authenticator=sink.authenticate) as port,
        pytest.raises(DeliveryFailed, match="Look at user and password") as failed,
    ):
        account = MailServer(host="127.0.0.1", port=port, user="second", password="wrong")
        deliver(SmtpDelivery(account, tls=trusting))
    assert not failed.value.permanent
    assert "wrong" not in failed.value.message


def test_it_sends_nothing_to_a_server_whose_certificate_nobody_vouches_for(sink, tmp_path):
    server, _ = certificate(tmp_path)
    with (
        listening(sink, tls_context=server, require_starttls=True) as port,
        pytest.raises(DeliveryFailed, match="certificate that is not trusted") as failed,
    ):
        deliver(SmtpDelivery(MailServer(host="127.0.0.1", port=port)))
    assert not failed.value.permanent
    assert sink.kept == []


def test_it_sends_nothing_in_the_open_when_tls_was_asked_for(sink):
    with listening(sink) as port, pytest.raises(DeliveryFailed):
        deliver(SmtpDelivery(MailServer(host="127.0.0.1", port=port)))
    assert sink.kept == []


def test_it_speaks_tls_from_the_start(sink, tmp_path):
    server, trusting = certificate(tmp_path)
    with listening(sink, ssl_context=server) as port:
        deliver(SmtpDelivery(MailServer(host="127.0.0.1", port=port, security=Security.TLS), tls=trusting))
    assert len(sink.kept) == 1


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 No such person here", True), ("450 Come back later", False)]
)
def test_it_tells_never_from_not_now(sink, answer, permanent):
    sink.refusals.append(answer)
    with listening(sink) as port, pytest.raises(DeliveryFailed) as failed:
        deliver(plain(port))
    assert failed.value.permanent is permanent
    assert failed.value.message == f"127.0.0.1 answered {answer[:3]}: {answer[4:]}"


def test_it_tries_again_when_nobody_listens():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryFailed, match="could not be reached") as failed:
        deliver(plain(port))
    assert not failed.value.permanent


def test_it_does_not_wait_for_ever():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(DeliveryFailed) as failed:
            deliver(plain(silent.getsockname()[1], timeout_s=0.1))
    assert not failed.value.permanent


@pytest.mark.parametrize(
    "address", ["", "bo", "bo@", "a b@c.example", "bo@x.example\nBcc: eve@x.example", "bo@,x"]
)
def test_it_addresses_nothing_to_what_is_no_address(address):
    with pytest.raises(DeliveryFailed, match="cannot be addressed") as failed:
        message_of(
            Words(key="one", to=Addressee(address=address), subject="s", text="t"), sender=HOUSE, at=AT
        )
    assert failed.value.permanent


def test_it_lets_no_name_add_a_header():
    to = Addressee(address="bo@kelda.example", name="Bo\r\nBcc: eve@x.example")
    with pytest.raises(DeliveryFailed):
        message_of(Words(key="one", to=to, subject="s", text="t"), sender=HOUSE, at=AT)


@pytest.mark.parametrize("odd", [{"subject": "PM-7\nBcc: eve@x.example"}, {"text": "half a pair \ud800"}])
def test_it_writes_no_letter_that_mail_cannot_carry(odd):
    words = Words(**{"key": "one", "to": BO, "subject": "s", "text": "t", **odd})
    with pytest.raises(DeliveryFailed, match="cannot be written as mail") as failed:
        message_of(words, sender=HOUSE, at=AT)
    assert failed.value.permanent


def test_it_sends_no_password_that_others_could_read():
    with pytest.raises(Refused, match="starttls"):
        SmtpDelivery(MailServer(host="mail.example", security=Security.NONE, user="second", password="story"))


def test_it_greets_a_server_without_sending(sink):
    with listening(sink) as port:
        plain(port).greet()
    assert sink.kept == []
