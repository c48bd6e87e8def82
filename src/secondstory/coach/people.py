"""Of whom a sentence speaks: somebody else, ourselves, or something that is no person.

A guess from word order and word lists, made without a grammar. Where it cannot tell, it answers OTHER, so that
the coach stays silent.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from secondstory.coach.lazily import lazily
from secondstory.coach.lexicon import (
    ANYBODY,
    DETERMINERS,
    FILLERS,
    LINKING,
    OUR_OWN,
    OURSELVES,
    PREPOSITIONS,
    PRODUCTS,
    QUANTITIES,
    ROLES,
    SAYING,
    THING_BEFORE_ROLE,
    THINGS,
    UNITS,
)
from secondstory.coach.names import GIVEN_NAMES

_TOKEN = lazily(r"\ufffc+|[^\W_][\w'’-]*|[,;:()–—]")
_LONGEST_LOOK_BACK = 400
_MARKS = frozenset(",;:()–—")
_RELATIVES = frozenset("that which who whom whose where".split())
_BEING = frozenset("was were is are had".split())


@dataclass(frozen=True)
class Names:
    """Names that only one organisation knows: its teams, who are people, and its products, which are things."""

    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()

    @cached_property
    def _last_words(self) -> tuple[frozenset[str], frozenset[str]]:
        return _last(self.people), _last(self.things)

    def who(self, word: str) -> "Who | None":
        """Return whom a word names here, None when it is no name of this organisation."""
        people, things = self._last_words
        return Who.PERSON if word in people else Who.OTHER if word in things else None


def _last(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.lower().split()[-1] for name in names if name.strip())


_NO_NAMES = Names()


class Who(Enum):
    """PERSON: somebody. LIKELY: a person if the verb is one for people. SELF: I. OURS: we. OTHER: no person."""

    PERSON = "person"
    LIKELY = "likely"
    SELF = "self"
    OURS = "ours"
    OTHER = "other"


def subject(before: str, names: Names = _NO_NAMES) -> Who:
    """Return whom the verb that follows `before` speaks of. `before`: its sentence up to the verb, masked."""
    tokens = _TOKEN().findall(
        before[-_LONGEST_LOOK_BACK:].replace("on call", "on-call").replace("no one", "nobody")
    )
    whole = len(before) <= _LONGEST_LOOK_BACK
    own = names.who(tokens[-1].lower()) if tokens else None
    return own or _clause_subject(_without_aside(tokens), whole)


def is_person_noun(word: str) -> bool:
    """Return whether `word` names a person by role, in singular or plural."""
    low = word.lower()
    return (
        low in ROLES or (low.endswith("s") and low[:-1] in ROLES) or low.endswith(("engineer", "developer"))
    )


def _without_aside(tokens: list[str]) -> list[str]:
    """Drop an aside between commas or brackets that stands right before the verb: `Ana, who was new, should`."""
    tokens = _without_fillers(tokens)
    if not tokens or tokens[-1] not in _MARKS:
        return tokens
    body = tokens[:-1]
    for place in range(len(body) - 1, -1, -1):
        if body[place] in _MARKS:
            return _without_fillers(body[:place])
    return body


def _without_fillers(tokens: list[str]) -> list[str]:
    end = len(tokens)
    while end and (tokens[end - 1].lower() in FILLERS or (end > 1 and _is_adverb(tokens[end - 1]))):
        end -= 1
    return tokens[:end]


def _is_adverb(word: str) -> bool:
    return len(word) > 4 and word.endswith("ly") and word.islower() and word.lower() not in GIVEN_NAMES


def _clause_subject(tokens: list[str], whole: bool) -> Who:
    start = _clause_start(tokens)
    clause = tokens[start:]
    if not clause:
        return _inherited(tokens[: max(start - 1, 0)])
    if len(clause) == 1 and clause[0].lower() in {"they", "them"}:
        return _antecedent(tokens[:start])
    initial = whole and start == 0
    return _head(clause, initial)


def _is_given_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() in GIVEN_NAMES


def _clause_start(tokens: list[str]) -> int:
    """Return where the clause begins whose verb follows `tokens`: after a mark, a link word or a verb of saying.

    A relative clause (`the script that the engineer wrote`) belongs to the noun before it, so the search goes on
    in front of it; `that` after a verb of saying (`we think that the engineer`) begins a clause of its own.
    """
    place = len(tokens) - 1
    while place >= 0:
        low = tokens[place].lower()
        last = place == len(tokens) - 1
        if low in _MARKS:
            return place + 1
        if low in _RELATIVES:
            says = place > 0 and tokens[place - 1].lower() in SAYING
            if last or place == 0 or says or tokens[place - 1].lower() in PREPOSITIONS:
                return place if low.startswith("who") else place + 1
        elif low in LINKING or (low in SAYING and place > 0 and not last):
            return place + 1
        place -= 1
    return 0


def _inherited(tokens: list[str]) -> Who:
    """Return the subject of the clause before `and`: the first person among its first few words."""
    start = _clause_start(tokens)
    clause = tokens[start : start + 5]
    for place, word in enumerate(clause):
        low = word.lower()
        if low in OURSELVES:
            return Who.SELF if low == "i" else Who.OURS
        if low in THINGS or word.startswith("\ufffc"):
            return Who.OTHER
        if low in ANYBODY or is_person_noun(low) or _is_given_name(word):
            return _head(clause[: place + 1], False)
    return Who.OTHER


def _antecedent(before: list[str]) -> Who:
    lows = [word.lower() for word in before]
    if any(is_person_noun(word) or word.lower() in ANYBODY or _is_given_name(word) for word in before):
        return Who.PERSON
    if any(low in THINGS or word.startswith("\ufffc") for low, word in zip(lows, before, strict=True)):
        return Who.OTHER
    return Who.LIKELY


def _head(clause: list[str], initial: bool) -> Who:
    noun_phrase, rest = _first_noun_phrase(clause)
    if not noun_phrase:
        return Who.OTHER
    if noun_phrase[0].lower() == "whoever":
        return Who.PERSON
    low = noun_phrase[-1].lower()
    if low in QUANTITIES and rest:
        return _head(rest, False)
    return _classify(noun_phrase, initial and len(noun_phrase) == len(clause))


def _first_noun_phrase(clause: list[str]) -> tuple[list[str], list[str]]:
    """Return the words up to a preposition or a second determiner, and those after it.

    A clause that begins with a preposition (`On Friday the engineer`) is read from its last determiner on, or,
    without one, by its last word.
    """
    if clause[0].lower() in PREPOSITIONS:
        places = [place for place, word in enumerate(clause) if word.lower() in DETERMINERS]
        if not places or places[-1] == 1:
            return clause[-1:], []
        clause = clause[places[-1] :]
    for place, word in enumerate(clause):
        low = word.lower()
        if place and low in PREPOSITIONS:
            return clause[:place], clause[place + 1 :]
        if place and (low in _RELATIVES or low in _BEING):
            return clause[:place], []
        if place > 1 and (low in DETERMINERS or low in OURSELVES or low in ANYBODY) and low != "one":
            return clause[:place], clause[place:]
        if place and low.endswith("ing") and is_person_noun(clause[place - 1]):
            return clause[:place], clause[place:]
    return clause, []


def _classify(phrase: list[str], initial: bool) -> Who:
    word = phrase[-1]
    low = word.lower()
    previous = phrase[-2].lower() if len(phrase) > 1 else ""
    if low in OURSELVES:
        return Who.SELF if low in {"i", "myself"} else Who.OURS
    if low in ANYBODY:
        return Who.PERSON
    if low in OUR_OWN and any(one.lower() in {"our", "my"} for one in phrase[-3:-1]):
        return Who.OURS
    if is_person_noun(low):
        return Who.OTHER if previous in THING_BEFORE_ROLE or previous in PRODUCTS else Who.PERSON
    if word[0].isupper():
        return _named(word, phrase, initial)
    return Who.LIKELY if low in UNITS else Who.OTHER


def _named(word: str, phrase: list[str], initial: bool) -> Who:
    low = word.lower()
    before = phrase[-2] if len(phrase) > 1 else ""
    if (
        low in GIVEN_NAMES
        or (before.lower() in GIVEN_NAMES and before[:1].isupper())
        or is_person_noun(before)
    ):
        return Who.PERSON
    if low in UNITS:
        return Who.LIKELY
    plain = word[1:].islower() and word.isalpha()
    if (
        not plain
        or low in PRODUCTS
        or low in THINGS
        or (initial and not before)
        or before.lower() in DETERMINERS
    ):
        return Who.OTHER
    return Who.OTHER if before.lower() in PRODUCTS else Who.LIKELY
