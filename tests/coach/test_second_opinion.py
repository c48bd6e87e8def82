"""Rules and the sentence model held against each other: with a small model of known weights, and with the real one."""

from dataclasses import replace
from math import log

import pytest

from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.coach import RULES, Setup, look
from secondstory.coach.engine import ASKED, CONFIRMED, VETOED, Rules, look_with
from secondstory.coach.model import Model
from secondstory.coach.notebook import Notes
from tests.coach.model.small import weights_for

REAL = coach_model()
SURE, DOUBTFUL, NEITHER = (
    "The engineer should have checked zorks.",
    "Retrain the operators zorks.",
    "Quite some zorks on the quay.",
)


def model(sure, category="c", otherwise=0.3, word="zorks"):
    """A model that is so sure of a sentence with `word` in it, and rather unsure of all others."""
    odds = log(sure / (1 - sure))
    return Model(weights_for({word: (category, odds)}, otherwise=log(otherwise / (1 - otherwise))).packed())


def found(text, **setup):
    return [(one.rule, one.text) for one in look(text, Setup(**setup)).findings]


# --- with known weights ------------------------------------------------------------------------------------------


def test_it_believes_a_sure_rule_unless_the_model_is_sure_of_the_contrary():
    heard = [("hindsight", "should have checked")]
    assert found(SURE) == heard
    assert found(SURE, model=model(VETOED + 0.02)) == heard
    assert found(SURE, model=model(VETOED - 0.02)) == []


def test_it_believes_a_rule_that_settles_it_whatever_the_model_is_sure_of():
    text = "I was an idiot, zorks."
    for sure in (0.01, VETOED - 0.02, 0.5, 0.99):
        assert found(text, model=model(sure, "a")) == [("character", "I was an idiot")]
        assert found(text, model=model(sure, "a"), off=frozenset({"character"})) in (
            [],
            [("person-as-cause", "zorks")],
        )


def test_it_lets_the_rule_speak_that_settles_it_where_words_overlap():
    text = "He behaved irresponsibly without asking, zorks."
    assert ("person-as-cause", "behaved irresponsibly without asking") in found(text)
    assert ("character", "behaved irresponsibly") in found(text, model=model(0.9, "a"))


def test_it_says_what_a_rule_settles_in_a_calm_text_too():
    others = " ".join(f"At 10:{minute} the gauge stood at {minute}." for minute in range(10, 50))
    text = f"{others} I was an idiot, zorks."
    for sure in (0.01, 0.3, 0.99):
        setup = Setup(model=model(sure, otherwise=0.01))
        assert [one.text for one in look(text, setup).findings] == ["I was an idiot"]
        assert Notes(RULES, setup).look(text) == look(text, setup)


def test_it_believes_a_doubtful_rule_only_when_the_model_agrees():
    assert found(DOUBTFUL) == []
    assert found(DOUBTFUL, model=model(CONFIRMED - 0.02, "f")) == []
    assert found(DOUBTFUL, model=model(CONFIRMED + 0.02, "f")) == [("exhortation", "Retrain")]


def test_it_raises_a_sentence_that_no_rule_saw_under_the_most_likely_category():
    from_here = {rule.code: rule.raised_from for rule in RULES}
    for category, code in {rule.category: rule.code for rule in RULES if rule.category}.items():
        assert found(NEITHER, model=model(from_here[code] - 0.02, category)) == []
        assert found(NEITHER, model=model(from_here[code] + 0.02, category)) == [(code, "zorks")]


def test_it_does_not_raise_what_a_rule_has_said_already():
    assert found(SURE, model=model(0.99, "a")) == [("hindsight", "should have checked")]


def test_it_raises_only_the_sentence_it_is_sure_of():
    text = f"Nothing here. {NEITHER} Nothing there."
    (one,) = look(text, Setup(model=model(0.9))).findings
    assert (one.start, one.text, one.rewording) == (text.index("zorks"), "zorks", "")
    assert one.question in next(rule for rule in RULES if rule.code == "hindsight").questions


def test_it_says_nothing_of_a_rule_that_is_off():
    assert found(SURE, off=frozenset({"hindsight"})) == []
    assert found(NEITHER, off=frozenset({"hindsight"}), model=model(0.99)) == []


def test_it_looks_for_an_opt_in_rule_only_where_somebody_asked_for_it():
    (hindsight,) = (replace(rule, opt_in=True, category="") for rule in RULES if rule.code == "hindsight")
    for setup in (Setup(), Setup(model=model(0.02)), Setup(model=model(0.99))):
        (quiet,) = look_with([SURE], Rules([hindsight], setup), ())
        assert quiet.findings == ()
        asked = replace(setup, on=frozenset({"hindsight"}))
        (told,) = look_with([SURE], Rules([hindsight], asked), ())
        assert [one.rule for one in told.findings] == ["hindsight"]


