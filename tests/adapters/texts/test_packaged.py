import dataclasses
import re
import string
import tomllib
from collections.abc import Iterator

import pytest

from secondstory.adapters.texts.packaged import PACKAGED, TOPICS, PackagedTexts
from secondstory.adapters.texts.trouble import BrokenTexts
from secondstory.coach import look
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.texts import charter_markdown
from secondstory.domain.understanding.conditions.events import Level

NEVER = re.compile(
    r"root cause|human error|\bassigned\b|\bassignee\b|failed to|\boffenders?\b|\boops\b|are you sure|invalid input|"
    r"\w!(?:\s|$)|never again|\bjust\b|\bsimply\b|\bobviously\b|\b(?:color|organization|behavior|learned)\b",
    re.IGNORECASE,
)
SLOW_WORDS_A_MINUTE = 150


@pytest.fixture
def texts():
    return PackagedTexts()


def sentences(value: object) -> Iterator[str]:
    """Yield every string inside a text, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (one for key, inner in value.items() for one in (*sentences(key), *sentences(inner)))
    elif isinstance(value, tuple | list):
        yield from (one for inner in value for one in sentences(inner))
    elif dataclasses.is_dataclass(value):
        yield from sentences([getattr(value, field.name) for field in dataclasses.fields(value)])


def all_sentences(topic: str) -> list[str]:
    return list(sentences(getattr(PackagedTexts(), topic)()))


def test_it_reads_every_file_there_is(texts):
    assert sorted(TOPICS) == sorted(path.stem for path in PACKAGED.glob("*.toml"))
    assert texts.check() == []
    assert all(all_sentences(topic) for topic in TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_it_says_none_of_the_words_we_do_not_say(topic):
    assert [text for text in all_sentences(topic) if NEVER.search(text)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_it_says_nothing_that_the_coach_would_notice(topic):
    noticed = [(one.rule, one.text, text) for text in all_sentences(topic) for one in look(text).findings]
    assert noticed == []


@pytest.mark.parametrize("topic", TOPICS)
def test_it_gives_every_code_once(topic):
    table = tomllib.loads((PACKAGED / f"{topic}.toml").read_text("utf-8"))
    for rows in table.values():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and "code" in rows[0]:
            codes = [row["code"] for row in rows]
            assert len(set(codes)) == len(codes)


def test_it_is_read_aloud_in_ninety_seconds(texts):
    words = sum(len(paragraph.split()) for paragraph in texts.charter().read_out)
    assert 120 <= words <= 90 * SLOW_WORDS_A_MINUTE / 60


def test_it_has_four_classes_of_conduct_and_one_outside(texts):
    charter = texts.charter()
    assert [one.code for one in charter.classes] == [
        "honest-error",
        "at-risk-habit",
        "evasion",
        "concealment",
    ]
    page = charter_markdown(charter)
    for part in (charter.hard_line, charter.safe_way_back, charter.legal_silence, charter.outside.definition):
        assert part in page
    assert all(line in page for line in (*charter.principles, *charter.ground_rules, *charter.read_out))


def test_it_asks_at_least_seven_questions_at_each_level(texts):
    levels = texts.questions()
    assert [level.code for level in levels] == [level.value for level in Level]
    assert all(len(level.questions) >= 7 for level in levels)


def test_it_asks_somebody_alone_about_process_culture_and_organisation_in_other_words(texts):
    levels = {level.code: level for level in texts.questions()}
    for code in ("process", "culture", "organisation"):
        assert len(levels[code].solo) >= 5
        assert levels[code].for_one() == levels[code].solo
    assert levels["software"].for_one() == levels["software"].questions


def test_it_asks_how_and_what_and_never_why(texts):
    asked = [one for level in texts.questions() for one in (*level.questions, *level.solo)]
    asked += [gate.question for gate in texts.gates().values()]
    asked += [vignette.question for vignette in texts.vignettes()]
    for question in asked:
        assert question.split()[0] in {"How", "What", "Which", "Who", "Where"}, question
        assert question.endswith("?")


def test_it_has_words_for_every_gate(texts):
    assert set(texts.gates()) == {gate.value for gate in Gate}


def test_it_grades_strength_in_three_steps(texts):
    assert [grade.code for grade in texts.strength()] == ["stronger", "intermediate", "weaker"]


def test_it_fills_the_minutes_it_announces(texts):
    agendas = texts.agendas()
    assert {code: agenda.minutes for code, agenda in agendas.items()} == {"learning": 60, "commitment": 45}
    for agenda in agendas.values():
        assert sum(step.minutes for step in agenda.steps) == agenda.minutes
    solo = texts.solo()
    assert sum(step.minutes for step in solo.steps) == solo.total_minutes == 25


def test_it_spends_most_of_the_learning_sitting_on_what_happened(texts):
    learning = texts.agendas()["learning"]
    (timeline,) = [step for step in learning.steps if step.code == "timeline"]
    assert timeline.minutes >= 0.55 * learning.minutes


def test_it_asks_again_after_a_week_and_a_month(texts):
    assert [reminder.after_days for reminder in texts.support().reminders] == [7, 30]


def test_it_leaves_places_to_fill_in_a_public_statement(texts):
    places = [
        name for _text, name, _spec, _conversion in string.Formatter().parse(texts.support().statement.text)
    ]
    assert {name for name in places if name} == {"team", "what_happened", "person_or_role", "date"}


def test_it_has_cases_to_practise_on_in_every_class(texts):
    vignettes = texts.vignettes()
    assert len(vignettes) >= 8
    assert {one.code for one in texts.charter().classes} <= {one.answer for one in vignettes}


def test_it_prefills_the_editor_with_comments_and_headings_alone(texts):
    prompts = texts.editor()
    assert list(prompts) == ["account", "story", "decision-point", "condition", "follow-up", "summary"]
    for prompt in prompts.values():
        left = re.sub(r"<!--.*?-->", "", prompt.template, flags=re.DOTALL)
        assert [line for line in left.splitlines() if line.strip() and not line.startswith("## ")] == []
        assert "<!--" in prompt.template
    for story in ("## First story", "## Second story"):
        assert story in prompts["summary"].template


def test_it_reads_the_workspaces_own_file_whole_in_place_of_ours(tmp_path):
    own = '[[terms]]\nterm = "Beacon"\nmeaning = "Our light."\n'
    (tmp_path / "glossary.toml").write_text(own, "utf-8")
    texts = PackagedTexts(tmp_path)
    assert texts.glossary() == {"Beacon": "Our light."}
    assert texts.path("charter") == PACKAGED / "charter.toml"
    assert texts.charter() == PackagedTexts().charter()


def test_it_needs_no_folder_of_overrides(tmp_path):
    assert PackagedTexts(tmp_path / "nowhere").check() == []


@pytest.mark.parametrize(
    ("topic", "text", "line", "says"),
    [
        ("glossary", '[[terms]]\nterm = "A"\nmeaning = \n', 3, "Invalid value"),
        (
            "glossary",
            '[[terms]]\nterm = "A"\nmeaning = "a"\n\n[[terms]]\nterm = "B"\n',
            5,
            '"meaning" is missing',
        ),
        ("glossary", '[[terms]]\nterm = "A"\nmeaning = 3\n', 3, "text in quotation marks"),
        ("glossary", '[[terms]]\nterm = "A"\nmeaning = " "\n', 3, "is empty"),
        ("glossary", '[[terms]]\nterm = "A"\nmeaning = "a"\ncolour = "b"\n', 4, '"colour" is not known'),
        ("glossary", "# nothing\n", 1, "[[terms]] is missing"),
        ("glossary", "terms = []\n", 1, "at least one [[terms]]"),
        ("glossary", 'words = "x"\n', 1, '"words" is not known'),
        ("interventions", '[[interventions]]\ncue = "a"\nphrase = ["b"]\n', 3, "text in quotation marks"),
        (
            "strength",
            '[[grades]]\ncode = "a"\nname = "b"\nidea = "c"\nexamples = [1]\n',
            5,
            "a list of texts",
        ),
    ],
)
def test_it_names_file_and_line_of_what_is_broken(tmp_path, topic, text, line, says):
    path = tmp_path / f"{topic}.toml"
    path.write_text(text, "utf-8")
    texts = PackagedTexts(tmp_path)
    with pytest.raises(BrokenTexts) as broken:
        getattr(texts, topic)()
    assert (broken.value.path, broken.value.line) == (path, line)
    assert says in str(broken.value)
    assert f"{path}, line {line}" in str(broken.value)
    assert texts.check() == [str(broken.value)]


def test_it_finds_the_line_inside_the_right_one_of_several_tables(tmp_path):
    text = (PACKAGED / "agendas.toml").read_text("utf-8")
    assert text.count("minutes = 15") == 2
    at = text.rindex("minutes = 15")
    (tmp_path / "agendas.toml").write_text(f'{text[:at]}minutes = "15"{text[at + 12 :]}', "utf-8")
    with pytest.raises(BrokenTexts, match="a whole number") as broken:
        PackagedTexts(tmp_path).agendas()
    assert broken.value.line == text.count("\n", 0, at) + 1


def test_it_says_where_bytes_are_not_text(tmp_path):
    (tmp_path / "solo.toml").write_bytes(b'opening = "a"\nclosing = "\xff"\n')
    with pytest.raises(BrokenTexts, match="line 2: these bytes are not UTF-8"):
        PackagedTexts(tmp_path).solo()
