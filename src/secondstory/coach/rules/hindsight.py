"""Hindsight about people.

Notices
-------
A sentence that measures somebody against what became clear only afterwards: *the engineer should have checked*,
*Olga must have known*, *they only needed to ask*, *any competent reviewer would have seen it*, *it was obvious to
everyone*. Of ourselves only when a word makes it look easy: *we could simply have*, *if only we had*.

Why it matters
--------------
Once the end is known, the path to it looks wide and straight. The person stood before many paths, with part of the
picture and little time. A sentence about what did not happen explains nothing that did, and whoever reads it learns
to say less the next time.

Ask instead
-----------
What was on the screen at that moment, and what drew the eye elsewhere? What would have made the better step the easy
one? Write down what was done, seen and expected; the reader will find the gap.

Leaves alone
------------
What a machine or a defence should have done (*the health check should have returned 500*), what *we* wish we had had
(*we should have had an alert*), what nobody could have known, what somebody ought to have been given (*should have
been paged*), present expectations (*the team should have an owner*), quoted speech and code.

Source
------
Fischhoff, J. Exp. Psychol. Hum. Percept. Perform. 1 (1975) 288-299, on judging with the outcome known; Dekker, *The
Field Guide to Understanding 'Human Error'*, on counterfactual wording; Allspaw, *Blameless PostMortems and a Just
Culture* (2012).
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.lexicon import HUMAN_VERBS, PARTICIPLE
from secondstory.coach.rule import Rule, Status

_ADVERB = (
    r"(?:(?:also|just|simply|easily|never|always|already|actually|really|at least|first|then|probably|clearly|surely|"
    r"better|only|not|instead|\w{3,}ly) )"
)
_MINIMISER = r"obviously|easily|simply|if only"
_HAVE = rf"(?:'ve|a| {_ADVERB}{{0,2}}(?:have|of))"
_SHOULD = rf"(?:should|ought)(?:n't| not| to| not to)?{_HAVE}"
_EASILY = (
    r"(?:could|might)(?:'ve| have)? (?:so |very |quite )?(?:easily|simply|just|readily|trivially)(?: have)?"
)
_NOT_ABOUT_THE_ACT = (
    r"(?!been (?!more\b|paying\b|aware\b|watching\b|careful\b|better\b|awake\b|alert\b|looking\b|checking\b|monitoring\b|"
    r"following\b|testing\b|quicker\b|faster\b|smarter\b|attentive\b)|"
    r"received\b|gotten\b|got (?:an?|the|their)\b|had (?:an? |the |any |read |write |full )?(?:access|permissions?|rights?|credentials?|ability|to)\b)"
)
_READER_EXPECTS = r"(?:users|customers|you|everyone|everybody)(?: \w+ly)?"
_EXPERIENCED = r"should(?:n't| not)? have (?:been|seen|received|gotten|got|had|experienced|noticed|observed)"
_NOBODY_SAID = (
    r"(?:nothing|nowhere|nobody|no|not|never|\w+n't)(?: [\w'-]+){0,6} (?:said|says|say|saying|told|stated|showed|means?|meant|"
    r"imply|implies|suggests?)(?: [\w'-]+){0,5}"
)
_BRIEF_CHECK = r"(?:look|glance|read|question|phone call|double-check|conversation|check of the \w+)"
_ABLE = r"competent|half-decent|half-awake|halfway competent|decent|sensible|reasonable|sane|experienced|serious|professional|good|proper|real|capable"
_UNCERTAIN_WHO = (
    r"(?:some|any|every|no)(?:one|body)|no one|whoever|you|one of [\w -]{1,30}|any of [\w -]{1,30}|(?:some|any|all|none|each|either|neither|most|many) [\w -]{1,30}|"
    r"(?:and|who)(?: [\w-]+)?"
)
_REGULAR = (
    r"(?:(?P<full>check|double-check|ask|look|test|wait|follow|read|review|call|restart|deploy|document|question|listen|inform|act|warn|report|monitor|watch|"
    r"talk|confirm|consult|reboot|lock|inspect|alert|phone|contact|count|clean|add|answer|open|return|push)ed|"
    r"(?P<short>notice|escalate|verify|realise|realize|rotate|validate|coordinate|communicate|update|recognise|recognize|raise|use|involve|anticipate|"
    r"investigate|isolate|compare|declare|pause|merge|examine|page|close)d)"
)
_ONE = r"(?:one|a|a single|just one|just a|a second|even a|a mere|a simple|a quick|a brief|any)"
_GLANCE = (
    r"(?:look|glance|peek|call|phone call|message|question|search|grep|test|dry run|check|read|reading|query|conversation|e-?mail|click|second look|"
    r"moment's thought|minute|second|moment)s?"
)
_HINT = r"(?:'ve| have)"

RULE = Rule(
    code="hindsight",
    name="Hindsight about people",
    bias="hindsight bias",
    says="A sentence told from afterwards: it measures a person against what became clear later.",
    questions=(
        "What was on the screen at that moment, and what drew the eye elsewhere?",
        "What did this look like from where they sat, with what they knew then?",
        "What would have made the other step the easy one to take?",
    ),
    finders=(
        OfPeople(
            needs="should ought",
            words=rf"(?:should|ought to)(?: have|'ve) {_REGULAR}",
            likely_if=HUMAN_VERBS,
            unless_before=rf"(?:{_NOBODY_SAID}|{_UNCERTAIN_WHO})",
            unless_after=r"more \w+|paying",
            unless_in=rf"{_READER_EXPECTS} {_EXPERIENCED}",
            rewording=r"did not \g<full>\g<short>",
        ),
        OfPeople(
            needs="should ought",
            words=r"(?:should|ought)(?:n't| not| never)(?: to)? (?:have )?(?P<done>(?!been)\w{3,}ed|taken|gone|written|begun)",
            likely_if=HUMAN_VERBS,
            unless_before=rf"(?:{_NOBODY_SAID}|{_UNCERTAIN_WHO})",
            rewording=r"\g<done>",
            doubtful=True,
        ),
        OfPeople(
            needs="should ought",
            words=rf"{_SHOULD} {_ADVERB}{{0,3}}{_NOT_ABOUT_THE_ACT}{PARTICIPLE}(?: more \w+| paying attention)?",
            likely_if=HUMAN_VERBS,
            ours_if=_MINIMISER,
            unless_before=_NOBODY_SAID,
            unless_in=rf"{_READER_EXPECTS} {_EXPERIENCED}",
        ),
        OfPeople(
            needs="could might",
            words=rf"{_EASILY} {_ADVERB}{{0,2}}{_NOT_ABOUT_THE_ACT}{PARTICIPLE}",
            likely_if=HUMAN_VERBS,
            ours_if=_MINIMISER,
        ),
        OfPeople(
            needs="only merely just",
            words=r"(?:only|merely|just) (?:needed|had) to|needed only to|had only to",
            unless_before=r"(?:users?|customers?|visitors?|clients?|readers?|subscribers?)",
            likely_if=r"\w+",
        ),
        Terms(
            needs="all",
            words=r"all (?:that )?(?:he|she|they|you|anyone|anybody|the \w+|[A-Z]\w+) (?:needed|had|have|has) to do"
            r"(?: here| then)? (?:was|is)",
        ),
        OfPeople(
            needs="must",
            words=rf"must have {_ADVERB}?(?:known|seen|noticed|realised|realized|understood)",
            likely_if=r"\w+",
        ),
        OfPeople(
            needs="would could might",
            words=rf"(?<!\w\s)if (?P<subject>(?!only\b)[\w' -]{{1,60}}?) had {_ADVERB}{{0,2}}{_NOT_ABOUT_THE_ACT}"
            rf"(?:been more \w+|{PARTICIPLE})(?=[^.!?]{{0,300}}\b(?:would|could|might)\b)",
            likely_if=HUMAN_VERBS,
            ours_if=_MINIMISER,
        ),
        OfPeople(
            needs="would could might",
            words=rf"(?<!\w\s)had (?P<subject>[\w' -]{{1,60}}?) {_ADVERB}{{0,2}}{_NOT_ABOUT_THE_ACT}{PARTICIPLE}"
            r"(?=[^.!?]{0,300}\b(?:would|could|might)\b)",
            likely_if=HUMAN_VERBS,
            ours_if=_MINIMISER,
        ),
        OfPeople(
            needs="should could",
            words=rf"(?:should|could)(?:n't| not)? (?P<subject>[\w' -]{{1,50}}?) (?:not )?have {_ADVERB}{{0,2}}"
            rf"{_NOT_ABOUT_THE_ACT}{PARTICIPLE}(?=[^.!]{{0,300}}\?)",
            likely_if=HUMAN_VERBS,
            unless_before=r"(?:why|how|what|which|when|where)",
        ),
        Terms(
            needs="only",
            words=r"if only (?:the )?(?:we|i|he|she|they|you|someone|somebody|anyone|[\w-]{1,30}(?: [\w-]{1,30})?) had",
        ),
        Terms(
            needs="any",
            words=rf"any(?:body|one)? (?:{_ABLE}) [\w -]{{1,40}}?(?:would|could|should)(?:n't| not| never)?(?:'ve| have)",
        ),
        Terms(
            needs="any",
            words=r"any(?:body|one) (?:with|who|paying|looking)[\w', -]{1,80}? (?:would|could|should)(?:n't| not| never)?(?:'ve| have)",
        ),
        Terms(
            needs="would",
            words=rf"an? (?:{_ABLE}|more careful|more attentive) (?:engineer|developer|admin\w*|operator|reviewer|person|"
            r"team|colleague|analyst|responder) would(?:n't| not| never)?(?:'ve| have)",
        ),
        Terms(
            needs="paying asleep",
            words=r"anyone (?:who (?:was|had been|is) )?paying attention|asleep at the (?:wheel|switch)",
        ),
        Terms(
            needs="obvious clear evident plain see better",
            words=r"should have been (?:obvious|clear|evident|plain)|obvious to (?:anyone|anybody|everyone|everybody|all)|"
            r"(?:were|was) (?:plain|clear|obvious|there for (?:all|anyone|everyone)) to see|"
            r"(?:should|ought to) (?:have known|know) better|known better",
            unless_before=r"(?:not|\w+n't|never|hardly|far from|nothing|is that|was that|is it|was it)(?: \w+){0,2}",
        ),
        Terms(
            needs="avoidable preventable",
            words=r"(?:clearly|easily|entirely|obviously|perfectly|totally|completely) (?:an? )?(?:avoidable|preventable)"
            r"(?: (?:mistake|error|accident|incident|outage))?",
            unless_before=r"(?:not|\w+n't|never|hardly)",
        ),
        Terms(
            needs="obviously clearly always surely plainly",
            words=r"(?:was|were) (?:obviously|clearly|always|surely) (?:going|bound|doomed) to (?:fail|break|happen|go wrong|end)|"
            r"obviously,? (?:the|this|that|it) (?:\w+ )?(?:was|were|would) (?:going|bound|never|doomed|not|have)|"
            r"(?:when|although|though|while|but|yet|and) the [\w-]+ (?:clearly|plainly|obviously) "
            r"(?:showed|shows|said|says|stated|states|indicated|warned)",
        ),
        Terms(
            needs="bit little modicum minimum touch",
            words=r"with (?:an? )?(?:bit|little|modicum|minimum|touch) (?:of|more) (?:more )?(?:forethought|thought|care|"
            r"attention|planning|effort|diligence|common sense|foresight)",
        ),
        Terms(
            needs="would",
            words=rf"an? (?:quick|simple|brief|single|short|cursory) {_BRIEF_CHECK}(?: [\w' -]{{1,60}}?)? would have",
        ),
        Terms(
            needs="second minute moment",
            words=r"would (?:only )?have (?:only |just )?(?:taken|cost)(?: only| just)? (?:\w+ )?(?:a|an|one|two|three|five|ten|"
            r"thirty|sixty|\d+) (?:second|minute|moment)s? to (?:check|double-check|verify|look|read|ask|test|confirm|call)",
        ),
        OfPeople(
            needs="surely",
            words=r"surely (?P<subject>someone|somebody|anyone|anybody|everyone|they|he|she) \w+",
        ),
        OfPeople(
            needs="only merely just",
            words=r"(?:only|merely|just) needed to (?P<act>\w+)",
            unless_before=r"(?:users?|customers?|visitors?|clients?|readers?|subscribers?)",
            likely_if=r"\w+",
            rewording=r"did not \g<act>",
            doubtful=True,
        ),
        OfPeople(
            needs="should ought could might would",
            words=rf"(?:should|ought to|could|might|would)(?:n't| not| never)?{_HINT} {_ADVERB}{{0,2}}{_NOT_ABOUT_THE_ACT}{PARTICIPLE}",
            likely_if=r"\w+",
            unless_before=rf"(?:nobody|no one|any of us|none|if [\w ,'-]{{1,80}}|had the [\w ,'-]{{1,80}}|{_NOBODY_SAID})",
            unless_in=rf"{_READER_EXPECTS} {_EXPERIENCED}|(?:could|would)(?:n't| not) have",
            doubtful=True,
        ),
        Terms(
            needs="look glance peek call message question search grep test check read query thought minute second moment dry run",
            words=rf"{_ONE} (?:[\w-]+ )?{_GLANCE}(?:[ ,][\w',-]+){{0,9}}? (?:would|was all|is all|was enough|and (?:we|he|she|they|it|the \w+) |lads|had to)(?: [\w'-]+){{0,9}}|"
            rf"(?:two|three|five|ten|thirty|fifteen|\d+) (?:seconds?|minutes?)(?: [\w'-]+){{0,8}}? would(?: [\w'-]+){{1,9}}|(?:two|three|five|ten) (?:seconds?|minutes?)(?=\s*,? and (?:everybody|everyone|we|he|she|they)\b)",
            doubtful=True,
        ),
        Terms(
            needs="took taken needed enough all asking ask expect hope think harm killed sufficed cost easy simple hard hurt",
            words=r"all it (?:took|takes|needed|needs|would have taken)(?: was| is)?(?: [\w'-]+){0,9}|(?:that is|that's|was|is) all (?:it|that was|that it) (?:took|takes|needed)|(?:was|were) all that was (?:needed|missing)|"
            r"would have (?:been enough|sufficed|cost nothing|taken [\w' ]{1,30}? (?:one|two|five|ten|\w+ (?:seconds?|minutes?)))|(?:was|is|would be|it) (?:too much|asking too much)(?: to (?:ask|hope|expect))?(?: [\w'-]+){0,9}|"
            r"(?:you|one|i)(?:'d| would)(?: have)? (?:think|thought|expect|expected|hope|hoped)(?: [\w'-]+){0,9}|one may expect (?:better|more)|would(?:n't| not) have (?:killed|hurt|cost|harmed) [\w ]{1,20}|"
            r"would have been (?:so )?(?:very )?(?:easy|simple|hard|the work of|enough)(?: [\w'-]+){0,9}|was enough (?:one|a|that|to)(?: [\w'-]+){0,9}|is asking too much",
            unless_before=r"(?:we|i)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="obvious plain clear evident foreseeable simple signs staring coming sight self-evident wall there",
            words=r"(?:was|were|is|it's|been|seems?) (?:(?!not\b|never\b|hardly\b|less\b|far\b)\w+ )?(?:obvious|self-evident|foreseeable|plain|evident|clear|so simple)(?: (?:now|from the (?:start|beginning|outset)|that|to|for|enough|with hindsight)(?: [\w'-]+){0,9}|(?=\s*[.,!?]|\Z))|"
            r"plain to (?:see|anyone|everyone|all)(?: [\w'-]+){0,9}|(?:warning )?signs were (?:all )?there|star(?:ed|ing) (?:[\w]+ ){1,4}in the face|(?:saw|seen|see) (?:it|this|that) coming|in plain sight|there (?:on the \w+ )?for (?:all|anybody|anyone|everyone)(?: [\w'-]+){0,9}|"
            r"(?:an? )?obvious (?:question|step|sign|mistake|error|danger|risk|choice)|(?:blindingly|glaringly|painfully) obvious|writing was on the wall",
            unless_before=r"(?:not|\w+n't|never|hardly|nothing|no|far from|made|make)(?: [\w'-]+){0,9}",
            doubtful=True,
        ),
        Terms(
            needs="how ",
            words=r"how (?:could|can|do|does|did|hard|difficult|on earth|many times) (?:[\w-]+ ){0,4}?(?:miss|not|no one|nobody|anyone|anybody|one|it (?:be|is|was)|is it|overlook|fail|you|must)(?: [\w'-]+){0,9}",
            unless_before=r"(?:asked?|see|understand|show|explain|know|describes?|documented|on|about|of)(?: \w+)?",
            unless_after=r"prevent|avoid",
            doubtful=True,
        ),
        Terms(
            needs="bothered trouble so listened troubled thought god bit taken just but merely simply only",
            words=r"(?:if|had) (?:only )?(?P<who>[\w'-]+(?: [\w'-]+){0,5}?) (?:had |have )?(?:bothered|taken the (?:trouble|time)|so much as|but |just |merely |only |simply |listened|used the|cared|thought)(?: [\w'-]+){1,9}",
            unless_before=r"(?:we|as)",
            doubtful=True,
        ),
        Terms(
            needs="any every whoever child nobody even beginner trained first-year worth salt rocket phd degree genius expert blind asleep excuse with careful good conscientious professional prudent proper competent attentive halfway",
            words=r"(?:any (?:[\w-]+ ){0,2}(?:engineer|developer|dev|admin|operator|reviewer|person|pilot|driver|nurse|controller|fitter|sub|crew|team|electrician|professional|intern|junior|senior|manager|analyst|watchkeeper|technician|child|pupil|student|colleague|expert)|anyone|anybody|everyone|everybody|even an?|whoever|nobody with|a child|no \w+ worth)(?: [\w',-]+){0,9}? (?:knows?|knew|would(?:n't|'ve)?|sees?|could(?:'ve| have)|feels|measures)(?: [\w'-]+){1,9}|"
            r"an? (?:[\w-]+ )?(?:\w+ )?(?:with (?:any|a bit of|an ounce of|half|his eyes|her eyes|a grain of|a minimum of)|worth (?:his|her|their|its|the)) [\w ]{2,30}|(?:doesn't|don't|not) (?:take|need) an? (?:\w+ )?(?:phd|degree|genius|expert|rocket scientist)(?: to \w+)?|"
            r"rocket (?:science|surgery)|(?:no|without) excuse|(?:blind|asleep) not to \w+|an? (?:trained|careful|good|conscientious|professional|prudent|proper|competent|attentive|halfway [\w]+) \w+ (?:would|sees|knows|looks)(?: [\w'-]+){0,9}",
            unless_before=r"(?:not|never|if|whether|ask|asked|so that|that|where|when)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="surely disappoint believe supposed hindsight ounce minimum modicum bit little normal grain attention sense beyond",
            words=r"surely(?: [\w'-]+){1,9}|it(?:'s| is) (?:\w+ )?disappointing that(?: [\w'-]+){1,9}|(?:i )?can't believe (?:that )?(?:none|nobody|no one)(?: [\w'-]+){0,9}|(?:is|was|were|are) supposed to (?:know|check|notice|see|read|have \w+)(?: [\w'-]+){0,9}|"
            r"with (?:an ounce|a minimum|a modicum|a bit|a little|normal|a grain|any) (?:of )?(?:\w+ )?(?:curiosity|thinking|thought|planning|attention|good will|sense|care|effort|foresight)|in hindsight it(?: [\w'-]+){1,9}|is beyond me|beyond the wit of",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="c",
    raised_from=0.68,
    page=__doc__ or "",
)
