"""Whatever somebody types, the notebook says what a fresh look would say."""

from hashlib import sha256

from hypothesis import example, given, settings
from hypothesis import strategies as st

from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.coach import Notebook, Setup, look
from secondstory.coach.notebook import Notes

PIECES = [
    "The engineer should have checked. ", "Human error. ", "He was careless. ", "We rolled back at 10:14. ", "\n", "\n\n", "- ",
    "> ", "```\n", "`", "“", "”", '"', "'", "<!-- ", " -->", "<!-- coach: allow hindsight: because -->\n", "| a |", "# ", "    ",
    "İ", "😀", "\ufeff", "\0", "\r\n", "Retrain the operators. ", "Some people just do not belong near a keyboard. ", "**", "_", ".",
    "if only ", "If they had only looked! ", "should", "Zorbo ", "Die Maschine wurde nicht gewartet und der Betrieb stand. ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=20).map("".join)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), TEXTS), max_size=6)


class Dicing:
    """A reader that is of some opinion about every sentence, the same each time."""

    def read(self, sentences):
        return [
            [byte / 16 - 8 for byte in sha256(one.encode("utf-8", "replace")).digest()[:8]]
            for one in sentences
        ]


SETUPS = (
    Setup(),
    Setup(model=coach_model()),
    Setup(model=coach_model(), reader=Dicing()),
    Setup(model=coach_model(["Zorbo"]), reader=Dicing(), people=frozenset({"Zorbo"}), off=frozenset({"human-error"}), sureness={"character": 0.3}),
)  # fmt: skip


def edited(text, where, gone, put):
    at = int(where * len(text))
    return text[:at] + put + text[at + gone :]


@settings(max_examples=120, deadline=None)
@given(TEXTS, EDITS, st.sampled_from(SETUPS))
@example("x" * 1300 + " should have checked", [], SETUPS[1])
@example("He " + "x" * 1197 + "careless. He was careless.", [], SETUPS[1])
def test_it_says_what_a_fresh_look_says(text, edits, setup):
    book = Notebook(setup)
    assert book.look(text) == look(text, setup)
    for edit in edits:
        text = edited(text, *edit)
        assert book.look(text) == look(text, setup)


def test_it_looks_again_only_at_what_changed():
    text = "\n\n".join(
        f"At 10:{minute:02} the pump stood still. He was careless, {minute}." for minute in range(50)
    )
    book = Notebook(Setup(model=coach_model(), reader=coach_reader()))
    book.look(text)
    known = dict(book._known)
    book.look(text.replace("careless, 7.", "careless, seven."))
    assert all(book._known[words] is some for words, some in known.items())
    assert len(book._known) == len(known) + 1


def test_it_forgets_before_it_grows_without_end():
    book = Notes((), Setup())
    for minute in range(4):
        book.look("\n\n".join(f"At {minute} pump {pump} stood still." for pump in range(8_000)))
    assert len(book._known) <= 24_000


def test_it_remembers_even_a_book():
    book = Notes((), Setup())
    text = "\n\n".join(f"Pump {pump} stood still." for pump in range(21_000))
    book.look(text)
    kept = book._known
    book.look(text + "\n\nAnd another.")
    assert book._known is kept


def test_it_asks_the_reader_about_a_sentence_once():
    class Counting:
        def __init__(self):
            self.asked = []

        def read(self, sentences):
            self.asked += sentences
            return coach_reader().read(sentences)

    reader = Counting()
    book = Notebook(Setup(model=coach_model(), reader=reader))
    text = (
        "Somehow nobody over there had thought of the backup. Some people just do not belong near a keyboard."
    )
    for more in ("", " Well", " Well then.", " Well then. Nobody had looked."):
        book.look(text + more)
    assert reader.asked
    assert len(reader.asked) == len(set(reader.asked))
