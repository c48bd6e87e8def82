"""A promise that it never happens again. Rests until somebody wants it.

Notices
-------
*Ensure this never happens again*, *prevent this from happening again*, *prevent recurrence*, *this will not happen again*,
*so that it can never happen again*, *prevent future incidents*, *rule out a repeat*, *never again*.

Why it matters
--------------
Nobody can keep that promise: the next incident has other conditions. It points the plan at the last one, makes what
follows a broken word, and teaches people to tell of fewer. What can be promised is smaller and true: less likely, smaller,
sooner seen, easier to recover from.

Ask instead
-----------
What becomes less likely through this, and by how much? What would be smaller, sooner seen or quicker to recover from if it
came again? How will it be known?

Leaves alone
------------
What was seen since (*it has not happened again*), one named mechanism (*the lock prevents a second write*), a promise that is denied
or only mentioned, a test for whether something happens again, quoted speech, code.

Source
------
Allspaw and others, *Debriefing Facilitation Guide* (Etsy, 2016): a debriefing is for learning, not for keeping the future
from coming; Cook, *How Complex Systems Fail* (1998), point 15.
"""

from dataclasses import replace

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_DENIED = (
    r"(?:not|never|\w+n't|cannot|nobody|no one|nor|neither|nothing|rather than|instead of|words?|phrase|hopes?|promis\w+|hoping|than|if|whether|"
    r"wait\w* (?:to see )?)(?: [\w-]+){0,4}"
)
_IT = (
    r"(?P<it>(?:this|it|that|these|those|such|another|an?|the|any|similar|the same)(?: (?!from\b|never\b|does\b|do\b|will\b|won't\b|can)[\w-]+){0,4}?|"
    r"(?:incidents?|outages?|problems?|issues?|failures?|mistakes?|errors?)(?: like this| of this kind)?)"
)
_AGAIN = r"(?:ever )?(?:again|ever again|a second time|in (?:the )?future)"
_EVENTS = r"(?:incidents?|outages?|occurrences?|recurrences?|repeats?|repetitions?|failures?|disruptions?|mistakes?|accidents?|problems?|issues?|events?|breaches)"
_SUCH = (
    rf"(?P<it>(?:any |all )?(?:(?:similar|future|further|such|these|like) (?:kinds? of |types? of |sorts? of )?{_EVENTS}|(?:a |any |its |their )?(?:recurrences?|reoccurrences?)|"
    rf"(?:a|any|another) (?:repeat|repetition)(?: of (?:this|it|the same|that))?|(?:this|that) (?:kind|type|sort) of {_EVENTS}))"
)
_NOT = r"(?:never|(?:does|do|will|can|could|would|shall|must|may) (?:not|never)(?: ever)?|cannot(?: ever)?|can't|doesn't|don't|won't)"
_COMES = r"(?:happens?|occurs?|recurs?|reoccurs?|repeats? (?:itself|themselves)|comes? back|is repeated|are repeated|be repeated)"
_FROM = rf"{_IT} (?:from )?(?:ever )?(?:happening|occurring|recurring|reoccurring) {_AGAIN}"
_THAT = rf"(?:that )?{_IT} {_NOT} {_COMES}(?: {_AGAIN})?"


def _promised(needs: str, verbs: str, what: str, make: str) -> tuple[Terms, Terms]:
    """Return the finders of a promise inside a sentence and at its beginning, each with a rewording that fits there."""
    inside = Terms(
        needs=needs,
        words=rf"(?=(?-i:[a-z]))(?:{verbs}) {what}",
        unless_before=_DENIED,
        rewording=rf"{make} \g<it> less likely",
    )
    first = inside.words.replace("[a-z]", "[A-Z]", 1)
    return inside, replace(inside, words=first, rewording=rf"{make.capitalize()} \g<it> less likely")


RULE = Rule(
    code="never-again",
    name="A promise of never again",
    bias="fighting the last incident",
    says="This promises what no plan can keep: that it does not come again.",
    questions=(
        "What becomes less likely through this, and by how much?",
        "What would be smaller, sooner seen or quicker to recover from if it came again?",
        "How will it be known that this works?",
    ),
    finders=(
        *_promised("prevent stop avoid", r"prevent|stop|avoid", _FROM, "make"),
        *_promised("preventing stopping avoiding", r"preventing|stopping|avoiding", _FROM, "making"),
        *_promised("prevent avoid", r"prevent|avoid", rf"{_SUCH}(?: in (?:the )?future)?", "make"),
        *_promised(
            "preventing avoiding", r"preventing|avoiding", rf"{_SUCH}(?: in (?:the )?future)?", "making"
        ),
        *_promised(
            "ensure make guarantee see", r"ensure|make sure|guarantee|make certain|see to it", _THAT, "make"
        ),
        *_promised(
            "ensuring making guaranteeing",
            r"ensuring|making sure|guaranteeing|making certain",
            _THAT,
            "making",
        ),
        Terms(
            needs="will won't",
            words=rf"(?:will not|will never|won't) (?:ever )?(?P<verb>happen|occur) {_AGAIN}",
            unless_before=_DENIED,
            rewording=r"will be less likely to \g<verb> again",
        ),
        Terms(
            needs="again never impossible exclude repeat repetition recurrence recur once eliminate",
            words=rf"(?:cannot|can never|can't|can not|could never|must never|must not|shall never|shall not|should never|may never|never) (?:be allowed to |ever |to )?(?:happens?|occurs?|be repeated) {_AGAIN}|never again|"
            r"(?:rules? out|exclude|eliminate|eliminates) (?:the (?:possibility|risk|chance) of )?(?:an?|any|its|another) (?:repeat|recurrence|repetition)|"
            r"(?:makes?|making) (?:it|this|that|a (?:repeat|recurrence)) impossible(?: (?:for (?:this|it|that) )?to (?:happen|occur|recur)(?: again)?)|"
            r"(?:will|can|must|shall) (?:not|never) recur|once and for all",
            unless_before=_DENIED,
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
