"""Human error as the cause.

Notices
-------
An explanation that ends at a person: *human error*, *operator error*, *user error*, *pilot error*, *PEBKAC*, *a
mistake by an employee*, *due to an individual not following the process*, *somebody made a mistake, that is all*.

Why it matters
--------------
It is true of nearly every incident and so explains none. It closes the inquiry at the one place that a plan cannot
change, and leaves the next person with the same screen, the same two similar names and the same half minute.

Ask instead
-----------
What made that step easy to get wrong? What did the person see, expect and try to do? Which condition would have to
be different for the same slip to cost nothing?

Leaves alone
------------
Words about the idea itself (*human error is where the analysis starts*, *the report stopped at human error*),
making slips rarer or harmless (*to reduce the risk of human error*), a slip told with its condition (*is likely because
the form asks twice*), error rates and messages shown to users, quoted speech, code.

Source
------
Woods, Dekker, Cook, Johannesen, Sarter, *Behind Human Error* (2nd ed., 2010); Cook and Woods, *A Tale of Two Stories*
(1998); RCA2 (2015), the rule that every human error has a preceding cause.
"""

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_PEOPLE = (
    r"employees?|personnel|staff(?: members?)?|engineers?|developers?|operators?|admin(?:istrator)?s?|technicians?|users?|"
    r"contractors?|analysts?|individuals?|persons?|colleagues?|interns?|team members?|humans?|dbas?|sysadmins?|workers?|"
    r"dispatchers?|pilots?|consultants?|vendors?|customers?|clients?|somebody|someone"
)
_SLIP = r"errors?|mistakes?|slips?|lapses?|oversights?|negligence|misunderstandings?|misconfigurations?|fault"
_NAMED = (
    r"human(?:s'|'s)?(?: or operator)?[ -](?:error|mistake|failure|failing|slip|oversight|fault)s?|"
    r"(?:operator|pilot|personnel|employee|staff|engineer|developer|admin|administrator|technician|dba|sysadmin|contractor|"
    r"intern|analyst|reviewer|dispatcher)(?:'s|s')?[ -](?:error|mistake|misunderstanding|oversight|negligence)|"
    r"errors? (?:between|behind) the keyboard"
)
_USER = r"(?:user|manual|customer)(?:'s|s')?[ -](?:error|mistake|misunderstanding)"
_SHOWN = r"(?:shows?|showed|displays?|displayed|returns?|returned|throws?|raises?|raised|prints?|logs?)(?: \w+){0,2}"
_MENTION_BEFORE = (
    r"(?:rather than|instead of|beyond|behind|not|no|never|\w+n't|stop(?:s|ped|ping)? at|words?|term|phrase|label(?:led|s)?|"
    r"call(?:ed|s|ing)?|category of|concept of|notion of|idea of|idea that|myth of|blam(?:e|es|ed|ing)|look\w* past|"
    r"invit\w+|encourag\w+|provok\w+|reduc\w+|avoid\w*|prevent\w*|minimi[sz]\w+|eliminat\w+|remov\w+|guard\w*|protect\w*|toleran\w+|toler\w+|resilien\w+|"
    r"prone to|about|taxonomy|categor(?:y|ies) for|asked (?:if|whether)|wrote|risk|chances?|possibility|potential|room|likelihood|opportunit\w+|subject|susceptible|vulnerable|"
    r"robust|catch(?:es)?|survive|withstand|absorb|less|fewer|any|what|how|many|if|whether|when|even)"
    r"(?: (?!is\b|was\b|and\b|but\b|so\b)[\w-]+){0,3}"
)
_MENTION_AFTER = (
    r"(?:\w+ )?costs? (?:nothing|little|less|no)|cannot|becomes?|"
    r"(?:[\w' -]{0,40}? )?(?:is|was|are|were|as|isn't|wasn't) (?:\w+ )?(?:not|never|only|merely|where|a symptom|the start|"
    r"the beginning|a starting|likely because|possible because|a label|a consequence|an effect|the first story|a conclusion|"
    r"a question|expected|normal|inevitable|set aside)|because the|rates?|messages?|pages?|codes?|budgets?|counts?|handling|"
    r"logs?|reports?|analysis|assessment|research|probability|tolerance|metrics?|feedback|"
    r"(?:should|must|can|may) (?:not|never)|(?:model|mode)s?|(?:is|was) (?:often |also )?mentioned|(?:can|will|may|might|should|must|could) (?:\w+ )?(?:not |never |happen|occur|always)|tells|explains (?:nothing|little)"
)