def test_it_is_quieter_or_louder_for_a_rule_as_the_setup_says():
    assert found(NEITHER, model=model(0.9), sureness={"hindsight": 0.95}) == []
    assert found(NEITHER, model=model(0.9), sureness={"character": 0.95}) == [("hindsight", "zorks")]
    assert found(NEITHER, model=model(0.4), sureness={"hindsight": 0.3}) == [("hindsight", "zorks")]
    assert found(NEITHER, model=model(0.4), sureness={"character": 0.3}) == []


def test_it_allows_what_the_model_raised_like_what_a_rule_saw():
    allowed = f"<!-- coach: allow hindsight: said so in the account -->\n{NEITHER}"
    assert found(allowed, model=model(0.99)) == []
    assert found(NEITHER, model=model(0.99), allow=frozenset({"hindsight"})) == []


def test_it_does_not_look_at_what_others_said():
    for hidden in (f"> {NEITHER}", f"```\n{NEITHER}\n```", f"She said “{NEITHER}”", f"`{NEITHER}`"):
        assert found(hidden, model=model(0.99)) == []


# --- with the real model -----------------------------------------------------------------------------------------


def some(sentences, **setup):
    return [one for one in sentences if found(one, **setup)]


def test_it_confirms_what_is_in_doubt():
    blaming = [
        "The intern deleted the production table by mistake.",
        "Retrain the operators before they touch the crane again.",
        "The reviewers missed the flag.",
        "Bob broke production again because he never reads anything.",
    ]
    assert len(some(blaming, model=REAL)) >= 3


def test_it_holds_back_what_is_in_doubt_and_calm():
    calm = [
        "The train driver was retrained on the new signalling system in May, as planned for years.",
        "The signaller deleted the stale route at 10:04, as step 6 of the procedure says.",
        "Please keep an eye on the pressure until the valve has been replaced.",
        "The harbour pilot was reminded of the new tide table by the tool itself.",
    ]
    assert len(some(calm, model=REAL)) <= 1


def test_it_raises_what_no_rule_has_words_for():
    sour = [
        "Honestly, some people just do not belong anywhere near a keyboard.",
        "One does wonder what exactly the night shift is being paid for.",
        "Nothing ever changes when it lands on Gerd's desk.",
        "Maybe next time the gentlemen of the network team could wake up before noon.",
    ]
    raised = [one for one in some(sour, model=REAL) if not found(one)]
    assert len(raised) >= 2


def test_it_leaves_owning_and_machines_alone():
    calm = [
        "We should have had an alert on the disk.",
        "I dropped the table at 14:02.",
        "The script ignored the flag.",
        "Our Kubernetes operator deleted the claim.",
        "Marta rolled back at 10:14 and the queue drained.",
    ]
    assert some(calm, model=REAL) == []


@pytest.mark.parametrize("people", [frozenset({"Quaxbeam"}), frozenset({"Team Quaxbeam"})])
def test_it_knows_the_teams_of_an_organisation_from_its_products(people):
    said = "Quaxbeam forgot the key."
    assert found(said, people=people) == [("person-as-cause", "forgot the")]
    assert found(said, things=frozenset({"Quaxbeam"})) == []


def test_it_reads_the_names_of_an_organisation_as_people_or_things():
    said = ["Then Quaxbeam ignored our warnings.", "That was when Quaxbeam dropped the index.", "Why Quaxbeam skipped it, nobody said."]  # fmt: skip
    people, things = coach_model(["Quaxbeam"]), coach_model(things=["Quaxbeam"])
    from secondstory.coach.model import looks

    for of_people, of_things in zip(looks(people, said), looks(things, said), strict=True):
        assert of_people.evidence > of_things.evidence + 0.5


def test_it_leaves_an_endless_sentence_to_the_rules():
    text = "words before it " * 60 + "the operator should have known better."
    assert found(text, model=model(0.02)) == found(text) == [("hindsight", "should have known better")]


# --- a lone suspicion in a calm text ------------------------------------------------------------------------------

CALM = " ".join(f"Step {number} of the rollout was done by nine." for number in range(30))


def test_it_says_only_what_is_sure_where_nothing_else_in_a_text_blames():
    likely, certain = model(0.9, otherwise=0.02), model(0.99, otherwise=0.02)
    assert (
        found(NEITHER, model=likely) == found(f"{NEITHER} {CALM}", model=certain) == [("hindsight", "zorks")]
    )
    assert found(f"{NEITHER} {CALM}", model=likely) == []
    assert len(found(f"{NEITHER} {CALM} More zorks came later.", model=likely)) == 2


def test_it_asks_less_of_what_a_rule_is_sure_of():
    heard = [("hindsight", "should have checked")]
    assert found(f"{SURE} {CALM}", model=model(0.55, otherwise=0.02)) == heard
    assert found(f"{SURE} {CALM}", model=model(0.45, otherwise=0.02)) == []
    assert found(f"{SURE} {CALM}") == heard


