import os
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Addressee, Invitation, Letter, Method
from secondstory.application.record.sealing import Draft
from secondstory.cli.record.verify import pasted
from secondstory.domain.ceremony.support import Offered
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.site.config import Config
from secondstory.web.site.ground import Ground
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place
from secondstory.wiring.site.post import OUTBOX, MailAccount, State, atom_feed, open_outbox, postman, send_due
from tests.adapters.smtp.sink import Sink, listening

LINKS = Links(base="https://stories.kelda.example")
HOUSE = Addressee(address="stories@kelda.example", name="Second Story")
BO = Addressee(address="bo@kelda.example", name="Bo")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    return create(Place(tmp_path / "ws"), name="Ada Okafor", address="ada@kelda.example", demo=True).workspace


@pytest.fixture
def outbox(workspace):
    made = open_outbox(workspace.place, workspace.clock, sender=HOUSE)
    yield made
    made.close()


def test_it_keeps_the_outbox_beside_the_record_for_its_owner_alone(workspace, outbox):
    path = workspace.place.root / OUTBOX
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_uid == os.getuid()


def test_it_delivers_an_invitation_with_its_calendar_entry(workspace, outbox):
    now = workspace.clock.now()
    invitation = Invitation(
        method=Method.REQUEST,
        uid="pm_1-s1@stories.kelda.example",
        sequence=0,
        starts_at=now,
        ends_at=now,
        stamped_at=now,
        summary="PM-1, learning sitting",
        description="The sitting",
        url=LINKS.sitting(1, 1),
    )
    outbox.send(
        Letter(to=BO, subject="You are invited", text="Hello", purpose="test", key="k", invitation=invitation)
    )
    sink = Sink()
    with listening(sink) as port:
        account = MailAccount(host="127.0.0.1", port=port, security="none")
        assert postman(outbox, account, sender=HOUSE).deliver_due() == 1
    [(_, recipients, content)] = sink.kept
    assert recipients == ["bo@kelda.example"]
    assert b'method="REQUEST"' in content
    assert outbox.counts()[State.SENT] == 1


def test_it_refuses_a_password_in_the_open(outbox):
    account = MailAccount(host="mail.example", user="second", password="story", security="none")
    with pytest.raises(Refused, match="starttls"):
        postman(outbox, account, sender=HOUSE)


def test_it_reminds_each_supporter_once(workspace, outbox):
    ada = workspace.office.me
    offer = Offered(post_mortem=StreamId("pm_1"), to_role="on call", what="an hour", to=PersonId("pe_bo"))
    workspace.journal.append([Draft(stream=StreamId("su_1"), event=offer)], by=ada, expects={})
    now = workspace.clock.now()
    assert send_due(workspace, outbox, now + timedelta(days=6), links=LINKS) == 0
    assert send_due(workspace, outbox, now + timedelta(days=8), links=LINKS) == 1
    assert send_due(workspace, outbox, now + timedelta(days=9), links=LINKS) == 0
    assert send_due(workspace, outbox, now + timedelta(days=30), links=LINKS) == 1
    assert {one.to.address for one in outbox.addressed_to("ada@kelda.example", 9)} == {"ada@kelda.example"}


def test_it_makes_a_feed_of_the_workspace(workspace):
    feed = atom_feed(workspace, workspace.office.me, organisation="Kelda Ferries", links=LINKS)
    identity = ET.fromstring(feed).findtext("{http://www.w3.org/2005/Atom}id")
    assert identity == f"tag:demo,2026:{workspace.settings.origin.removeprefix('demo/')}/feed"


def test_it_ends_each_letter_of_a_site_with_a_checkpoint_that_verify_reads_out_of_the_mail(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    workspace = create(Place(tmp_path / "ws"), name="Ada Okafor", address=None, demo=True).workspace
    ground = Ground(workspace, Config())
    ground.outbox.send(
        Letter(
            to=Addressee(address="bo@kelda.example"), subject="Hello", text="Hello,\n", purpose="x", key="1"
        )
    )
    (letter,) = ground.outbox.recent(1)
    signed = workspace.keys.last_signed()
    assert signed is not None
    assert letter.text.startswith("Hello,\n")
    assert pasted(letter.text.encode()) == signed.note
    replied = "".join(f"> {line}\r\n" for line in letter.text.splitlines())
    assert pasted(replied.encode()) == signed.note
    assert pasted(b"Hello") == b"Hello"
    workspace.storage.close()
    ground.outbox.close()
