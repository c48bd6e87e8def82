"""Made-up incidents in many words, from a seed: a few everyday words, and names of things that nobody else has.

Every incident belongs to a theme: one thing that broke in one way. Themes come back, in other words and other parts of
the house, so that what rhymes is known. Words are drawn with the long tail that real words have.
"""

import itertools
import random
from dataclasses import dataclass

SOUNDS = [
    a + b for a in "b d f g k l m n p r s t v z br kr st".split() for b in "a e i o u an el or is".split()
]
PLACES = (
    "booking billing search mail ledger gateway stream cache login report import export schedule stock ticket"
    " payment archive sensor planner roster depot quay crane ferry cargo manifest tariff invoice refund voucher"
).split()
THINGS = (
    "certificate queue timeout lock index replica pool token clock quota disk socket thread schema migration webhook"
    " cursor batch snapshot partition lease probe header cookie rule mapping counter threshold retry buffer alias"
    " listener volume image route record template flag window limit"
).split()
WAYS = (
    "expired|had run out of time",
    "filled up|reached its end",
    "was read in another unit|counted in minutes what had been hours",
    "was deleted while in use|disappeared under those who used it",
    "answered with old values|kept showing yesterday",
    "stopped without a word|fell silent",
    "ran twice|was done a second time",
    "lost its order|arrived the wrong way round",
    "was too slow under load|took minutes instead of seconds",
    "pointed at the wrong place|led somewhere else",
)
LEADS = (
    "The screen showed a number and no unit, so {thing} looked as it always had.",
    "Nobody could see from the desk that the {thing} of {name} was near its limit.",
    "Two teams each thought the other one kept the {thing}.",
    "The test of the {thing} ran with a small copy of {place}, where this never shows.",
    "The alert on {name} had been quiet since it was moved in spring.",
    "A note about the {thing} stood in a page that the night shift cannot open.",
    "The form takes every value, and says nothing when the {thing} is far from the usual one.",
    "People had learnt to restart {name} first, since that had helped five times.",
)
TELLING = (
    "At first it looked like a {place} matter, because the calls came from there.",
    "The engineer on call compared {name} with {other} and saw the same {thing} in both.",
    "It made sense to wait: the last three alerts of {name} had ended by themselves.",
    "Somebody remembered that the {thing} had been changed on the day before.",
    "The log of {other} said nothing, as it writes only what went well.",
    "Customers waited at the {place} while two people looked at different clocks.",
    "A rollback was ready, and nobody could tell whether it would bring the {thing} back.",
    "The {thing} was put right by hand, and {name} went on within a few minutes.",
    "Afterwards {rare} and {odd} were looked at as well; both were as they should be.",
    "What {rare} reports is read by a job in {other}, which few people know.",
)
CHANGES = (
    "Show the unit beside the {thing} in {place}",
    "Let {name} refuse a {thing} outside the usual range",
    "Give the {thing} of {name} one owner and one page",
    "Try the {thing} with a whole copy of {place} each night",
    "Tell the desk two days before the {thing} of {name} ends",
)
NEEDLESS = ("in", "of", "at")


@dataclass(frozen=True, slots=True)
class Theme:
    """What broke, in which way."""

    number: int
    thing: str
    way: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Tale:
    """One incident in words."""

    theme: Theme
    title: str
    second: str
    trigger: str
    story: str
    moments: tuple[str, ...]
    conditions: tuple[str, ...]
    changes: tuple[str, ...]


class Teller:
    """Tells incidents, the same ones for the same seed."""

    def __init__(self, seed: int, *, themes: int) -> None:
        """Make the names that this house has, and its themes."""
        self.dice = random.Random(seed)
        pairs = ["".join(three) for three in itertools.product(SOUNDS, SOUNDS)]
        self.dice.shuffle(pairs)
        self.names = pairs[:6000]
        self.themes = [self._theme(number) for number in range(themes)]

    def _theme(self, number: int) -> Theme:
        pick = self.dice.choice
        return Theme(number, pick(THINGS), pick(WAYS), self._name(), pick(PLACES))

    def _name(self) -> str:
        """Return a name; the first ones come up far more often than the last."""
        return self.names[min(int(self.dice.paretovariate(0.6)) - 1, len(self.names) - 1)]

    def tale(self) -> Tale:
        """Return the next incident."""
        dice = self.dice
        theme = dice.choice(self.themes)
        short, long = theme.way.split("|")
        words = {"thing": theme.thing, "name": theme.name, "place": theme.place}
        title = dice.choice(
            (
                f"The {theme.thing} of {theme.name} {short}",
                f"{theme.place.capitalize()}: {theme.thing} {short}",
                f"{theme.name.capitalize()} {long}, and {theme.place} waited",
            )
        )
        told = [
            self._said(one, words) for one in dice.sample(TELLING, dice.randint(6, 10)) * dice.randint(1, 3)
        ]
        story = "\n\n".join(" ".join(told[at : at + 4]) for at in range(0, len(told), 4))
        return Tale(
            theme=theme,
            title=title,
            second=self._said(dice.choice(LEADS), words),
            trigger=f"The {theme.thing} {long}.",
            story=f"{title}. Here the {theme.thing} {short}.\n\n{story}",
            moments=tuple(self._said(one, words) for one in dice.sample(TELLING, dice.randint(3, 8))),
            conditions=tuple(self._said(one, words) for one in dice.sample(LEADS, dice.randint(2, 4))),
            changes=tuple(self._said(one, words) for one in dice.sample(CHANGES, dice.randint(0, 2))),
        )

    def _said(self, words: str, known: dict[str, str]) -> str:
        return words.format(**known, other=self._name(), rare=self._name(), odd=self.dice.choice(self.names))
