import pytest

from secondstory.domain.keeping.installation import (
    BackedUp,
    CheckpointPublished,
    ClockStepped,
    Created,
    Drilled,
    Installation,
    KeyBackupsPruned,
    KeyCompromised,
    KeyMade,
    KeyRetired,
    KeyRotated,
    Moved,
    PolicySet,
    Restored,
    SucceededFrom,
    Upgraded,
    compromise,
    create,
    evolve,
    note,
    retire_key,
    rotate_key,
    set_policy,
    succeed,
    upgrade,
)
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import StreamId
from tests.domain.given import TUESDAY, folded, later, refused

CREATED = Created(origin="example.org/record", format_version=1)
KEY = KeyMade(vkey="example.org/record+1a+AAAA")


def installation(*happened):
    return folded(evolve, Installation(), *happened, stream=StreamId("in_one"))


BEGUN = installation(CREATED, KEY)


def test_it_begins_with_an_origin_and_a_key():
    assert create(Installation(), CREATED, KEY) == [CREATED, KEY]
    with refused("There is a record here already"):
        create(BEGUN, CREATED, KEY)


@pytest.mark.parametrize("origin", ["", "two words", "a+b"])
def test_it_takes_an_origin_that_a_checkpoint_can_carry(origin):
    with refused("The origin is one word"):
        create(Installation(), Created(origin=origin, format_version=1), KEY)


def test_it_signs_with_the_newest_key_and_never_with_an_old_one_again():
    rotated = KeyRotated(vkey="example.org/record+2b+BBBB", reason="The machine was replaced.")
    assert rotate_key(BEGUN, rotated) == [rotated]
    assert installation(CREATED, KEY, rotated).vkey == rotated.vkey
    with refused("has signed here before"):
        rotate_key(BEGUN, KeyRotated(vkey=KEY.vkey, reason="x"))
    with refused("why the key changes"):
        rotate_key(BEGUN, KeyRotated(vkey="new", reason=""))


@pytest.mark.parametrize(
    "fact",
    [
        CheckpointPublished(size=9, root="r", where="a mail to oneself"),
        ClockStepped(stood_at=later(hours=1), showed_at=TUESDAY),
        BackedUp(size=9, where="disk 2"),
        Restored(size=9, source="disk 2"),
        Drilled(size=9, length_bytes=1000, took_s=2, opened=1, outcome="verified"),
        KeyBackupsPruned(removed=2, kept=1, older_than_days=30),
        Moved(),
    ],
)
def test_it_notes_what_happened_to_it_and_shows_it(fact):
    assert note(BEGUN, fact) == [fact]
    assert installation(CREATED, KEY, fact) != BEGUN
    with refused("There is no record here yet"):
        note(Installation(), fact)


def test_it_upgrades_forward_from_the_format_that_stands():
    newer = Upgraded(old_version=1, new_version=2)
    assert upgrade(BEGUN, newer) == [newer]
    assert installation(CREATED, newer).format_version == 2
    for wrong in (Upgraded(old_version=2, new_version=3), Upgraded(old_version=1, new_version=1)):
        with refused("The record has format 1"):
            upgrade(BEGUN, wrong)


def test_it_sets_a_policy_once_for_each_value():
    policy = PolicySet(name="hold-days", value="90")
    assert set_policy(BEGUN, policy) == [policy]
    assert set_policy(installation(CREATED, policy), policy) == []
    assert installation(CREATED, policy).policies == {"hold-days": "90"}
    with refused("Which policy?"):
        set_policy(BEGUN, PolicySet(name="", value="x"))


ROTATED = KeyRotated(vkey="example.org/record+2b+BBBB", reason="The machine was replaced.")
LOST = KeyCompromised(vkey=KEY.vkey, since=2, reason="The laptop was stolen.")
SUCCESSOR = SucceededFrom(
    origin="example.org/record/2",
    vkey="example.org/record/2+3c+CCCC",
    predecessor=CREATED.origin,
    carried=3,
    good_size=2,
    good_root="r",
    good_note="n",
    last_size=3,
    last_root="r",
    last_note="n",
    reason="The laptop was stolen.",
)


def test_it_retires_an_older_key_once_and_never_the_newest():
    retired = KeyRetired(vkey=KEY.vkey, reason="The overlap is over.")
    rotated = installation(CREATED, KEY, ROTATED)
    assert retire_key(rotated, retired) == [retired]
    after = installation(CREATED, KEY, ROTATED, retired)
    assert [key.retired for key in after.signing] == [3, None]
    assert retire_key(after, retired) == []
    with refused("Only a key that another one has followed"):
        retire_key(rotated, KeyRetired(vkey=ROTATED.vkey, reason="x"))
    with refused("Only a key that another one has followed"):
        retire_key(BEGUN, retired)


def test_it_ends_a_log_once_with_a_reason_and_an_entry_that_is_there():
    assert compromise(BEGUN, LOST, size=2) == [LOST]
    ended = installation(CREATED, KEY, LOST)
    assert compromise(ended, LOST, size=3) == []
    with refused("what happened to the key"):
        compromise(BEGUN, replace(LOST, reason=" "), size=2)
    for since in (-1, 3):
        with refused("The log has 2 entries"):
            compromise(BEGUN, replace(LOST, since=since), size=2)


def test_it_decides_nothing_in_a_log_that_ended():
    ended = installation(CREATED, KEY, LOST)
    for decide in (
        lambda: note(ended, Moved()),
        lambda: rotate_key(ended, ROTATED),
        lambda: set_policy(ended, PolicySet(name="hold-days", value="90")),
    ):
        with refused("This log ended"):
            decide()


def test_it_goes_on_in_a_successor_with_an_origin_and_a_key_of_its_own():
    ended = installation(CREATED, KEY, LOST)
    assert succeed(ended, SUCCESSOR) == [SUCCESSOR]
    after = installation(CREATED, KEY, LOST, SUCCESSOR)
    assert (after.origin, after.vkey, after.compromised) == (SUCCESSOR.origin, SUCCESSOR.vkey, None)
    assert [key.retired for key in after.signing] == [2, None]
    assert after.successions == ((3, SUCCESSOR),)
    assert note(after, Moved()) == [Moved()]
    for wrong in (replace(SUCCESSOR, origin=CREATED.origin), replace(SUCCESSOR, vkey=KEY.vkey)):
        with refused("an origin and a key of its own"):
            succeed(ended, wrong)
    with refused("why another log takes up"):
        succeed(ended, replace(SUCCESSOR, reason=""))
    with refused("There is no record here yet"):
        succeed(Installation(), SUCCESSOR)


def test_it_remembers_for_which_entries_each_key_counts():
    keys = installation(CREATED, KEY, ROTATED).signing
    assert [(key.vkey, key.since, key.retired) for key in keys] == [
        (KEY.vkey, 1, None),
        (ROTATED.vkey, 2, None),
    ]
