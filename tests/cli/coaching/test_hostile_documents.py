"""Whatever the bytes are, every form of the answer is made, and the places in it are places of the text."""

import io
import json

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.cli.language.coaching.carets import marked
from secondstory.cli.language.coaching.forms import diagnostics, report, workflow_commands
from secondstory.cli.language.coaching.sarif import log
from secondstory.cli.language.coaching.words import words_of
from secondstory.cli.terminal import Terminal
from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.looking import SeenLine, coach_together
from secondstory.wiring.documents.coaching.opening import text_of
from tests.house.source import ROOT

SCHEMA = jsonschema.Draft4Validator(
    json.loads((ROOT / "tests/cli/coaching/sarif-2.1.0.schema.json").read_text())
)
PIECES = st.sampled_from(
    [
        "He should have known better.",
        "she was careless",
        "human error\u2028",
        "🙂",
        "e\u0301",
        "\u202e",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\n\n",
        "`",
        "```\n",
        "> ",
        "| a | b |\n",
        "<!-- coach: allow",
        "-->",
        "\0",
        "\ufeff",
        "日本",
        "---\n",
        "[x](",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)
BYTES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200)


@settings(max_examples=150, deadline=None)
@given(BYTES)
def test_it_answers_in_every_form(data):
    (coached,) = coach_together([Wanted("-")], io.BytesIO(data))
    terminal = Terminal(out=io.StringIO(), err=io.StringIO())
    words = words_of(coached, terminal, 60)
    assert (words != "") is bool(coached.seen or coached.notes)
    SCHEMA.validate(log([coached]))
    for line in workflow_commands([coached]):
        assert line.startswith("::")
        assert len(line.splitlines()) == 1 or "\n" not in line
    json.dumps([report([coached]), diagnostics([coached])], ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


@settings(max_examples=150, deadline=None)
@given(BYTES)
def test_it_places_each_finding_where_its_words_are(data):
    text = text_of(data, "x").text
    (coached,) = coach_together([Wanted("-")], io.BytesIO(data))
    for one in coached.seen:
        assert text[one.finding.start : one.finding.end] == one.finding.text
        assert one.lines[0].words == one.finding.text[: len(one.lines[0].words)]
        assert one.first == text.count("\n", 0, one.finding.start) + 1
        assert one.last == text.count("\n", 0, one.finding.end - 1) + 1
        assert one.begin[0] + 1 == one.finding.line


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60)),
    st.integers(20, 100),
    st.booleans(),
)
def test_it_marks_any_letters_within_the_width(parts, width, is_cut):
    before, words, after = parts
    line, carets = marked(SeenLine(1, before, words, after, is_cut, not is_cut), width)
    assert len(carets) <= width
    assert carets.strip(" ").strip("^") == ""
    assert "\x1b" not in line
    assert "\n" not in line
