from dataclasses import replace

import pytest

from secondstory.coach import RULES, Setup, coach, explain, look
from secondstory.coach.kinds import find
from secondstory.coach.markup import prepare
from secondstory.coach.pages import SECTIONS, UnknownRule, sections
from tests.coach.pages_of_rules import PAGES, examples, unmarked

CODES = [rule.code for rule in RULES]
FLAGS = [(code, text) for code in CODES for text in examples(code, "Flags")]
LEFT_ALONE = [(code, text) for code in CODES for text in examples(code, "Leaves alone")]
EVERY_VOWEL = "a e i o u"


def test_it_has_a_page_of_sentences_for_every_rule_and_a_rule_for_every_page():
    assert sorted(CODES) == sorted(page.stem for page in PAGES.glob("*.md"))


def test_it_gives_every_rule_a_code_of_its_own():
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_it_shows_at_least_fifteen_sentences_of_each_sort(code):
    assert len(examples(code, "Flags")) >= 15
    assert len(examples(code, "Leaves alone")) >= 15


@pytest.mark.parametrize(("code", "marked"), FLAGS)
def test_it_finds_exactly_the_marked_words(code, marked):
    text, spans = unmarked(marked)
    assert spans, "a sentence under Flags marks the words that are found"
    assert [(one.start, one.end) for one in coach(text, RULES) if one.rule == code] == spans


@pytest.mark.parametrize(("code", "text"), LEFT_ALONE)
def test_it_leaves_these_alone(code, text):
    assert [one.text for one in coach(text, RULES) if one.rule == code] == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("exhortation", "The fitter of line 4 is asked to exercise more care at the press."),
        ("hindsight", "Any half-awake team would've cleaned that list up in June."),
        ("hindsight", "Anyone with eyes would've looked under the blanket."),
    ],
)
def test_it_is_sure_of_these_words_without_a_second_opinion(code, text):
    assert code in {one.rule for one in look(text).findings}


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_it_looks_at_no_fewer_sentences_than_its_words_could_be_in(rule):
    for code, marked in [*FLAGS, *LEFT_ALONE]:
        prepared = prepare(unmarked(marked)[0])
        for finder in rule.finders:
            everywhere = replace(finder, needs=EVERY_VOWEL)
            assert list(find(finder, prepared)) == list(find(everywhere, prepared)), (code, marked)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_it_says_nothing_that_it_would_notice_in_others(rule):
    for said in (rule.says, *rule.questions, rule.bias):
        assert coach(said, RULES) == []


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_it_asks_and_never_accuses(rule):
    assert rule.questions
    for question in rule.questions:
        assert question.endswith("?")
        assert question.split()[0] in {"What", "How", "Which", "Who", "Where"}
    for said in (rule.says, *rule.questions):
        assert "!" not in said
        assert not {"you", "your", "writer", "author"} & set(said.lower().split())


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_it_explains_itself_in_five_sections(rule):
    assert list(sections(rule)) == list(SECTIONS)
    page = explain(rule.code)
    assert page.startswith(f"# {rule.name}\n")
    assert all(f"\n## {heading}\n" in page for heading in SECTIONS)
    assert all(question in page for question in rule.questions)


def test_it_lets_exactly_these_rules_rest_until_somebody_wants_them():
    resting = {rule.code: rule for rule in RULES if rule.opt_in}
    assert sorted(resting) == [
        "failed-to", "never-again", "not-followed", "root-cause", "strong-language", "vague-negative",
    ]  # fmt: skip
    for rule in resting.values():
        assert not rule.category
        assert not any(finder.doubtful for finder in rule.finders)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.opt_in], ids=lambda rule: rule.code)
def test_it_looks_for_a_resting_rule_only_where_it_is_wanted(rule):
    text = unmarked(examples(rule.code, "Flags")[0])[0]
    assert rule.code not in {one.rule for one in look(text).findings}
    assert rule.code in {one.rule for one in look(text, Setup(on=frozenset({rule.code}))).findings}


def test_it_names_the_rules_there_are_when_asked_for_another():
    with pytest.raises(
        UnknownRule,
        match="character, exhortation, failed-to, hidden-facts, hindsight, human-error, never-again, not-followed, "
        "person-as-cause, root-cause, strong-language, us-and-them, vague-negative",
    ):
        explain("grammar")
