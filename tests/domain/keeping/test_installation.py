import pytest

from secondstory.domain.keeping.installation import (
    BackedUp,
    CheckpointPublished,
    ClockStepped,
    Created,
    Installation,
    KeyMade,
    KeyRotated,
    Moved,
    PolicySet,
    Restored,
    Upgraded,
    create,
    evolve,
    note,
    rotate_key,
    set_policy,
    upgrade,
)
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
