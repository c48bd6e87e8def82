"""A version is kept beside those of others, and every word survives."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from secondstory.application.ports.storage import Conflict
from secondstory.application.understanding.drafting import Sheet, keep_version, restore
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding import narrative
from secondstory.kernel.refused import Refused
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place
from tests.offices import MemoryOffice
from tests.people import BO

EDITS = 50


def opened():
    place = MemoryOffice()
    return place, place.opened().stream


def test_it_keeps_the_first_version_and_nothing_when_nothing_changed():
    place, pm = opened()
    kept = keep_version(place.office, pm, Sheet(text="It was late.", started_from=0))
    assert (kept.number, kept.text, kept.is_new, kept.joined) == (1, "It was late.\n", True, False)
    again = keep_version(place.office, pm, Sheet(text="It was late.", started_from=1))
    assert (again.number, again.is_new) == (1, False)


def test_it_joins_what_somebody_else_kept_in_the_meantime():
    place, pm = opened()
    keep_version(place.office, pm, Sheet(text="one\n\ntwo", started_from=0))
    keep_version(place.of(BO), pm, Sheet(text="one\n\ntwo, Bo", started_from=1))
    kept = keep_version(place.office, pm, Sheet(text="one, Ada\n\ntwo", started_from=1))
    assert (kept.number, kept.text, kept.joined) == (3, "one, Ada\n\ntwo, Bo\n", True)
    last = read(place.office, pm).story.latest
    assert last is not None
    assert last.parents == (1, 2)


def test_it_records_nothing_while_two_wordings_wait_for_a_person():
    place, pm = opened()
    keep_version(place.office, pm, Sheet(text="one", started_from=0))
    keep_version(place.of(BO), pm, Sheet(text="one, Bo", started_from=1))
    kept = keep_version(place.office, pm, Sheet(text="one, Ada", started_from=1))
    assert not kept.is_new
    assert [(one.text, one.mine) for one in kept.passages] == [(("one, Bo",), ("one, Ada",))]
    assert narrative.text(read(place.office, pm).story) == "one, Bo\n"


def test_it_says_no_word_twice_when_an_answer_never_arrived():
    place, pm = opened()
    keep_version(place.office, pm, Sheet(text="one", started_from=0))
    keep_version(place.office, pm, Sheet(text="one\n\ntwo", started_from=1))
    keep_version(place.of(BO), pm, Sheet(text="one, Bo\n\ntwo", started_from=2))
    kept = keep_version(
        place.office, pm, Sheet(text="one\n\ntwo and more", started_from=2, common="one\n\ntwo")
    )
    assert kept.text == "one, Bo\n\ntwo and more\n"


def test_it_refuses_an_empty_text_and_a_version_that_never_was():
    place, pm = opened()
    for sheet in (Sheet(text=" \n", started_from=0), Sheet(text="one", started_from=4)):
        with pytest.raises(Refused):
            keep_version(place.office, pm, sheet)


def test_it_restores_an_old_version_as_a_new_one():
    place, pm = opened()
    for number, text in enumerate(("one", "two")):
        keep_version(place.office, pm, Sheet(text=text, started_from=number))
    assert restore(place.office, pm, 1, started_from=2).number == 3
    assert narrative.text(read(place.office, pm).story) == "one\n"
    with pytest.raises(Refused, match="version 3"):
        restore(place.office, pm, 1, started_from=2)


class Writer:
    """Somebody who edits at random, keeps each edit, and settles with both wordings."""

    def __init__(self, name, office, pm):
        self.name, self.office, self.pm = name, office, pm
        self.dice = random.Random(name)
        self.text, self.base, self.words = "", 0, []

    def edit(self, number):
        word = f"{self.name}{number}"
        self.words.append(word)
        paragraphs = list(narrative.paragraphs_of(self.text))
        place = self.dice.randrange(len(paragraphs) + 1)
        how = self.dice.random()
        if how < 0.4 or place == len(paragraphs):
            paragraphs.insert(place, word)
        elif how < 0.9:
            paragraphs[place] += f" {word}"
        else:
            paragraphs[place] = word
        self.text = narrative.joined(paragraphs)

    def keep(self):
        while True:
            try:
                kept = keep_version(self.office, self.pm, Sheet(text=self.text, started_from=self.base))
            except Conflict:
                continue
            self.base = kept.number
            self.text = kept.text
            if not kept.passages:
                return
            both = [(*one.text, *(one.mine or ())) for one in kept.passages]
            self.text = narrative.joined(paragraph for part in both for paragraph in part)


def test_it_loses_no_word_of_two_who_write_at_the_same_time(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    workspace = create(Place(tmp_path / "ws"), name="Ada", address=None).workspace
    pm = open_post_mortem(workspace.office, Opening(title="Two write")).stream

    def write(writer):
        for number in range(EDITS):
            writer.edit(number)
            writer.keep()

    writers = [
        Writer(name, workspace.office_for(workspace.office.me, alone=True), pm) for name in ("ada", "bo")
    ]
    with ThreadPoolExecutor(2) as both:
        list(both.map(write, writers))
    story = read(workspace.office, pm).story
    everywhere = set(" ".join(story.paragraphs.values()).split())
    assert {word for writer in writers for word in writer.words} <= everywhere
    for older, newer in zip(story.revisions, story.revisions[1:], strict=False):
        assert older.number in newer.parents
    workspace.storage.close()
