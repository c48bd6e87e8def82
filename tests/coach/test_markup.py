import re

import pytest

from secondstory.coach.markup import HIDDEN, prepare

VOICE = "The pager stayed silent."


def units(text):
    """The sentences of a text as the rules see them: each hidden run one ◌, white space one space."""
    prepared = prepare(text)
    said = (prepared.masked[start:end] for start, end in prepared.sentences)
    return [" ".join(re.sub(f"{HIDDEN}+", "◌", one).split()) for one in said]


HIDDEN_WHOLE = {
    "fenced code": f"```text\n{VOICE}\n```\n",
    "fenced code with tildes": f"~~~\n{VOICE}\n```\n{VOICE}\n~~~\n",
    "a longer fence": f"````\n```\n{VOICE}\n```\n{VOICE}\n````\n",
    "a fence without an end": f"```\n{VOICE}\n\n# {VOICE}\n",
    "a fence in an item": f"- ```\n  {VOICE}\n  ```\n",
    "indented code": f"    {VOICE}\n\n    {VOICE}\n",
    "indented code after a tab": f"\t{VOICE}\n",
    "indented code in an item": f"-\n\n      {VOICE}\n",
    "front matter": f"---\nnote: {VOICE}\n\nmore: {VOICE}\n---\n",
    "front matter with dots": f"---\nnote: {VOICE}\n...\n",
    "front matter in TOML": f"+++\nnote = '{VOICE}'\n+++\n",
    "front matter after a mark of byte order": f"\ufeff---\r\nnote: {VOICE}\r\n---\r\n",
    "a definition": f'[notes]: https://example.org "{VOICE}"\n',
    "a definition over two lines": f'[notes]: https://example.org\n    "{VOICE}"\n',
    "a definition whose address follows": f'[notes]:\n  https://example.org/x\n  "{VOICE}"\n',
    "a block quote": f"> {VOICE}\n>\n> {VOICE}\n",
    "a nested quote": f"> > {VOICE}\n>> {VOICE}\n",
    "a quote that goes on without its mark": f"> {VOICE}\n{VOICE}\n{VOICE}\n",
    "a quote in an item": f"- > {VOICE}\n",
    "a quote with code": f"> ```\n> {VOICE}\n> ```\n",
    "an admonition of a forge": f"> [!NOTE]\n> {VOICE}\n",
    "the head of an admonition": f'!!! note "{VOICE}"\n',
    "raw HTML": f"<pre>\n{VOICE}\n\n{VOICE}\n</pre>\n",
    "a quotation in HTML": f"<blockquote>{VOICE}</blockquote>\n",
    "a comment": f"<!-- {VOICE}\n\n{VOICE} -->\n",
    "a comment without an end": f"<!-- {VOICE}\n\n{VOICE}\n",
    "headings of nothing": "#\n\n## \n\n- #\n",
    "rules and underlines": "---\n\n***\n\n===\n\n|---|---|\n\n+---+\n",
}


@pytest.mark.parametrize("text", HIDDEN_WHOLE.values(), ids=HIDDEN_WHOLE)
def test_it_leaves_out_what_is_not_the_writers_voice(text):
    assert units(text) == []


@pytest.mark.parametrize("text", HIDDEN_WHOLE.values(), ids=HIDDEN_WHOLE)
def test_it_leaves_it_out_with_other_newlines_too(text):
    unix = text.replace("\r\n", "\n")
    assert units(unix.replace("\n", "\r\n")) == units(unix.replace("\n", "\r")) == []


