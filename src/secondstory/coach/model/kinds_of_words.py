"""Which kind of word a word is: somebody, ourselves, a thing, a denial, a demand. The model reads kinds beside words."""

from secondstory.coach.lexicon import DETERMINERS, LINKING, PREPOSITIONS, PRODUCTS, THINGS, UNITS
from secondstory.coach.people import is_person_noun

CODE, NUMBER, NAME, STRANGER = "\ufffc", "0", "Name", "Stranger"
"""Words that stand for many: anything hidden, any number, a given name, a capital word that nobody knows."""

_CLOSED = {
    "self": "i me my mine myself",
    "ours": "we us our ours ourselves",
    "you": "you your yours yourself",
    "one": "he him his himself she her hers herself who whoever whom whose",
    "they": "they them their theirs themselves",
    "any": "anyone anybody everyone everybody someone somebody nobody no-one none",
    "not": "not n't never no nothing without neither nor cannot",
    "ought": "should could would must ought might can may will shall needs need needed",
    "mere": "only just simply easily obviously clearly merely even basic basics bother bothered trivial trivially surely"
    " plainly evidently",
    "be": "is was are were be been being am",
    "have": "have has had having",
    "do": "do does did done",
    "cause": "because due caused cause causes owing thanks fault blame responsible reason",
}
_KIND_OF = {word: kind for kind, words in _CLOSED.items() for word in words.split()}
_ENDINGS = (("ly", "-ly", 4), ("ing", "-ing", 5), ("ed", "-ed", 4))
PEOPLE = frozenset(("one", "any", "name", "role", "stranger", "unit"))
SUBJECTS = PEOPLE | {"self", "ours", "you", "they", "product", "thing", "code"}
VERBAL = frozenset(("word", "-ed", "-ing", "-ly", "ought", "not", "be", "do", "have", "mere", "cause"))
_STAND_INS = {CODE: "code", NUMBER: "number", NAME: "name", STRANGER: "stranger"}


def kind_of(word: str) -> str:
    """Return the kind of `word`, which is in lower case or one of the words that stand for many."""
    found = _STAND_INS.get(word) or _KIND_OF.get(word)
    if found:
        return found
    if is_person_noun(word):
        return "role"
    for words, kind in (
        (UNITS, "unit"),
        (PRODUCTS, "product"),
        (THINGS, "thing"),
        (PREPOSITIONS, "in"),
        (DETERMINERS, "the"),
        (LINKING, "link"),
    ):
        if word in words:
            return kind
    if not word[0].isalpha() and word[0] != "'":
        return word
    for ending, kind, least in _ENDINGS:
        if word.endswith(ending) and len(word) > least:
            return kind
    return "word"


def broad(kind: str) -> str:
    """Return `kind`, with everything that is somebody else taken together."""
    return "somebody" if kind in PEOPLE else kind
