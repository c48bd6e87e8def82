"""Character or competence.

Notices
-------
A verdict on what somebody is like: *careless*, *sloppy*, *lazy*, *incompetent*, *clueless*, *reckless*, *a rookie
mistake*, *no idea what they were doing*, *common sense was absent*, *not up to the job*. Of oneself too: *I was
stupid*.

Why it matters
--------------
We explain our own acts by the situation and other people's by their nature. A word about nature ends the inquiry,
cannot be checked, and stays with the person long after the incident is closed.

Ask instead
-----------
What could be seen, and where? What did the work reward that day? How do careful people usually do this step, and
what does it ask of their memory? Describe the act and its circumstances; leave out the adjective.

Leaves alone
------------
Technical terms (*lazy loading*, *dumb terminal*, *foolproof*), things rather than people (*the retry logic was careless
about jitter*), a verdict that is denied or reported in order to set it aside, quoted speech, praise, code.

Source
------
Ross, Adv. Exp. Soc. Psychol. 10 (1977) 173-220, on attributing acts to character; RCA2 (2015), the rule against vague
negative words; Dekker, *Just Culture* (3rd ed., 2016).
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.rule import Rule, Status

_STRONG = (
    r"careless|sloppy|lazy|negligent|incompetent|stupid|dumb|idiotic|moronic|foolish|reckless|irresponsible|clueless|inept|"
    r"amateurish|unprofessional|inattentive|complacent|arrogant|thoughtless|hopeless|disorganised|disorganized|useless|"
    r"unqualified|ignorant|brain-?dead|not competent|not capable|not up to (?:the|this|his|her|their) (?:job|task)|bad at (?:his|her|"
    r"their) jobs?|out of (?:his|her|their) depth|not (?:very |too |exactly )?bright|asleep at the (?:wheel|switch)"
)
_ROOKIE = (
    r"rookie|amateur(?:ish)?|novice|newbie|noob|schoolboy|beginner's?|junior|silly|stupid|dumb|foolish|boneheaded|brainless|"
    r"idiotic|moronic|careless|sloppy|lazy|negligent|reckless|thoughtless|inexcusable|unforgivable|embarrassing|incompetent|"
    r"unprofessional|irresponsible"
)
_ACT = (
    r"mistakes?|errors?|slips?|lapses?|oversights?|blunders?|handling|decisions?|moves?|behaviou?r|attitudes?|shortcuts?|"
    r"omissions?|work(?:manship)?|practices?|coding|thinking|thing to do|question|review(?:ing)?"
)
_ROLE = (
    r"engineers?|developers?|devs?|admins?|administrators?|operators?|reviewers?|colleagues?|people|person|teams?|staff|"
    r"managers?|programmers?|coders?|guys?|folks|employees?|analysts?|technicians?|contractors?|interns?|dbas?|sysadmins?|users?"
)
_STRONG_STEMS = (
    "careless sloppy lazy neglig incompet stupid dumb idiotic moronic foolish reckless irresp clueless inept amateurish unprof "
    "inattentive complacent arrogant thoughtless hopeless disorgan useless unqual ignorant brain compet capable job task bad "
    "depth bright asleep"
)
_ROOKIE_STEMS = (
    "rookie amateur novice newbie noob schoolboy beginner junior silly stupid dumb foolish bone brain idiotic moronic careless "
    "sloppy lazy neglig reckless thoughtless inexcusable unforgivable embarrassing incompet unprof irresp"
)
_TRAITS = (
    r"carelessness|sloppiness|laziness|negligence|incompetence|stupidity|recklessness|complacency|arrogance|ineptitude|"
    r"unprofessionalism|thoughtlessness|ignorance"
)
_BE = (
    r"(?:is|was|are|were|am|be|been|being|isn't|seems?|seemed|got|gets|became|become|grown|looks|looked|acted|felt)"
    r"(?: (?:so|very|too|just|simply|clearly|plainly|really|rather|quite|a bit|frankly|being|obviously|completely|totally|and|"
    r"simply too|far too|\w{3,}ly)){0,4}"
)
_DENIED = (
    r"(?:not(?! only| just| merely)|\w+n't|never|nobody|no one|neither|nor|rather than|instead of|without|less about|"
    r"calls?|called|calling|words?|terms?|phrase|label(?:led|s)?|described|reads? as|wrote|writing|looks? like|seems? like|"
    r"feel(?:s|ing)? like|implied|implies|suggests?|accus\w+|allegations? of|no(?! \w+ of))"
    r"(?: (?!and\b|but\b|only\b)[\w'-]+){0,3}"
)
_LEGAL = r"liab\w+|indemnif\w+|insurance|warrant(?:y|ies)|clause|lawsuit|wilful|willful"

RULE = Rule(
    code="character",
    name="Character or competence",
    bias="fundamental attribution error",
    says="A word about what somebody is like stands where the situation would explain more.",
    questions=(
        "What could be seen at that point, and where?",
        "How do careful people usually do this step, and what does it ask of their memory?",
        "What did the work reward or hurry that day?",
    ),
    finders=(
        OfPeople(
            needs=_STRONG_STEMS,
            words=rf"{_BE} (?:{_STRONG})(?! enough to (?:admit|say))",
            self_counts=True,
            unless_before=_DENIED,
            unless_after=r"(?:load|loading|init\w*|eval\w*|terminals?|pipes?|clients?|proxy|proxies)",
        ),
        Terms(
            needs="careless sloppy lazy negligent stupid dumb idiotic foolish reckless irresponsible unprofessional thoughtless",
            words=r"it (?:was|is|would be|seems|seemed) (?:\w+ )?(?:careless|sloppy|lazy|negligent|stupid|dumb|idiotic|foolish|"
            r"reckless|irresponsible|unprofessional|thoughtless)(?: of [\w -]{1,30}?)? (?:to|that|not to)",
            unless_before=r"(?:never|think|thought|say)(?: \w+){0,2}",
        ),
        Terms(
            needs=_ROOKIE_STEMS,
            words=rf"(?:{_ROOKIE}) (?:\w+ )?(?:{_ACT})",
            unless_before=_DENIED,
            unless_after=r"(?:load|loading|init\w*|eval\w*|fetch\w*)",
        ),
        Terms(
            needs="careless sloppy lazy negligent incompetent stupid dumb foolish reckless clueless inept arrogant bad hopeless useless mediocre decent irresponsible unprofessional inattentive complacent",
            words=rf"(?:careless|sloppy|lazy|negligent|incompetent|stupid|dumb|foolish|reckless|clueless|inept|arrogant|bad|"
            rf"hopeless|useless|mediocre|half-decent|irresponsible|unprofessional|inattentive|complacent) (?:\w+ )?(?:{_ROLE})",
            unless_before=_DENIED,
            unless_after=r"(?:experience|interface|request|input|session|agent|data|name|id|table|page)",
        ),
        OfPeople(
            needs="lessly sloppily lazily stupidly negligently foolishly irresponsibly incompetently arrogantly",
            words=r"(?:(?:acted|behaved|responded|reacted|worked) )?(?:carelessly|sloppily|lazily|stupidly|recklessly|negligently|foolishly|irresponsibly|thoughtlessly|"
            r"incompetently|arrogantly)",
            self_counts=True,
            unless_before=_DENIED,
        ),
        Terms(
            needs="lessly sloppily stupidly negligently irresponsibly",
            words=r"(?:was|were|been|being) (?:carelessly|sloppily|stupidly|recklessly|negligently|irresponsibly|thoughtlessly) \w+",
            unless_before=_DENIED,
        ),
        Terms(
            needs="ness negligence incompetence stupidity complacency arrogance ineptitude unprofessionalism ignorance",
            words=rf"(?:{_TRAITS})",
            unless_before=_DENIED,
            unless_in=_LEGAL,
            unless_after=r"(?:is|was) (?:not|never)|explains (?:nothing|little)",
        ),
        Terms(
            needs="idiot moron fool imbecile clown slacker cowboy",
            words=r"(?:an?|only an?|such an?|what an?|complete|total|utter|some|those|these|bunch of) (?:\w+ )?(?:idiots?|morons?|"
            r"fools?|imbeciles?|clowns?|slackers?|cowboys?)(?!-)",
            unless_before=_DENIED,
            unless_after=r"(?:proof|the (?:cache|check|parser|linter|system))",
        ),
        Terms(
            needs="idea clue",
            words=r"(?:had|has|have|having|with) (?:clearly )?(?:absolutely )?no (?:idea|clue) (?:what|how|about) (?:\w+ ){0,3}"
            r"(?:doing|does|worked|works)",
            unless_before=r"(?:not|never|we|i)",
        ),
        Terms(
            needs="judgement judgment",
            words=r"(?:poor|bad|terrible|questionable|flawed|awful|zero|no) judge?ment(?! calls?)|laps(?:e|es) (?:in|of) judge?ment",
            unless_before=_DENIED,
        ),
        Terms(
            needs="lack",
            words=r"(?:a |the |sheer |complete |total |utter |shocking |appalling ){0,3}lack of (?:care|diligence|common sense|discipline|"
            r"professionalism|competence|judge?ment|effort|attention to detail|basic \w+|talent|skill|intelligence|"
            r"responsibility|work ethic)",
            unless_before=_DENIED,
        ),
        Terms(
            needs="sense competence",
            words=r"common sense (?:was|is|had been|were|would|should|did|seems)|(?:lacks?|lacked|lacking|without|shred of|no) "
            r"(?:basic |any )*common sense|basic competence",
            unless_before=r"(?:not|never|than)(?: \w+)?",
        ),
        Terms(
            needs="amateurish shoddy boneheaded half- slap slip",
            words=r"(?:amateurish|shoddy|boneheaded|half-arsed|half-assed|slapdash|slipshod)(?: \w+)?",
            unless_before=_DENIED,
        ),
        Terms(
            needs="amateur shoddy corners bothered trusted",
            words=r"(?:was|is|were|are) (?:shoddy|amateurish|amateur hour)|amateur hour|(?:cut|cuts|cutting) corners|(?:could|can) not "
            r"be bothered|(?:couldn't|can't) be bothered|can(?:not|'t) be trusted with",
            unless_before=r"(?:not|never|to)",
        ),
    ),
    status=Status.STABLE,
    page=__doc__ or "",
)
