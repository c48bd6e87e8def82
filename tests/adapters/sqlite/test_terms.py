"""Terms are cut as the index of words cuts them."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from secondstory.adapters.sqlite.schema import TOKENIZER
from secondstory.adapters.sqlite.terms import Terms

TERMS = Terms()


def cut_by_the_index(text):
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(body, tokenize='{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, row)")
    connection.execute("INSERT INTO words VALUES (?)", (text,))
    found = dict(connection.execute("SELECT term, cnt FROM terms").fetchall())
    connection.close()
    return found


@given(st.text(alphabet="abcdeéèß ÅøñЖжλΣ日本 123._-/'\n", max_size=80))
def test_it_cuts_a_text_as_the_index_does(text):
    assert dict(TERMS.bags([text])[0]) == cut_by_the_index(text)


def test_it_brings_endings_together_and_keeps_the_spelling_people_use():
    text = "KIAM certificates, a certificate; kiam_role and KIAM"
    (bag,) = TERMS.bags([text])
    assert (bag["certif"], bag["kiam"]) == (2, 3)
    assert TERMS.spelt(text)["kiam"] == "KIAM"


def test_it_takes_any_text():
    assert TERMS.bags(["", "\x00", "\ud800 lone", "🚢"])[0] == {}