VOICED = {
    "a paragraph after a quote": (f"> {VOICE}\n\n{VOICE}", [VOICE]),
    "a heading after a quote": (f"> quoted\n# {VOICE}", [VOICE]),
    "an item after a quote": (f"> quoted\n- {VOICE}", [VOICE]),
    "a line after code in a quote": (f"> ```\n> x\n> ```\n{VOICE}", [VOICE]),
    "a line after a heading in a quote": (f"> # Then\n{VOICE}", [VOICE]),
    "a second paragraph in an item": (f"1. One thing.\n\n    {VOICE}", ["One thing.", VOICE]),
    "a paragraph after indented code": (f"    x\n\n{VOICE}", [VOICE]),
    "a line that is indented in a paragraph": (f"At first\n        {VOICE}", ["At first " + VOICE]),
    "an item in an item": (f"- one\n    - {VOICE}", ["one", VOICE]),
    "an item within an item": (f"- - {VOICE}", [VOICE]),
    "a task": (f"- [x] {VOICE}\n- [ ] {VOICE}", [VOICE, VOICE]),
    "a heading in an item": (f"- ## {VOICE}", [VOICE]),
    "a heading that is underlined": (f"{VOICE}\n======\nAnd on.\n---\n", [VOICE, "And on."]),
    "a heading without a full stop": ("# What happened\nThe pager was silent", ["What happened", "The pager was silent"]),
    "a year that is no item": ("It had been so since\n2019. " + VOICE, ["It had been so since 2019.", VOICE]),
    "a footnote": (f"[^1]: {VOICE}\n    {VOICE}\n", [VOICE, VOICE]),
    "the mark of a footnote": ("It was quiet.[^1] Then it rang.[^note]", ["It was quiet.", "Then it rang."]),
    "a definition of a word": (f"Pager\n: {VOICE}", ["Pager", VOICE]),
    "the body of an admonition": (f"!!! note\n    {VOICE}", [VOICE]),
    "the body of a container": (f":::tip\n{VOICE}\n:::", [VOICE]),
    "the text of a link": ("See [the pager](https://example.org/a_(b) 'notes') and [it][ref].", ["See the pager and it ."]),
    "a link by reference": ("See [the pager][] and [it].", ["See the pager and it ."]),
    "an address": ("See https://example.org/a_b. Then <https://example.org>, www.example.org and bo@example.org.",
                   ["See ◌.", "Then <◌>, ◌ and ◌."]),
    "a picture": ("![The pager](pager.png) was silent, ![so][ref] too.", ["◌ was silent, ◌ too."]),
    "a picture in a link": ("[![The pager](a.png)](https://example.org) was silent.", ["◌ was silent."]),
    "code": ("The `pager` and ``the ` bell`` were silent.", ["The ◌ and ◌ were silent."]),
    "code in HTML": ("The <code>pager</code> and <kbd>Ctrl</kbd> were silent.", ["The ◌ and ◌ were silent."]),
    "a backtick that opens nothing": ("The \\`pager was `silent", ["The \\`pager was `silent"]),
    "emphasis": ("The **pager** _stayed_ ~~very~~ ***silent***.", ["The pager stayed very silent ."]),
    "emphasis within a word": ("The pag**er** of snake_case_names", ["The pag er of snake_case_names"]),
    "mathematics": ("So $a_1 + b$ is more than $5 and $10, and $$x^2$$ less.", ["So ◌ is more than $5 and $10, and ◌ less."]),
    "a variable of a shell": ("They read $HOME/$USER and $PATH too", ["They read $HOME/$USER and $PATH too"]),
    "a table": (f"| Time | What |\n|:---|---:|\n| 10:04 | {VOICE} |", ["Time", "What", "10:04", VOICE]),
    "a table without outer bars": (f"Time | What\n--- | ---\n10:04 | {VOICE}\n\na | b", ["Time", "What", "10:04", VOICE, "a | b"]),
    "a bar that is escaped": (r"| one \| two | three |", [r"one \| two", "three"]),
    "a bar in code": ("| run `a | b` now | three |", ["run ◌ now", "three"]),
    "a cell with a break": ("| One thing<br>Another<br/>a third |", ["One thing", "Another", "a third"]),
    "a table in HTML": ("<table><tr><td>One</td><td>Two</td></tr></table>", ["One", "Two"]),
    "details": (f"<details>\n<summary>More</summary>\n\n{VOICE}\n\n</details>", ["More", VOICE]),
    "text around a comment": (f"The pager <!-- the old one --> stayed silent. <!-- a\nb --> {VOICE}", ["The pager stayed silent.", VOICE]),
    "comments in code": ("`<!--` opens a comment. The end.", ["◌ opens a comment.", "The end."]),
    "a fence that is closed": (f"```\nx\n```\n{VOICE}", [VOICE]),
    "a rule that begins the text": (f"---\n\n{VOICE}\n\n---\n", [VOICE]),
    "an entity": ("The&nbsp;pager &amp; the bell.", ["The pager the bell."]),
    "a time in brackets": ("[10:04]: the pager stayed silent", ["10:04 : the pager stayed silent"]),
    "a tag that is none": ("It took <5 s and >3 s; a <b and c> d.", ["It took <5 s and >3 s; a d."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VOICED.values(), ids=VOICED)
def test_it_hears_the_writers_voice(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(("text", "expected"), VOICED.values(), ids=VOICED)
def test_it_hears_it_with_other_newlines_too(text, expected):
    assert units(text.replace("\n", "\r\n")) == units(text.replace("\n", "\r")) == expected


SENTENCES = {
    "a version": "Version 1.2.3 went out. Then 1.2.4 did.|Version 1.2.3 went out.|Then 1.2.4 did.",
    "a time": "It rang at 10:04. Then again at 10.05 h.|It rang at 10:04.|Then again at 10.05 h.",
    "for example": "Some hosts, e.g. Alpha, i.e. ours, were slow.|Some hosts, e.g. Alpha, i.e. ours, were slow.",
    "a title": "Dr. Ada and Mrs. Bo met St. John.|Dr. Ada and Mrs. Bo met St. John.",
    "initials": "It was J. R. Ewing of the U.S. Mint.|It was J. R. Ewing of the U.S. Mint.",
    "I": "So did I. The pager did not.|So did I.|The pager did not.",
    "a number": "See No. 5 and Fig. 3 of Jan. 4. No. It is Fig.|See No. 5 and Fig. 3 of Jan. 4.|No.|It is Fig.",
    "and so on": "Disks, fans etc. were fine. We had logs, graphs, etc. The rest was lost.|Disks, fans etc. were fine.|We had logs, graphs, etc.|The rest was lost.",
    "a time zone": "At 10 a.m. UTC it rang. At 11 p.m. It stopped.|At 10 a.m. UTC it rang.|At 11 p.m.|It stopped.",
    "an ellipsis": "It rang... and rang… Then it stopped.|It rang... and rang…|Then it stopped.",
    "marks of surprise": "It rang?! Yes! Why? nobody knew.|It rang?!|Yes!|Why? nobody knew.",
    "brackets": "(It rang.) Then it stopped.|(It rang.)|Then it stopped.",
    "small letters": "it rang. then it stopped, approx. twice vs. once.|it rang.|then it stopped, approx. twice vs. once.",
    "semicolons": "it rang; it stopped; it rang|it rang; it stopped; it rang",
    "a file name": "The file app.py was empty. Node.js too.|The file app.py was empty.|Node.js too.",
    "code that begins a sentence": "It rang. `cron` did too.|It rang.|◌ did too.",
    "a quotation that ends one": 'She said "it rang." Then it stopped.|She said ◌."|Then it stopped.',
    "a quotation within one": "She said “it rang” and left. 'It rang?' she said.|She said ◌ and left.|◌?' she said.",
    "quotations of other lands": "She said „es klingelt“ and «ça sonne» and ”det ringer”.|She said ◌ and ◌ and ◌.",
    "inches": 'A 24" screen and a 19" one were dark.|A 24" screen and a 19" one were dark.',
    "apostrophes": "The users' list and the admins' list weren't long.|The users' list and the admins' list weren't long.",
    "wrapped lines": "It rang\nand rang. Then\nit stopped.|It rang and rang.|Then it stopped.",
    "a hard break": "It rang  \nThen it stopped\\\nAnd rang  \nand stopped|It rang|Then it stopped|And rang and stopped",
    "a timeline in lines": "10:04 it rang\n10:06 it stopped\n[10:08] again|10:04 it rang|10:06 it stopped|10:08 again",
    "a timeline within": "Then this:\n10:04 UTC - it rang\n10:06: it stopped at\n10:08 or so|Then this:|10:04 UTC - it rang|10:06: it stopped at 10:08 or so",
    "labels in lines": "Status: done\nOwner: Bo\n**Impact**: none|Status: done|Owner: Bo|Impact : none",
    "only marks": "... !!! ???|",
}


@pytest.mark.parametrize("case", SENTENCES.values(), ids=SENTENCES)
def test_it_knows_where_a_sentence_ends(case):
    text, *expected = case.split("|")
    assert units(text) == [one for one in expected if one]


def test_it_takes_items_without_a_full_stop_for_units():
    assert units("- it rang\n- it stopped\n* and rang\n\n1) One\n2) Two") == [
        "it rang",
        "it stopped",
        "and rang",
        "One",
        "Two",
    ]


def test_it_cuts_what_is_too_long_and_says_so():
    prepared = prepare("First.\n\n" + "word " * 1_000)
    assert max(end - start for start, end in prepared.sentences) <= 1_200
    assert [(note.code, note.line) for note in prepared.notes] == [("long", 3)]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [("One.\n\n```\nx\n", 3, "code fence"), ("<pre>\nx", 1, "<pre> block"), ("One.\n<!-- x", 2, "comment")],
)
def test_it_says_what_does_not_end_and_where(text, line, what):
    (note,) = prepare(text).notes
    assert (note.code, note.line) == ("unclosed", line)
    assert what in note.says


@pytest.mark.parametrize("broken", ["\0", "\udcff", "\ufffd"])
def test_it_says_where_there_are_bytes_that_are_no_text(broken):
    prepared = prepare(f"One.\n\nTwo {broken} three.")
    assert [(note.code, note.line) for note in prepared.notes] == [("bytes", 3)]
    assert len(prepared.sentences) == 2


def test_it_has_nothing_to_say_about_an_ordinary_text():
    assert prepare(f"# One\n\n{VOICE}\n\n```\nx\n```\n<!-- y -->\n").notes == ()


def test_it_leaves_alone_a_part_in_another_language_and_says_so():
    german = "Der Dienst wurde um zehn Uhr nicht mehr erreicht, und niemand hatte die Warnung gesehen."
    prepared = prepare(
        f"# One\n\n{VOICE} And it was so for the whole of the night.\n\n{german}\n\n{german}\n\n{VOICE}\n"
    )
    assert len(prepared.sentences) == 4
    assert [(note.code, note.line) for note in prepared.notes] == [("language", 5)]
    assert "German" in prepared.notes[0].says


def test_it_leaves_alone_a_text_in_another_language_with_its_headings():
    prepared = prepare(
        "# Störung\n\nKurz: menschliches Versagen\n\nDer Dienst wurde um zehn Uhr nicht mehr erreicht, und niemand "
        "hatte die Warnung gesehen.\n\n- Team informiert\n"
    )
    assert prepared.sentences == []
    assert [note.code for note in prepared.notes] == ["language"]
