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
_ABLE = r"competent|half-decent|decent|sensible|reasonable|sane|experienced|serious|professional|good|proper|real|capable"

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
            words=r"any(?:body|one) (?:with|who|paying|looking)[\w', -]{1,80}? (?:would|could|should)(?:n't| not| never)? have",
        ),
        Terms(
            needs="would",
            words=rf"an? (?:{_ABLE}|more careful|more attentive) (?:engineer|developer|admin\w*|operator|reviewer|person|"
            r"team|colleague|analyst|responder) would(?:n't| not| never)? have",
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
    ),
    status=Status.STABLE,
    page=__doc__ or "",
)
