"""One root cause. Rests until somebody wants it.

Notices
-------
One cause named or asked for as the bottom of an incident: *the root cause was*, *identify the root cause*, *root cause
analysis*, *root-caused*, *the sole cause*, *the one true cause*. Also in the plural: roots are still where the digging stops.

Why it matters
--------------
An incident in a system that people keep running needs several conditions at once, each ordinary, none enough alone. The
one that is called the root is where somebody stopped asking, often at the last person or the last change. The others
stay as they were, and the next incident uses them.

Ask instead
-----------
Which conditions had to come together? What held until that day, and what had changed? What would be learned by stopping
the questions one step later?

Leaves alone
------------
Words about the idea itself (*there is no single root cause*, *the term root cause*, *beyond the root cause*), a field or
a column of another tool that is named so, RCA plugs and cables, the book RCA2, quoted speech, code.

Source
------
Cook, *How Complex Systems Fail* (1998), points 3 and 7; Allspaw, *The Infinite Hows* (2014); Leveson, *CAST Handbook* (2019).
"""

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_DENIED = (
    r"(?:(?:no|nor|neither|never|without|beyond|than|instead of|past|against|myth of|idea of|notion of|concept of|hunt for|"
    r"stop(?:s|ped)? at|looking for|words?|term|phrase|label(?:led)?|called|named|heading|(?:not|\w+n't) (?:an?|the|one|have|name|"
    r"use|seek|want|look for|ask for|speak of|believe in|need|search for|stop at))(?: (?:an?|the|one|any|single|sole|such|true|of|is|"
    r"and|actual|real|word|term)){0,3}|(?:not|\w+n't))"
)
_MENTIONED = (
    r"(?:fields?|columns?|headings?|labels?|tags?|attributes?|property|keys?|menus?|sections?|thinking|fallacy|myth|language|"
    r"exceptions?|is (?:an? (?:word|label|term|myth|place)|where)|(?:do|does) not exist|as an? (?:word|term|idea))"
)
_ROOT = r"(?:(?:single|sole|one|true|actual|real|main|primary|ultimate|underlying|definitive|exact|likely|probable|technical) )*root[- ]cause"
_OPEN = r"(?! (?:\w+ )?(?:unknown|unclear|open|known|clear|identified|found|being|under|not|never|yet)\b)"
_VERB = rf"(?= (?:(?:was|is)\b{_OPEN}|of [\w' -]{{1,60}}? (?:was|is)\b{_OPEN}))"

RULE = Rule(
    code="root-cause",
    name="One root cause",
    bias="looking for a single cause",
    says="This names or asks for one cause; incidents come of several conditions together.",
    questions=(
        "Which conditions had to come together for this?",
        "What held until that day, and what had changed?",
        "Which of the other conditions are still as they were?",
    ),
    finders=(
        Terms(
            needs="root",
            words=rf"(?-i:The) {_ROOT}{_VERB}",
            unless_before=_DENIED,
            unless_after=_MENTIONED,
            rewording="A contributing condition",
        ),
        Terms(
            needs="root",
            words=rf"(?-i:the) {_ROOT}{_VERB}",
            unless_before=_DENIED,
            unless_after=_MENTIONED,
            rewording="a contributing condition",
        ),
        Terms(
            needs="root",
            words=rf"(?P<verb>find|found|finding|identify|identified|identifying|determined?|determining|establish|established|understand|"
            rf"know|knew|look for|looking for|search for|uncover|ask for|asked for|pinpoint) the {_ROOT}",
            unless_before=_DENIED,
            unless_after=rf"{_MENTIONED}|analys[ei]s|was|is|investigation",
            rewording=r"\g<verb> the contributing conditions",
        ),
        Terms(
            needs="root",
            words=rf"(?=(?-i:[A-Z])){_ROOT}s",
            unless_before=_DENIED,
            unless_after=rf"{_MENTIONED}|analys[ei]s",
            rewording="Contributing conditions",
        ),
        Terms(
            needs="root",
            words=rf"(?=(?-i:[a-z])){_ROOT}s",
            unless_before=_DENIED,
            unless_after=rf"{_MENTIONED}|analys[ei]s",
            rewording="contributing conditions",
        ),
        Terms(
            needs="root rca",
            words=rf"(?:the |an? |its |one )?{_ROOT}(?: (?:analys[ie]s|investigations?|reports?|reviews?))?|root[- ]caus(?:ed|ing)|"
            r"(?-i:RCAs?)(?! (?:plugs?|cables?|jacks?|connectors?|inputs?|outputs?|sockets?))",
            unless_before=_DENIED,
            unless_after=_MENTIONED,
        ),
        Terms(
            needs="cause",
            words=r"(?:the|an?|its|one|this) (?:one (?:true |and only )?|single |sole |only |ultimate |one real |true |real )cause(?! (?:for|of) (?:joy|concern|action))",
            unless_before=_DENIED,
            unless_after=_MENTIONED,
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
