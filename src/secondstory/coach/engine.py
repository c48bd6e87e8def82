"""Runs rules over a text, and asks the sentence model for a second opinion. It knows no wording: rules bring theirs."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from secondstory.coach.kinds import Index, Names, find_in
from secondstory.coach.lines import Span
from secondstory.coach.markup import Prepared, prepare
from secondstory.coach.rule import Finding, Looked, Rule, Setup, Status

if TYPE_CHECKING:
    from secondstory.coach.model import Look

Bars = tuple[tuple[float, float], ...]
"""What makes a text loud: how likely to blame, and what share of the sentences."""
VETOED = 0.08
"""Below this the model is sure that a sentence is clean, whatever a rule saw in it; the reader is not asked about it either."""
ASKED = 0.15
"""Less likely ones the reader is not asked about: of 240 of them it would raise one."""
CONFIRMED = 0.6
"""From here on a rule that needs a second opinion is believed."""
FEWEST = 3
"""Of fewer words than this, a cell of a table or a heading, the model raises nothing by itself."""
FAINT = 0.25
"""Below this the model raises nothing by itself, whatever a setup says."""
LONG, LIKELY = 15, 0.6
"""Of so many sentences a text may be calm. From here on a sentence is likely to blame."""
RARE: Bars = ((LIKELY, 0.03),)
"""A text is calm where, beside any one sentence, fewer than such a share of the others are at least so likely to blame."""
LOUD: Bars = ((0.93, 0.01), (0.9, 0.02), (0.8, 0.06))
"""The same, once a reader was heard, which knows what is calm much better than a first sight does; any of these makes a text loud."""
SUSPECTED: Bars = ((0.7, 0.015), (LIKELY, 0.03))
"""Where there is a reader to ask, a text in which so many are likely at first sight is read before it is called calm."""
EARLY, LEFT = 0.55, ((0.93, 0.01), (0.8, 0.04))
"""Of a suspected text, sentences as likely as `EARLY` are read first; if fewer of all than `LEFT` says stay likely, it is calm."""
CLEAR, CERTAIN = 0.5, 0.98
"""In a calm text, how sure the model must be of words that a rule is sure of, and of any others."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Words that a rule noticed in one sentence, as offsets from its beginning.

    doubtful: they alone do not settle it. settled: they do, whatever the model thinks.
    sure: how sure the model is that the sentence blames, 1 where it was not asked or does not matter.
    raised_by: the look that raised a sentence in which no rule saw anything; it is asked for the words once they are shown.
    """

    rule: Rule
    start: int
    end: int
    rewording: str
    doubtful: bool = False
    settled: bool = False
    sure: float = 1.0
    raised_by: "Look | None" = None

    def with_words(self) -> "Noticed":
        """Return it with the words that are shown."""
        if self.raised_by is None:
            return self
        start, end = self.raised_by.words_for(self.rule.category)
        return replace(self, start=start, end=end, raised_by=None)


class Sight:
    """One sentence at first sight. words: as the coach sees them. look: what the model makes of it; None without one.

    What the rules see is looked for when somebody asks: in a calm text, of most sentences nobody does.
    """

    def __init__(self, rules: "Rules", words: str, look: "Look | None") -> None:
        """Take the sentence `words`."""
        self._rules = rules
        self.words, self.look = words, look
        self.sure = look.blame if look is not None and not rules.settle(words) else 1.0
        """How sure the model is, by itself, that it blames; 1 where it was not asked, or the rules settle it."""

    @cached_property
    def some(self) -> list[Noticed]:
        """What the rules see."""
        return self._rules.see(self.words, self.words.lower(), (0, len(self.words)))

    @cached_property
    def standing(self) -> list[Noticed]:
        """What of it stands, as long as no reader was heard."""
        if self.look is None:
            return [one for one in self.some if not one.doubtful]
        return self._weighed(self.look)

    def is_worth_asking(self, least: float) -> bool:
        """Return whether a reader may change what stands: of what is not even `least` likely, only where a rule is sure."""
        if self.look is None or self.look.blame < VETOED:
            return False
        return self.sure >= least or bool(self.standing)

    def once_heard(self, said: Sequence[float]) -> list[Noticed]:
        """Return what stands once the reader has `said` what it thinks of it too."""
        assert self.look is not None
        return self._weighed(self.look.heard(said))

    def _weighed(self, look: "Look") -> list[Noticed]:
        if look.blame < VETOED and self.sure < 1 and not self._rules.has_opted:
            return []
        return self._rules.weighed(self.some, look)


Said = Sequence[Sequence[float]]
"""What a reader says of sentences: of each, the evidence (natural log odds) of every output of the model."""
Hear = Callable[[Sequence[str]], Said]
"""Gives what a reader says of sentences."""
Settling = Generator[Sequence[str], Said, dict[Span, list["Noticed"]]]
"""A text about to be settled: it asks for what a reader says of sentences until it knows what stands."""


def wanted(rules: Iterable[Rule], setup: Setup) -> tuple[Rule, ...]:
    """Return the rules that this setup has the coach look for."""
    return tuple(
        rule
        for rule in rules
        if rule.status is not Status.RETIRED
        and rule.code not in setup.off
        and (not rule.opt_in or rule.code in setup.on)
    )


class Rules:
    """Rules made ready to be run over sentences, with what a setup says of them."""

    def __init__(self, rules: Iterable[Rule], setup: Setup) -> None:
        """Make the rules that `setup` wants ready. has_opted: whether one of them is an opt-in rule."""
        chosen = wanted(rules, setup)
        self._finders = [(rule, finder) for rule in chosen for finder in rule.finders]
        self._index = Index([finder for _, finder in self._finders])
        self._settling = [
            (stem, finder) for _, finder in self._finders if finder.settles for stem in finder.needs.split()
        ]
        self._names = Names(setup.people, setup.things)
        self._setup = setup
        self.reader = setup.reader if setup.model is not None else None
        self.has_opted = any(rule.opt_in for rule in chosen)
        self._raising = {rule.category: rule for rule in chosen if rule.category}

    def see(self, masked: str, low: str, sentence: Span) -> list[Noticed]:
        """Return what the rules see by themselves in `masked[start:end]`. low: the same text in lower case."""
        start, end = sentence
        places = self._index.of(low[start:end])
        if not places:
            return []
        return [
            Noticed(rule, begin - start, stop - start, rewording, finder.doubtful, finder.settles)
            for rule, finder in (self._finders[place] for place in places)
            for _, begin, stop, rewording in find_in(finder, masked, sentence, self._names)
        ]

    def settle(self, words: str) -> bool:
        """Return whether the rules alone settle that a sentence blames."""
        low, whole = words.lower(), (0, len(words))
        maybe = [finder for stem, finder in self._settling if stem in low]
        return any(any(find_in(finder, words, whole, self._names)) for finder in maybe)

    def first(self, sentences: Sequence[str]) -> Iterator[Sight | None]:
        """Yield sentences as they look at first sight. None where nothing is to be said, whatever else is found."""
        if self._setup.model is None:
            yield from (Sight(self, words, None) for words in sentences)
            return
        from secondstory.coach.model import looks

        for words, look in zip(sentences, looks(self._setup.model, sentences), strict=True):
            if not look.is_whole:
                yield Sight(self, words, None)
            elif look.blame >= VETOED or self.has_opted or self.settle(words):
                yield Sight(self, words, look)
            else:
                yield None

    def hear(self, sentences: Sequence[str]) -> Said:
        """Return what the reader says of sentences, each of which it is asked about once."""
        assert self.reader is not None
        once = [*dict.fromkeys(sentences)]
        said = dict(zip(once, self.reader.read(once), strict=True))
        return [said[one] for one in sentences]

    def weighed(self, some: list[Noticed], look: "Look") -> list[Noticed]:
        """Return what stands of one sentence, once rules and model have both been heard."""
        return weighed(some, look, self._raising, self._setup)


def coach(text: str, rules: Iterable[Rule], *, allow: Collection[str] = ()) -> list[Finding]:
    """Return what `rules` notice by themselves in the Markdown `text`, in the order of the text.

    allow: codes of rules that this text may trip. A comment `<!-- coach: allow CODE: reason -->` allows one for its
    line, or, on a line of its own, for the next block; without a reason it allows nothing.
    The same text gives the same findings; of one rule, findings never overlap.
    """
    prepared = prepare(text)
    every = tuple(rules)
    ready = Rules(every, Setup(on=frozenset(rule.code for rule in every)))
    noticed = {
        one: some for one in prepared.sentences if (some := ready.see(prepared.masked, prepared.low, one))
    }
    return list(findings(prepared, noticed, frozenset(allow)))


def look_with(texts: Sequence[str], rules: Rules, allow: Collection[str]) -> list[Looked]:
    """Return what is noticed in each of the Markdown `texts`: by the rules, by the model, each held against the other.

    They are read together, each sentence once, which is quicker than one after the other; what is found is the same.
    """
    prepared = [prepare(text) for text in texts]
    words = [[one.masked[start:end] for start, end in one.sentences] for one in prepared]
    once = [*dict.fromkeys(sentence for some in words for sentence in some)]
    first = dict(zip(once, rules.first(once), strict=True))
    every = [
        settling(rules, dict(zip(one.sentences, map(first.get, some), strict=True)))
        for one, some in zip(prepared, words, strict=True)
    ]
    stands = settled(every, rules.hear)
    find_words(one for standing in stands for some in standing.values() for one in some)
    return [
        Looked(tuple(findings(one, standing, allow)), one.notes)
        for one, standing in zip(prepared, stands, strict=True)
    ]


def find_words(noticed: Iterable[Noticed]) -> None:
    """Look for the words of all that was raised together: one by one it takes several times as long."""
    raised = [(one.raised_by, one.rule.category) for one in noticed if one.raised_by is not None]
    if raised:
        from secondstory.coach.model import speak

        speak(raised)


def settled(every: Sequence[Settling], hear: Hear) -> list[dict[Span, list[Noticed]]]:
    """Return what stands of each text, once the reader is heard where there is doubt.

    In each round it is asked at once about the sentences that all texts ask about.
    """
    found: dict[int, dict[Span, list[Noticed]]] = {}
    asking: dict[int, Sequence[str]] = {}

    def go_on(place: int, said: Said | None) -> None:
        try:
            asking[place] = every[place].send(said) if said is not None else next(every[place])
        except StopIteration as end:
            found[place] = end.value

    for place in range(len(every)):
        go_on(place, None)
    while asking:
        asked, asking = asking, {}
        said = iter(hear([sentence for some in asked.values() for sentence in some]))
        for place, some in asked.items():
            go_on(place, list(islice(said, len(some))))
    return [found[place] for place in range(len(every))]


def settling(rules: Rules, every: Mapping[Span, Sight | None]) -> Settling:
    """Settle one text: yield sentences of which the reader is to be heard, return what stands of the sentences in `every`.

    In a calm text only what would be said is doubted, and in any other whatever may blame. Of a text that is not calm at first
    sight the reader gets the likely sentences first; where it finds next to nothing in them, the text is calm after all.
    """
    sights, sentences = {one: sight for one, sight in every.items() if sight}, len(every)
    if sentences < LONG:
        return (yield from _settling_alone(rules, sights))
    # What rules see of the rest is looked for only where it may be said.
    noticed = _standing(sights, 0.0 if rules.has_opted else CLEAR)
    if rules.reader is None:
        is_quiet = _is_quiet(noticed, sentences, RARE)
        return in_its_text(noticed if is_quiet else _standing(sights), sentences)
    early: dict[Span, Sight] = {}
    is_calm = not _is_loud(noticed, sentences, SUSPECTED)
    if not is_calm:
        early = {one: sight for one, sight in sights.items() if sight.look and sight.sure >= EARLY}
        noticed |= yield from _heard(early)
        is_calm = not _is_loud(noticed, sentences, LEFT)
    if is_calm:
        noticed = in_its_text(noticed, sentences, SUSPECTED)
    left, least = (noticed, VETOED) if is_calm else (sights, ASKED)
    worth = {one: sights[one] for one in left if one not in early and sights[one].is_worth_asking(least)}
    noticed |= yield from _heard(worth)
    return in_its_text({one: noticed[one] for one in sights if noticed.get(one)}, sentences, LOUD)


def _settling_alone(rules: Rules, sights: Mapping[Span, Sight]) -> Settling:
    """Settle a text too short to be calm, in which each sentence stands for itself."""
    worth = {one: sight for one, sight in sights.items() if rules.reader and sight.is_worth_asking(VETOED)}
    noticed = _standing({one: sight for one, sight in sights.items() if one not in worth})
    noticed |= yield from _heard(worth)
    return {one: noticed[one] for one in sights if noticed.get(one)}


def _heard(sights: Mapping[Span, Sight]) -> Settling:
    """Ask about sentences, and return what stands of them once the reader was heard."""
    if not sights:
        return {}
    said = yield [sight.words for sight in sights.values()]
    return {one: sight.once_heard(each) for (one, sight), each in zip(sights.items(), said, strict=True)}


def _standing(sights: Mapping[Span, Sight], least: float = 0.0) -> dict[Span, list[Noticed]]:
    """Return what stands by itself of the sentences that are likely enough."""
    return {one: sight.standing for one, sight in sights.items() if sight.sure >= least and sight.standing}


def in_its_text(
    noticed: dict[Span, list[Noticed]], sentences: int, bars: Bars = RARE
) -> dict[Span, list[Noticed]]:
    """Return what stands once the rest of a text of so many `sentences` is heard.

    Where hardly another sentence is likely to blame, a lone suspicion is most often wrong, and only what is sure is said.
    """
    if sentences < LONG or _is_loud(noticed, sentences, bars):
        return noticed
    likely = [(_likely(noticed, bound), share * (sentences - 1)) for bound, share in bars]
    found: dict[Span, list[Noticed]] = {}
    for one, some in noticed.items():
        is_lone = all(len(others) - (one in others) < few for others, few in likely)
        kept = [each for each in some if not is_lone or each.sure >= (CERTAIN if each.doubtful else CLEAR)]
        if kept:
            found[one] = kept
    return found


def _is_loud(noticed: Mapping[Span, list[Noticed]], sentences: int, bars: Bars) -> bool:
    """Return whether, beside any one sentence, a share of the others is as likely to blame as one of the bars says."""
    return any(len(_likely(noticed, bound)) - 1 >= share * (sentences - 1) for bound, share in bars)


def _is_quiet(noticed: Mapping[Span, list[Noticed]], sentences: int, bars: Bars) -> bool:
    """Return whether hardly a sentence is likely to blame, so that only what is sure is said of any."""
    return sentences >= LONG and all(
        len(_likely(noticed, bound)) < share * (sentences - 1) for bound, share in bars
    )


def _likely(noticed: Mapping[Span, list[Noticed]], bound: float) -> set[Span]:
    """Return the sentences that are at least so likely to blame by what somebody said of them, not by a rule alone."""
    return {one for one, some in noticed.items() if any(bound <= each.sure < 1 for each in some)}


def weighed(some: list[Noticed], look: "Look", raising: dict[str, Rule], setup: Setup) -> list[Noticed]:
    """Return what stands of one sentence, once rules and model have both been heard."""
    sure = look.blame
    opted = [one for one in some if one.rule.opt_in]
    if sure < VETOED:
        return [one for one in some if one.rule.opt_in or one.settled]
    kept = [one for one in some if not one.rule.opt_in and (not one.doubtful or sure >= CONFIRMED)]
    if len(kept) > 1:
        kept = _likeliest(kept, look)
    if kept or sure < FAINT or look.length < FEWEST:
        return [*opted, *(one if one.settled else replace(one, sure=sure) for one in kept)]
    raised = _raised(look, raising, setup)
    if raised is None or any(one.rule is raised.rule for one in opted):
        return opted
    return [*opted, raised]


def _likeliest(some: list[Noticed], look: "Look") -> list[Noticed]:
    """Return what is left when of words that overlap one rule speaks: one that is sure, else the model's likeliest."""
    categories = look.categories()
    kept: list[Noticed] = []
    for one in sorted(
        some,
        key=lambda each: (
            not each.settled,
            each.doubtful,
            -categories.get(each.rule.category, 0),
            each.start - each.end,
        ),
    ):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept


