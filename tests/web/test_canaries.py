"""What only the room may read reaches nobody else, on any address: words planted everywhere, and a sweep of every page."""

import re

import pytest
from django.urls import get_resolver

from secondstory.application.ceremony import committing, supporting
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.understanding import accounts, facts, naming, stories, timelines
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.domain.ceremony.followups import Changes, Phase
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.domain.understanding.narrative import CommentMade, StoreysWritten
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind
from secondstory.kernel.ids import StreamId
from secondstory.web.site.ground import ground
from secondstory.wiring.evidence import vault_of
from tests.web.conftest import MONDAY, Town
from tests.web.test_routes import addresses

CANARY = "kittiwake"
PLACES = (
    "title", "storey", "revision", "comment", "entry", "condition", "followup", "account", "support", "evidence",
    "trigger",
)  # fmt: skip


def word(place: str) -> str:
    return f"{CANARY}{place}"


def plant(town: Town) -> StreamId:
    """Let Bo open a post-mortem and write a word of its own into everything that takes words."""
    from datetime import UTC

    from secondstory.kernel.moments import Moment

    bo = town.office("bo")
    pm = open_post_mortem(bo, Opening(title=f"The {word('title')} night")).stream
    stories.revise(bo, pm, f"It began with {word('revision')}.")
    stories.write_storeys(
        bo, pm, StoreysWritten(lede=word("storey"), first=word("storey"), second=word("storey"))
    )
    stories.comment(bo, pm, CommentMade(number=0, text=word("comment")))
    moment = Moment(at=MONDAY.astimezone(UTC))
    timelines.add_entry(
        bo, pm, EntryAdded(number=0, occurred=moment, kind=EntryKind.FACT, text=word("entry"))
    )
    added = Added(number=0, statement=f"A {word('condition')} made it likelier", level=Level.CULTURE)
    naming.add(bo, pm, added)
    facts.state_trigger(bo, pm, word("trigger"))
    proposal = committing.Proposal(
        text=f"Change the {word('followup')}",
        conditions=(1,),
        phase=Phase.PREVENT,
        changes=Changes.CONDITION,
        end_state="It is changed",
        verified_how="Somebody looks",
    )
    committing.propose(bo, pm, proposal)
    accounts.write(bo, pm, word("account"), role="duty engineer")
    supporting.offer(bo, pm, what=word("support"), to_role="the duty engineer", to=town.people["bo"])
    item = Item(
        post_mortem=pm, name=f"{word('evidence')}.log", captured_from="a terminal", media_type="text/plain"
    )
    seal_evidence(bo, vault_of(ground().workspace), item, lambda: [word("evidence").encode()])
    return pm


def every_address() -> list[str]:
    """Return every address that can be looked at, its numbers filled with 1, searches with the canary."""
    found = []
    for path, _ in addresses(get_resolver()):
        if path.startswith("account/"):
            continue
        filled = re.sub(r"<int:[^>]+>", "1", path)
        found.append("/" + re.sub(r"<[^>]+>", "x", filled))
    return [
        *found,
        *(f"/search?q={word(place)}" for place in PLACES),
        f"/search?q={CANARY}",
        f"/post-mortems?q={CANARY}",
    ]


def heard(browser: object, addresses: list[str]) -> set[str]:
    """Return the planted words that appear anywhere in what a browser is told, the words it sent itself left out."""
    words: set[str] = set()
    for address in addresses:
        answer = browser.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = (body + str(answer.headers).encode()).decode(errors="replace")
        asked = address.partition("q=")[2]
        words |= {
            place for place in PLACES if word(place) in told and (not asked or asked not in word(place))
        }
    return words


@pytest.mark.parametrize("who", ["fay", "ada"])
def test_it_reaches_nobody_outside_the_room_and_no_administrator(town: Town, who: str):
    plant(town)
    assert heard(getattr(town, who), every_address()) == set()


def test_it_would_have_been_found(town: Town):
    plant(town)
    found = heard(town.bo, every_address())
    assert found >= {
        "title",
        "storey",
        "revision",
        "entry",
        "condition",
        "followup",
        "account",
        "support",
        "evidence",
    }


def test_it_answers_alike_for_what_is_missing_and_what_is_not_theirs(town: Town):
    plant(town)
    there = [address for address in every_address() if "/1/" in address or address.endswith("/1")]
    wrong = []
    for address in there:
        missing = re.sub(r"/1(?=/|$)", "/987", address)
        mine, none = town.fay.get(address), town.fay.get(missing)
        if mine.status_code != none.status_code or (mine.status_code != 302 and mine.content != none.content):
            wrong.append((address, mine.status_code, none.status_code))
    assert wrong == []


def test_it_tells_nobody_outside_the_room_how_many_there_are(town: Town):
    before = {
        address: town.fay.get(address).content for address in ("/", "/post-mortems", "/follow-ups", "/people")
    }
    plant(town)
    for address, page in before.items():
        assert without_token(town.fay.get(address).content) == without_token(page), address


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