# --- with a reader beside the model -------------------------------------------------------------------------------


class Told:
    """A reader that knows by heart what to say of sentences with certain words, and which ones it was asked about."""

    def __init__(self, sure, otherwise=0.02):
        self.sure, self.otherwise, self.asked = sure, otherwise, []

    def read(self, sentences):
        self.asked += sentences
        return [self._said(one) for one in sentences]

    def _said(self, sentence):
        sure = next((sure for word, sure in self.sure.items() if word in sentence), self.otherwise)
        return (log(sure / (1 - sure)), *(2.0 if letter == "b" else -3.0 for letter in "abcdefg"))


def test_it_raises_with_the_reader_what_the_model_alone_would_leave():
    unsure = model(0.4, "b")
    assert found(NEITHER, model=unsure) == []
    assert found(NEITHER, model=unsure, reader=Told({"zorks": 0.97})) == [("character", "zorks")]


def test_it_leaves_with_the_reader_what_the_model_alone_would_raise():
    likely = model(0.8)
    assert found(NEITHER, model=likely) == [("hindsight", "zorks")]
    assert found(NEITHER, model=likely, reader=Told({"zorks": 0.02})) == []


def test_it_asks_the_reader_only_where_there_is_doubt():
    told = Told({"zorks": 0.97})
    found(f"{NEITHER} Nothing here.", model=model(0.4, otherwise=VETOED - 0.02), reader=told)
    assert told.asked == [NEITHER]
    told = Told({})
    found(f"{NEITHER} {CALM}", model=model(0.4, otherwise=VETOED + 0.1), reader=told)
    assert told.asked == []


def test_it_asks_in_a_calm_text_about_what_it_would_say():
    told = Told({"zorks": 0.02})
    assert found(f"{NEITHER} {CALM}", model=model(0.99, otherwise=0.2), reader=told) == []
    assert told.asked == [NEITHER]


def test_it_asks_first_about_what_makes_a_text_loud_and_stops_when_nothing_is_left_of_that():
    likely = [f"{NEITHER[:-1]} {word}." for word in ("once", "twice", "again")]
    calm = [one for one in CALM.split(". ") if one]
    denied, agreed = Told({"zorks": 0.02}, 0.3), Told({"zorks": 0.97}, 0.3)
    text = " ".join([*likely, CALM])
    said = {
        told: found(text, model=model(0.9, otherwise=ASKED + 0.05), reader=told) for told in (denied, agreed)
    }
    assert denied.asked == likely
    assert said[denied] == []
    assert agreed.asked[: len(likely)] == likely
    assert len(agreed.asked) >= len(likely) + len(calm) - 1
    assert len(said[agreed]) == len(likely)


def test_it_asks_in_a_long_text_about_what_hardly_blames_only_where_a_rule_is_sure():
    likely = [f"{NEITHER[:-1]} {word}." for word in ("once", "twice", "again")]
    hardly, seen = model(0.9, otherwise=(VETOED + ASKED) / 2), "The engineer should have checked twice."
    told = Told({"zorks": 0.97})
    found(" ".join([*likely, seen, CALM]), model=hardly, reader=told)
    assert told.asked == [*likely, seen]
    told = Told({})
    found(f"Nothing here. {NEITHER}", model=hardly, reader=told)
    assert told.asked == ["Nothing here.", NEITHER]


def test_it_calls_a_text_loud_only_by_what_the_reader_is_clear_about():
    likely = [f"{NEITHER[:-1]} {word}." for word in ("once", "twice", "again")]
    text = " ".join([*likely, CALM])
    mild, clear = Told({"zorks": 0.7}), Told({"zorks": 0.97})
    assert found(text, model=model(0.8, otherwise=0.02), reader=mild) == []
    assert len(found(text, model=model(0.8, otherwise=0.02), reader=clear)) == len(likely)
    assert len(found(likely[0], model=model(0.8), reader=mild)) == 1


def test_it_calls_a_text_loud_by_a_larger_share_of_what_the_reader_is_fairly_sure_of():
    likely = [f"{NEITHER[:-1]} {word}." for word in ("once", "twice", "again")]
    fairly = Told({"zorks": 0.87})
    said = [
        found(" ".join([*likely[:count], CALM]), model=model(0.8, otherwise=0.02), reader=fairly)
        for count in (2, 3)
    ]
    assert [len(one) for one in said] == [0, 3]


def test_it_needs_a_model_to_ask_a_reader():
    told = Told({})
    assert found(SURE, reader=told) == found(SURE)
    assert told.asked == []


def test_it_finds_with_the_reader_what_people_would_see_at_once():
    said = "The whole thing could have been over by lunch, had anybody on Piet's side opened the ticket."
    assert found(said, model=REAL, reader=coach_reader())
