"""A document of ours, written to Markdown and read back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.markdown import document as d
from secondstory.adapters.markdown.own_reader import read_postmortem
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.writer import write_postmortem
from secondstory.kernel.refused import Refused

NASTY = [
    "# heading",
    "## Follow-ups",
    "- bullet",
    "**bold** start",
    "| pipe | table |",
    "  spaces around  ",
    "two\n\nlines",
    "---\nschema: second-story/1\n---",
    "<!-- ss:end -->",
    "<!-- ss::end -->\n<!-- ss:begin account -->",
    "<!-- never closed",
    "```\nnever closed",
    "&#124; &amp; <br>",
    "&#8203;",
    "\u200b",
    "\r\nwindows\r",
    "\x00\x1b\x85\u2028\ufeff",
    "1. number",
    "- [ ] box",
    "\\| back \\",
    "a, b,, c",
    "\U0001f525 \u65e5\u672c\u8a9e e\u0301 \u202e",
    "  - Owner: nobody",
    "(before evidence)",
    ": \t",
    "> quote",
    "null",
    "",
]
texts = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=30), st.lists(st.sampled_from(NASTY), max_size=3).map("\n".join)
)


def tuples(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=2).map(tuple)


def built(kind: type, **more: st.SearchStrategy) -> st.SearchStrategy:
    plain = {name: texts for name, type_ in kind.__annotations__.items() if type_ is str}
    return st.builds(kind, **{**plain, **more})


documents = built(
    d.PostMortemDocument,
    impact=tuples(built(d.ImpactLine)),
    timeline=tuples(built(d.TimelineEntry, sources=tuples(texts))),
    accounts=tuples(built(d.AccountText, before_evidence=st.booleans())),
    decision_points=tuples(built(d.DecisionPoint)),
    conditions=tuples(built(d.ContributingCondition, evidence=tuples(texts))),
    links=tuples(built(d.ConditionLink)),
    levels=st.dictionaries(texts, built(d.LevelNote), max_size=2),
    defences=tuples(built(d.Defence)),
    luck=tuples(texts),
    surprises=tuples(texts),
    went_well=tuples(texts),
    gaps=tuples(texts),
    followups=tuples(built(d.FollowUpLine, conditions=tuples(texts))),
    sittings=tuples(texts),
    exceptions=tuples(built(d.GateException)),
    amendments=tuples(texts),
    times=st.dictionaries(texts, texts, max_size=2),
    glossary=st.dictionaries(texts, texts, max_size=2),
)


def example() -> d.PostMortemDocument:
    """The evening Ada's run deleted the parcels: small, complete, of our own making."""
    return d.PostMortemDocument(
        title="Parcels vanish from the depot list",
        number="PM-7",
        status="published",
        severity="high",
        first_story="A run with the wrong filter deleted 4,100 parcels.",
        second_story="The form shows a bare number.\n\nNothing in it says what the number counts.",
        narrative="At dusk the list was long.\n\n## Action items\n\n- not a follow-up, a quotation\n",
        impact=(
            d.ImpactLine(party="depots", kind="delay", number="4,100", unit="parcels", method="counted"),
        ),
        timeline=(
            d.TimelineEntry(
                occurred="2026-03-01 14:02Z",
                known="14:05",
                kind="fact",
                text="Run | started",
                sources=("E-01",),
            ),
            d.TimelineEntry(
                occurred="2026-03-01 14:20Z", kind="account", actor_role="operator", text="List seen empty"
            ),
        ),
        **_what_was_learned(),
    )


def _what_was_learned() -> dict[str, Any]:
    return {
        "accounts": (
            d.AccountText(role="operator", before_evidence=True, text="I saw a number.\n\n# It looked small"),
        ),
        "decision_points": (
            d.DecisionPoint(title="Press run", done="Pressed it", sensible="It had been right for a year"),
        ),
        "conditions": (
            d.ContributingCondition(
                id="C-1", statement="The form shows a bare number", level="software", evidence=("E-02",)
            ),
            d.ContributingCondition(
                id="C-2", statement="Nobody owns the form", level="organisation", holder="depot office"
            ),
        ),
        "links": (d.ConditionLink(source="C-2", target="C-1", kind="allowed", basis="hypothesis"),),
        "levels": {
            "software": d.LevelNote(status="explored"),
            "culture": d.LevelNote(status="not-explored", note="no time"),
        },
        "luck": ("A backup was an hour old.",),
        "went_well": ("The depot called early.",),
        "followups": (
            d.FollowUpLine(
                number="FU-12",
                text="Cap what one run can delete",
                conditions=("C-1", "C-2"),
                strength="stronger",
                owner="Storage team",
                state="accepted",
                end_state="A run above 50 is refused",
                due="2026-03-20",
            ),
        ),
        "times": {"detected": "2026-03-01 14:20Z"},
        "glossary": {"run": "one press of the button"},
        "checkpoint": "secondstory/x\n7\nabc=\n",
        "vkey": "secondstory/x+00+AA",
    }


@settings(max_examples=50, deadline=None)
@given(documents)
def test_it_reads_back_every_field_it_wrote(doc: d.PostMortemDocument) -> None:
    assert read_postmortem(write_postmortem(doc)) == doc


@settings(max_examples=50, deadline=None)
@given(texts)
def test_it_keeps_a_nasty_text_in_every_single_place(text: str) -> None:
    doc = d.PostMortemDocument(
        title=text,
        narrative=text,
        accounts=(d.AccountText(role=text, text=text),),
        conditions=(d.ContributingCondition(id=text, statement=text, evidence=(text, text)),),
        timeline=(d.TimelineEntry(text=text, sources=(text,)),),
        luck=(text, text),
        glossary={text: text},
        times={text: text},
    )
    written = write_postmortem(doc)
    assert read_postmortem(written) == doc
    assert written == write_postmortem(read_postmortem(written))
    assert read_postmortem(written.replace("\n", "\r\n")) == doc


def test_it_writes_the_example_so_that_the_generous_reader_finds_everything() -> None:
    reading = read_document(write_postmortem(example()))
    assert reading.template == "second-story"
    assert reading.understood
    assert reading.title == "Parcels vanish from the depot list"
    assert [c.text for c in reading.conditions] == ["The form shows a bare number", "Nobody owns the form"]
    (followup,) = reading.followups
    assert followup.text == "Cap what one run can delete"
    assert (followup.owner, followup.due, followup.end_state) == (
        "Storage team",
        "2026-03-20",
        "A run above 50 is refused",
    )
    assert followup.strength == "stronger"
    assert [item.text for item in reading.timeline] == ["Run | started", "List seen empty"]
    expected = "title status severity summary impact timeline accounts decision_points conditions levels lucky went_well"
    for name in [*expected.split(), "followups", "glossary", "stats"]:
        assert reading.fields[name].found, name
    assert reading.levels["software"] and reading.levels["organisation"]


def test_it_says_what_to_do_with_a_document_of_others() -> None:
    with pytest.raises(Refused, match="Import it instead"):
        read_postmortem("# Outage\n\n## Summary\n\nIt broke.\n")


def test_it_lets_people_move_parts_and_columns() -> None:
    written = write_postmortem(example())
    moved = written.replace("| From | To | Kind | Basis |", "| To | From | Kind | Basis |")
    (link,) = read_postmortem(moved).links
    assert (link.source, link.target) == ("C-1", "C-2")
