"""Which texts rhyme, and why: cosine of TF-IDF vectors, over terms that somebody else cut out of the words.

A document is a bag of terms with their counts. A term weighs (1 + ln count) * (1 + ln((1 + N) / (1 + n))) when n of
N documents have it; the logarithm keeps a long log excerpt from drowning the sentence that names the failure.
Source: Manning, Raghavan & Schuetze, Introduction to Information Retrieval (2008), sections 6.2 to 6.4.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from secondstory.kernel.frozen import dataclass

Bag = Mapping[str, int]
Weights = Mapping[str, float]
K = TypeVar("K")

SHORTEST_TERM = 2
SHORTEST_NUMBER = 3
EVERYDAY = frozenset(
    "a about after all also an and ani as at be becaus been befor but by can could did do doe for from had ha have he"
    " her him hi how i if in into is it just like me more most my no not of off on onc onli or other our out over she"
    " so some such than that the their them then there these thei thi those through to too under until up us veri wa we"
    " were what when where which while who will with would you your".split()
)
"""English words that say nothing, as the Porter stemmer leaves them: in a small library no count can tell them apart."""
WEAK = frozenset(
    "abl across again against along alreadi alwai anoth anybodi anyth ar around ask awai back becam becom began begin"
    " between both came come dai done down dure each earli eight end even everi everybodi everyth few find first five"
    " found four gave get give given go gone good got here hour hundr itself kind knew know known last later left let"
    " littl long look lot made mai make mani might minut month much must need never new next nine nobodi noth now often"
    " old own part peopl per person place put right sai said same saw second see seem seen seven shall should sinc six"
    " somebodi someth soon start still take taken tell ten thing think third though thought three time todai told took"
    " twelv twenti thirti forti fifti two upon us wai want week well went whether whole why within without ye year yesterdai yet".split()
)
"""Stems of common words that weigh something beside others, but are no reason that anybody would give by themselves."""
FEWEST_TERMS = 4
MANY_DOCUMENTS = 200
ALIKE = 0.5
"""Two statements are alike from this cosine on; a person decides whether they are the same condition."""


class Frequencies:
    """In how many of `documents` each term stands; a term that is not in `having` stands in none."""

    def __init__(self, having: Bag, documents: int) -> None:
        """Weigh by these counts; what a term is worth is worked out once."""
        self._having = having
        self._documents = documents
        self._worth: dict[str, float] = {}

    def weigh(self, bag: Bag) -> Weights:
        """Return the weight of each term that says anything, scaled so that the squares add up to 1."""
        worth = self._worth
        for term in bag.keys() - worth.keys():
            worth[term] = self._worth_of(term)
        raw = {
            term: worth[term] * (1 + math.log(count) if count > 1 else 1)
            for term, count in bag.items()
            if worth[term] and count > 0
        }
        length = math.sqrt(sum([weight * weight for weight in raw.values()]))
        return {term: weight / length for term, weight in raw.items()} if length else {}

    def is_known(self, term: str) -> bool:
        """Return whether any document has the term."""
        return self._having.get(term, 0) > 0

    def is_everyday(self, term: str) -> bool:
        """Return whether so many documents have the term that it costs more to ask for than it tells."""
        having = self._having.get(term, 0)
        return having > MANY_DOCUMENTS and having * 20 > self._documents

    def _worth_of(self, term: str) -> float:
        if not _says_something(term):
            return 0.0
        # Counts of a moving index may be a little behind one another; a weight never turns negative for it.
        having = min(self._having.get(term, 0), self._documents)
        return 1 + math.log((1 + self._documents) / (1 + having))


@dataclass(frozen=True, slots=True)
class Near(Generic[K]):
    """One document near another: its key, how near (0 to 1), and the shared terms, the heaviest first."""

    key: K
    nearness: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two statements that say about the same, by their positions in the two lists, and how near they are."""

    ours: int
    theirs: int
    nearness: float


def best_terms(bag: Bag, frequencies: Frequencies, *, limit: int) -> list[str]:
    """Return the `limit` heaviest terms of `bag` that any document has, heaviest first; everyday words if need be."""
    weights = frequencies.weigh(bag)
    known = {term: weight for term, weight in weights.items() if frequencies.is_known(term)}
    return _telling(known, frequencies)[:limit]


def nearest(
    bag: Bag,
    candidates: Mapping[K, Bag],
    frequencies: Frequencies,
    *,
    limit: int,
    reasons: int = 5,
) -> list[Near[K]]:
    """Return the `limit` candidates nearest to `bag`, nearest first; those that share no term are left out.

    reasons: how many shared terms to name for each, none of them weak, those first that add most to the nearness.
    """
    ours = frequencies.weigh(bag)
    shared = {key: _shared(ours, frequencies.weigh(other)) for key, other in candidates.items()}
    near = {key: _dot(terms) for key, terms in shared.items() if terms}
    first = sorted(near, key=lambda key: -near[key])[:limit]
    return [Near(key, near[key], _reasons(shared[key], frequencies)[:reasons]) for key in first]


def alike(ours: Sequence[Bag], theirs: Sequence[Bag], frequencies: Frequencies) -> list[Alike]:
    """Return pairs of statements that say about the same, nearest first, each statement at most once."""
    left, right = ([frequencies.weigh(bag) for bag in bags] for bags in (ours, theirs))
    pairs = [
        Alike(a, b, nearness)
        for a, mine in enumerate(left)
        for b, other in enumerate(right)
        if (nearness := _dot(_shared(mine, other))) >= ALIKE
    ]
    return list(_each_once(sorted(pairs, key=lambda pair: (-pair.nearness, pair.ours, pair.theirs))))


def _each_once(pairs: Iterable[Alike]) -> Iterable[Alike]:
    ours: set[int] = set()
    theirs: set[int] = set()
    for pair in pairs:
        if pair.ours not in ours and pair.theirs not in theirs:
            ours.add(pair.ours)
            theirs.add(pair.theirs)
            yield pair


def _shared(ours: Weights, theirs: Weights) -> dict[str, float]:
    if len(theirs) < len(ours):
        ours, theirs = theirs, ours
    return {term: weight * theirs[term] for term, weight in ours.items() if term in theirs}


def _dot(shared: Weights) -> float:
    return min(1.0, sum(shared.values()))


def _telling(weights: Weights, frequencies: Frequencies) -> list[str]:
    """Return terms by weight, without those of every twentieth document as long as a few others remain."""
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))
    rare = [term for term in heaviest if not frequencies.is_everyday(term)]
    return rare if len(rare) >= FEWEST_TERMS else heaviest


def _reasons(shared: Weights, frequencies: Frequencies) -> tuple[str, ...]:
    return tuple(term for term in _telling(shared, frequencies) if term not in WEAK)


def _says_something(term: str) -> bool:
    """Return whether a term can carry meaning: `503` can, a `7`, a single letter and `with` cannot."""
    return term not in EVERYDAY and len(term) >= (SHORTEST_NUMBER if term.isdigit() else SHORTEST_TERM)