RULE = Rule(
    code="human-error",
    name="Human error as the cause",
    bias="stopping at the first story",
    says="The explanation ends at a person, where the inquiry begins.",
    questions=(
        "What made that step easy to get wrong?",
        "What did the person see, expect and try to do?",
        "Which condition would have to be different for the same slip to cost nothing?",
    ),
    finders=(
        Terms(
            needs="error mistake failure failing slip oversight fault misunderstanding negligence",
            words=_NAMED,
            unless_before=_MENTION_BEFORE,
            unless_after=_MENTION_AFTER,
        ),
        Terms(
            needs="user manual customer",
            words=_USER,
            unless_before=rf"(?:{_MENTION_BEFORE}|{_SHOWN})",
            unless_after=rf"(?:{_MENTION_AFTER}|reports?|when|if)",
        ),
        Terms(
            needs="errors mistakes",
            words=r"(?:due to|caused by|because of|result of|attribut(?:ed|able) to|down to) (?:operator|user|manual|engineer|"
            r"employee|staff) (?:errors|mistakes)",
            unless_before=r"(?:not|never|\w+n't|rather than)(?: \w+){0,2}",
        ),
        Terms(
            needs="pebkac pebcak keyboard",
            words=r"(?:pebkac|pebcak)(?=\W*\Z)|(?:problem|error|fault) (?:exists |is |was |sits )?between (?:the )?keyboard and (?:the )?chair",
            unless_before=r"(?:not|never|nobody|no|says?|said|called|call|word|term|phrase|joke|jokes|label)(?: \w+){0,2}",
            settles=True,
        ),
        Terms(
            needs="pebkac pebcak picnic id10 id-10 layer wetware keyboard",
            words=r"pebkac|pebcak|picnic (?:error|problem)|id-?10-?t(?: error)?|layer 8 (?:problem|issue|error|failure)|wetware "
            r"(?:error|failure|problem)|(?:problem|error|fault) (?:exists |is |was )?between (?:the )?keyboard and (?:the )?chair",
            unless_before=r"(?:not|never|called|call|word|term|phrase|joke|jokes|label)(?: \w+){0,2}",
        ),
        Terms(
            needs="fingered",
            words=r"fat[ -]fingered",
            unless_before=r"(?:we|i|(?:avoid|prevent|against|of|not)(?: \w+){0,2})",
            rewording="mistyped",
        ),
        Terms(
            needs="finger",
            words=r"fat[ -]finger(?:ed|ing|s)?(?: (?:error|mistake))?",
            unless_before=r"(?:we|i|(?:avoid|prevent|against|of|not)(?: \w+){0,2})",
        ),
        Terms(
            needs="error mistake slip lapse oversight negligence misunderstanding misconfiguration fault",
            words=rf"(?:{_SLIP}) (?:made )?(?:by|on the part of|of) (?:an? |the |our |one of (?:the |our )?|some )?"
            rf"(?:[\w-]+ )?(?:{_PEOPLE})",
            unless_in=r"(?:reported|seen|found|noticed|experienced|received|encountered) by|as seen by|returned",
            unless_before=_MENTION_BEFORE,
            unless_after=_MENTION_AFTER,
        ),
        Terms(
            needs="made make",
            words=r"(?:someone|somebody|a human|a person|an individual|people|an? (?:engineer|operator|employee|developer|technician)|"
            r"the (?:engineer|operator|employee|developer|technician)) (?:\w+ )?(?:made|makes|make) (?:an?|some) (?:\w+ )?"
            r"(?:error|mistake|slip)",
            unless_before=r"(?:if|when|whether|even when|in case|until|before|unless|how|that)(?: \w+){0,1}",
        ),
        Terms(
            needs="human",
            words=r"(?:purely|entirely|merely|simply|plainly|just) (?:an? )?human(?=\s*[.,;:!]| (?:failure|mistake|error|one|problem|"
            r"fault)|\s*\Z)|only (?:failure|fault|error|problem) (?:here )?was (?:an? )?human(?: one)?",
            unless_before=r"(?:not|never|\w+n't)",
        ),
        Terms(
            needs="lapse loss lack",
            words=r"(?:lapse|loss|lack) (?:of|in) (?:attention(?! to detail)|concentration|vigilance|focus|situational awareness)",
            unless_before=r"(?:not|no|never|rather than|called|word|term)(?: \w+){0,2}",
        ),
        Terms(
            needs="due caused because result attribut down",
            words=rf"(?:due to|caused by|because of|result of|attribut\w+ to|down to) (?:an? |the |one |our |some )?(?:[\w-]+ )?"
            rf"(?:{_PEOPLE})(?:'s?)? (?:not following|not paying|not checking|not reading|forgetting|failing to|ignoring|"
            r"misreading|mistyping|mishandling|carelessness|inattention|error|mistake)",
        ),
        Terms(
            needs="human operator user staff personal individual operating controller person people clerk employee manual handling driver crew call maintainer planner switching transcription loading wetware",
            words=r"(?:human|operator|user|staff|personal|personnel|individual|operating|controller|person|people|clerk|employee|manual|driver|call taker|crew|maintainer|planner|switching|transcription|loading|handling)(?:'s)?[ -]"
            r"(?:errors?|mistakes?|slips?|fault|oversight|misjudge?ment|inattention|factors?|element|carelessness|weakness|negligence|frailty|mishap)(?:,? (?:human|nothing else))?|a (?:people|human|personnel) (?:issue|problem|matter)|incorrect (?:operator|user) input|wetware",
            unless_before=rf"(?:{_MENTION_BEFORE}|{_SHOWN})",
            unless_after=rf"(?:{_MENTION_AFTER}|(?:is|are|were|was) (?:logged|shown|returned)|dashboard|reports?|when|if)",
            doubtful=True,
        ),
        Terms(
            needs="error mistake slip lapse mix-up typo transposition mishandl misuse mislabel blunder input handling oversight careless inattent action trouble",
            words=rf"(?:errors?|mistakes?|slips?|lapses?|mix-ups?|typos?|mishandling|misuse|mislabelling|blunders?|(?:wrong|incorrect) (?:inputs?|handling|actions?)|oversights?|carelessness|inattention|transposition|moment of inattention) (?:made )?(?:by|of|on|from)"
            rf" (?:the |an? |our |one of (?:the |our |their )?|some |untrained )?(?:[\w-]+ )?(?:{_PEOPLE}|member of staff|man|woman|driver|maintainer|watch|workforce|crew|people|typist|clerk|shift|nurse)|"
            r"an? [\w-]+'s (?:own )?(?:slip|error|mistake|oversight|blunder|typo|lapse)|one person's (?:slip|mistake|error)|(?:simple|human|operator|sheer|mere) (?:inattention|carelessness)|"
            r"(?:finger trouble|slip of the (?:hand|finger|tongue|keyboard|mouse))|(?:carelessness|mistake|error) at the keyboard|individual (?:slip|error|mistake)|(?:down to|was|is) (?:just |only )?an? (?:simple |mere |plain )?(?:typo|slip|mix-up|mistake)(?: and nothing else)?",
            unless_before=_MENTION_BEFORE,
            unless_after=_MENTION_AFTER,
            doubtful=True,
        ),
        Terms(
            needs="slipped wrong messed screw error mistake failed problem",
            words=rf"(?:someone|somebody|a human|humans?|the humans?|an? (?:man|woman|person|individual)|people|one man|(?:the|an?|one of our) (?:{_PEOPLE}|crew|agent|officer|driver))(?: on \w+)? (?:simply |just |once more |plainly |had |has )?"
            r"(?:slipped(?: up)?|got (?:it|this|that|an? [\w-]+) wrong|messed (?:it )?up|screw(?:ed|s)? (?:it )?up|typed (?:it |the )?wrong|made (?:an?|the|some) (?:\w+ )?(?:error|mistake)|pressed the wrong \w+|making mistakes|make mistakes|had failed|was the problem|is the problem)",
            unless_before=r"(?:if|when|whether|even when|in case|until|before|unless|how|that|where|so that|once)(?: \w+){0,1}",
            doubtful=True,
        ),
        Terms(
            needs="front between behind keyboard chair screen panel human hands weak link",
            words=r"(?:sit(?:s|ting)|was|is|exists|lies|problem|error|fault) (?:[\w-]+ ){0,4}?(?:in front of (?:it|the (?:screen|keyboard|panel|monitor|machine))|between (?:the )?(?:chair|keyboard) and (?:the )?(?:keyboard|chair|desk|screen)|behind the (?:keyboard|wheel|desk))|"
            r"(?:sitting|sits?) in the chair|(?:weak(?:est)? (?:point|link)|problem|cause|culprit|reason)(?: [\w-]+){0,5}? (?:is|was|lies in|being) (?:the |purely |only |simply |just |an? )?(?:human(?: being| behaviou?r| element)?(?! error| mistake| or)|person|man|operator)|"
            r"(?:is|was|were|be|:) (?:therefore |only )?human(?=\s*[.,;!:)]|\s*\Z| (?:in nature|and|only))|the humans? (?:was|were|did|is)(?: \w+){0,2}|human being|comes? down to the (?:man|person|operator|woman)(?: \w+){0,3}|in human behaviou?r",
            unless_before=_MENTION_BEFORE,
            doubtful=True,
        ),
        Terms(
            needs="story closed more nothing that's that happen id-ten fart",
            words=r"(?:,|;|:) (?:and )?(?:end of story|case closed|nothing (?:systemic|else|more)|that is (?:all|the (?:whole|full) story)|that's (?:all|it|life|the (?:whole|full) story)|(?:there's )?no more to it|these things happen|it happens)|there isn't more to it|id-ten-t(?: \w+)?|brain fart",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="d",
    raised_from=0.73,
    page=__doc__ or "",
)