def findings(
    prepared: Prepared, noticed: dict[Span, list[Noticed]], allow: Collection[str]
) -> Iterator[Finding]:
    """Yield the findings of a text, in its order, but for those that it allows."""
    turns: dict[str, int] = {}
    for (begin, _end), some in noticed.items():
        for one in _apart(each.with_words() for each in some):
            start, end = begin + one.start, begin + one.end
            code = one.rule.code
            if code in allow or prepared.allows(code, start):
                continue
            turn = turns[code] = turns.get(code, -1) + 1
            yield _finding(prepared, one, start, end, turn)


def _finding(prepared: Prepared, one: Noticed, start: int, end: int, turn: int) -> Finding:
    line, column = prepared.position(start)
    end_line, end_column = prepared.position(end - 1)
    return Finding(
        rule=one.rule.code,
        message=one.rule.says,
        question=one.rule.questions[turn % len(one.rule.questions)],
        rewording=one.rewording,
        start=start,
        end=end,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column + 1,
        text=prepared.text[start:end],
    )


def _apart(some: Iterable[Noticed]) -> list[Noticed]:
    """Return what was noticed in order; of one rule, of words that overlap, those that begin first, the longest first."""
    kept: list[Noticed] = []
    reach: dict[str, int] = {}
    for one in sorted(some, key=lambda each: (each.start, -each.end)):
        if one.start >= reach.get(one.rule.code, 0):
            kept.append(one)
            reach[one.rule.code] = one.end
    return sorted(kept, key=lambda each: (each.start, each.end, each.rule.code))


def _raised(look: "Look", raising: dict[str, Rule], setup: Setup) -> Noticed | None:
    """Return the sentence under the rule of its most likely category, with the words that speak most for it."""
    sure = look.blame
    categories = look.categories()
    # A likely category whose rule is not wanted is not raised under another name.
    rule = raising.get(max(categories, key=lambda category: categories[category]))
    if rule is None or sure < setup.sureness.get(rule.code, rule.raised_from):
        return None
    return Noticed(rule, 0, 0, "", doubtful=True, sure=sure, raised_by=look)
