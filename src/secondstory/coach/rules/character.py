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
    r"omissions?|work(?:manship)?|practices?|coding|thinking|thing to do|review(?:ing)?"
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
_WIDE = (
    r"careless|sloppy|lazy|thoughtless|negligent|incompetent|irresponsible|unprofessional|amateurish|amateurs?|clumsy|unreliable|overconfident|"
    r"stubborn|inexperienced|clueless|foolish|idiotic|stupid|silly|dumb|reckless|naive|ignorant|arrogant|hasty|disorgani[sz]ed|chaotic|hopeless|"
    r"shameful|embarrassing|cavalier|indifferent|indifference|superficial|half[- ]asleep|cowboys?|clowns?|muppets?|idiots?|morons?|fools?|beginners?|kindergarten|"
    r"script kiddies?|first-years?|bean counters?|button-pushers?|tourists|impatient|ego|sloppiness|bloody-minded|too proud|entitled|laughable|"
    r"inept|slapdash|half-baked|childish|lazy-minded|unfit|gullible|oblivious|pig-headed|big-headed|cocky|trigger-happy|brainless|mindless|"
    r"carelessness|laziness|nonchalant|blas\u00e9|lackadaisical|work-shy|slackers?|know-it-alls?|primadonnas?|prima donnas?|dilettantes?|hacks"
)
_WIDE_STEMS = (
    "careless slopp lazy laziness thoughtless negligent incompet irrespons unprof amateur clumsy unreliable overconfid stubborn inexper clueless foolish "
    "idiot stupid silly dumb reckless naive ignorant arrogant hasty disorgani chaotic hopeless shameful embarrass cavalier indiffer superficial asleep "
    "cowboy clown muppet moron fool beginner kindergarten kiddie first-year bean button-push tourists impatient ego bloody proud entitled laughable inept "
    "slapdash half-baked childish unfit gullible oblivious headed cocky trigger-happy brainless mindless nonchalant blas lackadaisical work-shy slacker "
    "know-it-all donna dilettante hacks"
)
_SO = r"(?:such|so|just|really|simply|too|very|an?|being|quite|total|complete|absolute|utter|bloody|\w{3,}ly)"
_LEGAL = r"liab\w+|chapter|contract|indemnif\w+|insurance|warrant(?:y|ies)|clause|lawsuit|wilful|willful"

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
        Terms(
            needs="idiot moron imbecile stupid incompetent dumb worthless",
            words=rf"i(?:'m|\u2019m| am| was|(?: feel| felt) so)(?: {_SO}){{0,4}} (?:idiots?|morons?|imbeciles?|stupid|incompetent|dumb|worthless)|"
            rf"(?:idiot|moron|fool) that i am|how could i (?:be|have been)(?: {_SO}){{0,2}} (?:stupid|dumb|blind)",
            unless_before=r"(?:not|\w+n't|never|nobody|whether|if|because|before|think|thinks|thought|says?|said|tells?|told|called|like|though|that)"
            r"(?: [\w']+){0,2}",
            unless_after=r"for (?:thinking|feeling|asking)",
            settles=True,
        ),
        Terms(
            needs="inexcusable unforgivable",
            words=r"(?:inexcusable|unforgivable) (?:mistakes?|errors?|slips?|lapses?|oversights?|blunders?|conduct|behaviou?r)",
            unless_before=_DENIED,
            settles=True,
        ),
        OfPeople(
            needs="lessly sloppily stupidly negligently foolishly irresponsibly incompetently",
            words=r"(?:acted|behaved|handled (?:this|it)) (?:\w+ )?(?:carelessly|sloppily|stupidly|recklessly|negligently|foolishly|irresponsibly|thoughtlessly|"
            r"incompetently)",
            unless_before=_DENIED,
            settles=True,
        ),
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
            words=r"(?<=\w\s)(?:rookie|novice|newbie|schoolboy|beginner's?|silly|stupid|dumb|foolish|boneheaded|brainless|careless|sloppy|lazy|negligent|reckless|thoughtless) "
            r"(?P<act>mistakes?|slips?|lapses?|blunders?|handling|decisions?|shortcuts?|work)",
            unless_before=rf"(?:{_DENIED}|an|what an?|such an?|such)",
            unless_after=r"(?:is|are) (?:often|usually|mostly)",
            rewording=r"\g<act>",
        ),
        Terms(
            needs=_ROOKIE_STEMS,
            words=rf"(?:{_ROOKIE}) (?:\w+ )?(?:{_ACT})",
            unless_before=_DENIED,
            unless_after=r"(?:load|loading|init\w*|eval\w*|fetch\w*|(?:is|are) (?:often|usually|mostly))",
        ),
        Terms(
            needs="careless sloppy lazy negligent incompetent stupid dumb foolish reckless clueless inept arrogant bad hopeless useless mediocre decent irresponsible unprofessional inattentive complacent",
            words=rf"(?:careless|sloppy|lazy|negligent|incompetent|stupid|dumb|foolish|reckless|clueless|inept|arrogant|bad|"
            rf"hopeless|useless|mediocre|half-decent|irresponsible|unprofessional|inattentive|complacent) (?:\w+ )?(?:{_ROLE})",
            unless_before=_DENIED,
            unless_after=r"(?:experience|interface|request|input|session|agent|data|name|id|table|page|(?:do|does) not exist)",
        ),
        OfPeople(
            needs="lessly sloppily lazily stupidly negligently foolishly irresponsibly incompetently arrogantly",
            words=r"(?<=\w\s)(?:carelessly|sloppily|lazily|stupidly|recklessly|negligently|foolishly|irresponsibly|thoughtlessly|incompetently|arrogantly) "
            r"(?P<act>\w{3,}ed|ran|took|went|wrote|left|let|made|set|put|gave|chose|threw|shut|cut|sent)",
            self_counts=True,
            unless_before=_DENIED,
            rewording=r"\g<act>",
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
            words=r"(?P<be>was|were|been|being) (?:carelessly|sloppily|stupidly|recklessly|negligently|irresponsibly|thoughtlessly) (?P<act>\w+)",
            unless_before=_DENIED,
            rewording=r"\g<be> \g<act>",
        ),
        Terms(
            needs="ness negligence incompetence stupidity complacency arrogance ineptitude unprofessionalism ignorance",
            words=rf"(?:{_TRAITS})",
            unless_before=_DENIED,
            unless_in=_LEGAL,
            unless_after=r"(?:is|was) (?:not|never)|explains (?:nothing|little)|has nothing to do",
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
        Terms(
            needs=_WIDE_STEMS,
            words=rf"(?:{_WIDE})(?! (?:load|loading|init|import|imports|eval|terminal|pipe|quorum|clock|retry|retries|"
            r"reading|algorithm|implementation|approach|bayes|question|questions|quote|quotes|engineers?|developers?|member|deletion|propert))(?: (?:[\w-]+ )?(?:mistakes?|behaviou?r|work|way|idea|change|decision|review|attitude|mindset|conduct|team|crew|people|engineer|admin|manager|stuff))?",
            unless_before=rf"(?:{_DENIED}|(?:anybody|anyone) (?:is|was)|(?:logic|loop|parser|retry|code|client|algorithm|cache|import|proxy|script|process|terminal|tool|bot)(?: (?:is|was|are|were|being))?)",
            doubtful=True,
        ),
        OfPeople(
            needs="enough qualified capable reliable",
            words=r"not (?:\w+ )?(?:(?:smart|good|reliable|qualified|bright|experienced|trained|senior|mature|disciplined|capable) enough|qualified|capable of|reliable)(?: for the job| to \w+)?",
            likely_if=r"\w+",
            doubtful=True,
        ),
        Terms(
            needs="skill experience maturity understanding feel pride sense idea clue grasp competence curiosity responsib discipline talent initiative interest ambition",
            words=r"(?:lack(?:s|ed|ing)?|no|without(?: any| the)?|lack of|never had|any|little|zero|not the slightest) (?:of |any |the |basic |technical |real |sense of |a )*(?:skills?|experience|maturity|understanding|feel(?:ing)?|pride|clue|idea|grasp|competence|curiosity|responsibility|discipline|"
            r"talent|interest|initiative|ambition|sense)(?: (?:of|for|in) (?:\w+ ?){1,2})?",
            unless_before=r"(?:we|i|there (?:is|was)|nobody|it)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="think thought doing tell sharpest shows belief special takes trust depth care count asleep blind attention bother listen clouds learn doesn't never alone acts",
            words=r"(?:doesn't|does not|don't|do not|never|didn't) (?:think|care|bother|listen)s?(?: [\w'-]+){0,3}|acts? before (?:he|she|they) (?:think|read)s?|without (?:thinking|any thought|a thought)|(?:know|knows|knew|understand) what (?:he|she|they) (?:is|are|was|were) doing|"
            r"(?:can't|cannot|couldn't|can) (?:tell [\w ]{1,30} from|count|be trusted|be left alone)(?: [\w'-]+){0,5}|not the sharpest(?: \w+){0,4}|and it shows|beggars belief|takes a special(?: [\w-]+){1,3}|"
            r"has what it takes|trust (?:that|this|him|her|them) [\w ]{1,20}? to|out of (?:his|her|their) depth|(?:half |fast )asleep|(?:was|were) not paying attention|couldn't care less|head in the clouds|colou?r blind|special (?:sort|kind) of \w+|learn(?:ed)? how to \w+",
            unless_before=r"(?:we|i|you|it|cache|client|script|process|thread|system|server)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="poor weak bad terrible miserable gross awful shoddy shame disgrace unworthy joke menace laughable hobby contempt pathetic ridiculous",
            words=r"(?:very |such )?(?:poor|weak|bad|terrible|miserable|awful|shoddy) (?:airmanship|seamanship|discipline|workmanship|performance|craftsmanship|attitude|quality of work|work ethic|conduct|engineering|judge?ment|handling)|gross (?:negligence|incompetence)|"
            r"(?:is|was|are|were) (?:a |an |simply |frankly )?(?:disgrace|joke|shameful|menace|miserable|laughable|pathetic|ridiculous|hobby)|unworthy of(?: \w+){1,3}|beneath contempt|shame on",
            unless_before=r"(?:not|\w+n't|never)",
            doubtful=True,
        ),
        Terms(
            needs="right sort kind person someone genius hero expert clever bright wise joker professional grown-up grownup adult",
            words=r"(?:isn't|is not|wasn't|not) (?:the|a) (?:right|kind of|sort of|person|someone)(?: [\w'-]+){1,4}|(?:some|which|whichever|what|our|the great|the resident) (?:hero|genius|expert|clever \w+|bright spark|wise guy|joker)s?|"
            r"(?:no|not how|not what|a) (?:real |serious |grown-up )?(?:professionals?|grown-ups?|adults?)(?: \w+){0,2}|(?:sort|kind) of (?:thing|people|person|mistake)(?: [\w'-]+){1,3}",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="b",
    raised_from=0.68,
    page=__doc__ or "",
)
