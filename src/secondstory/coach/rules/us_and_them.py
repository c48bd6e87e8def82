"""Us and them.

Notices
-------
The fault moved elsewhere: to the vendor, to another team, to users, to those above. *Not our fault*, *the fault lies with
the supplier*, *their engineers messed it up*, *product never gives us time*, *everything was fine on our side*, *as usual
the network group did nothing*, *and we clean up after them*.

Why it matters
--------------
A boundary between two groups is where most incidents live, and a sentence that hands the fault across it closes the only
door through which both could look. The other side reads it too.

Ask instead
-----------
What did each side know about the other, and when? What is agreed between the two, and where is that written? What would
have let us notice from here?

Leaves alone
------------
Facts about others (*the provider reported errors in one region at 10:02*), their changes with what followed (*the
supplier changed the default, and our wrapper relied on the old one*), thanks, shared plans, our own part (*the limit was
ours*), faults of machines (*the fault lies in the retry logic*), quoted speech and code.

Source
------
Pettigrew, *Personality and Social Psychology Bulletin* 5 (1979), on the ultimate attribution error; Woods, Dekker, Cook,
Johannesen and Sarter, *Behind Human Error* (2010), on goals that conflict across boundaries.
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.rule import Rule, Status

_THEM = (
    r"(?:vendor|supplier|provider|contractor|subcontractor|manufacturer|consultant|integrator|agency|partner|reseller|landlord|registrar|bank|"
    r"customer|client|user|maintainer|packager|ministry|regulator|developer|tester|school|hospital|airline|product|management|marketing|"
    r"sales|finance|legal|procurement|leadership|security|support|infra|platform|operations|ops|engineering|dba|(?:[\w-]+ ){0,2}(?:team|"
    r"group|department|office|people|guys|folks|crew|shift|side|company|lot|consultants|boys))(?:'s|s'|s)?"
)
_OF_THEM = rf"(?<!['\u2019])(?:the (?:[\w-]+ ){{0,2}}?|our (?:[\w-]+ ){{0,1}}?|their (?:own )?|that (?:other )?)?{_THEM}"
_DOWN = r"fault|problem|doing|job|responsibility|mess|mistake|outage|bug|certificate|error"
_ON_THEM = r"lies|lay|is|was|rests|sits|belongs|falls|should be"
_WRECKED = (
    r"messed (?:it |this |that |things )?up|messed up|screwed (?:up|us|it)|dropped the ball|let us down|left us (?:with|to|alone)|made a mess|failed us|caused (?:it|this|the \w+)|ruined|did not do (?:its|their|his|her)|didn't do (?:its|their|his|her)|"
    r"sold us|forced (?:us|this|it)|blew it|broke (?!down\b|out\b|even\b|his\b|her\b|their\b)\w+|brought it on|botched|wash(?:es|ed)? (?:its|their|his|her) hands|"
    r"(?:shipped|sent us|gave us|delivered) (?:garbage|rubbish|junk|nonsense|bad \w+|the wrong|wrong)"
)
_HABIT = (
    r"(?:never|always|don't ever|doesn't ever) (?:gives?|listens?|tells?|asks?|informs?|answers?|reads?|reply|replies|cares?|learns?|"
    r"wants?|knows?|delivers?|breaks?|changes?|leaves?|blames?|rush(?:es)?|pushes|say|says|take|takes|bother|bothers|test|tests|warn|warns)|"
    r"keeps? (?:breaking|changing|pushing|promising|sending|leaving|merging|doing|asking|adding|telling|moving|shifting|blaming|putting)|"
    r"(?:doesn't|don't|does not|do not|couldn't|could not) (?:care|give a \w+|listen|bother)"
)
_CLEANING = (
    r"clean(?:s|ed|ing)? up (?:after|their|the mess|his|her)|cleaned up in ours|(?:pick|sweep|mop)(?:s|ed|ing)? up (?:the pieces|after \w+)|to sweep up|over the wall|"
    r"(?:tak(?:e|es|ing)|took|gets?|got|getting) the (?:heat|blame|beating|insult|bullets?|pages)|(?:left )?holding the (?:bag|baby)|"
    r"make us look|made us look|shouted at|pay(?:ing)? for (?:the mistakes of|their \w+)|pay the price|bear the brunt|the rest of us|the ones who|fix what|sounds like us|ruined our|have to apologi[sz]e|name in the mouth|look like (?:fools|liars)|carry the can|get the (?:bad press|night shift|blame)"
)

RULE = Rule(
    code="us-and-them",
    name="Us and them",
    bias="blame shifting",
    says="The fault is handed across a boundary, where neither side can look at it together.",
    questions=(
        "What did each side know about the other at that time?",
        "What is agreed between the two, and where is that written?",
        "What would have let this be noticed from here?",
    ),
    finders=(
        Terms(
            needs="fault blame nothing everything doing victim",
            words=r"(?:was|is|were|are)(?:n't| not) (?:really |even |at all )?our (?:own )?(?:fault|doing)|none of (?:this|it|that) (?:was|is) our (?:fault|doing)|"
            r"not our fault(?=\W*\Z)|(?:don't|do not) blame us|we did everything right(?=[.,;!]|\Z)|we had nothing to do with (?:it|this|that)|"
            r"(?:it|this|that|delay|outage|problem|incident|failure|crash|mess)s? (?:has|had|have) (?:absolutely |really )?nothing to do with us|"
            r"we (?:are|were|'re) (?:(?:only|just) )?(?:the |here the )?victims(?: here)?(?=[.,;!]|\Z)",
            unless_before=r"(?:whether|if|when|ask\w*|says?|said|sa\w+|claim\w*|told|tell\w*|insist\w*|think|thought|argu\w+|agree\w*|that|wrote|because)(?: [\w']+){0,4}",
            unless_after=r"(?:alone|either way|or|nor|any more|but|to \w+)",
            settles=True,
        ),
        Terms(
            needs="them vendor supplier provider integrator carrier contractor agency",
            words=r"(?:this|that|all of (?:this|it))(?: one)?(?:'s| is| was) (?:all |entirely |squarely |solely |purely )?on (?:them|the (?:vendor|supplier|provider|integrator))(?=\W*\Z)"
            r"|the (?:vendor|supplier|provider|integrator|carrier|contractor|agency) (?:is|was) (?:\w+ly |all )?(?:to blame|responsible for (?:this|the|our) "
            r"(?:[\w-]+ )?(?:outage|incident|downtime|data loss|mess|failure|breach|crash))(?=[.,;!]|\W*\Z)",
            unless_before=r"(?:whether|if|when|says?|said|told)(?: [\w']+){0,4}",
            settles=True,
        ),
        Terms(
            needs="our my ours us, us. us;",
            words=rf"(?:not|\w+n't|hardly|never) (?:really |even |exactly )?(?:our|my) (?:own )?(?:{_DOWN})|not (?:ours|us)(?=\s*[.,;!]|\s*\Z)|"
            r"(?:not|none of it|nothing)(?: at all)? (?:was )?(?:on|from) our (?:side|end)|not our \w+(?=, )",
            unless_before=r"(?:whether|if|or|ask\w*)(?: \w+){0,3}",
            unless_after=r"(?:alone|either way)",
        ),
        Terms(
            needs="blame held answer ones",
            words=r"(?:we|i) (?:were not|are not|weren't|aren't) (?:to blame|the ones who)|we're not (?:to blame|the ones who)|"
            r"(?:we|i) (?:can't|cannot|can not|won't|will not) (?:be held|take the blame|answer for)",
            unless_before=r"(?:whether|if|or|ask\w*)(?: \w+){0,3}",
        ),
        Terms(
            needs="fault blame responsib themsel himself serves mess doing wahala",
            words=rf"(?:the |all (?:the )?|full |sole )?(?:fault|blame|responsibility) (?:here |for (?:this|it|the \w+) )?(?:{_ON_THEM}) (?:\w+ly |all )?(?:with|on|at) "
            rf"(?:them|their|{_OF_THEM}|the [\w-]+|(?-i:[A-Z]\w+))|(?:entirely|solely|all|clearly|it's|it is|it was|was|is) (?:to blame|their (?:own )?fault)|"
            r"(?:their|his|her) (?:own )?(?:fault|mess|doing|wahala)|blame (?:them|the [\w-]+(?: [\w-]+)?|(?-i:[A-Z]\w+))(?=,? not us| and not|\W*\Z)|"
            r"(?:only )?themselves to (?:blame|thank)|brought (?:it|this) on (?:themselves|himself|herself)|serves them right",
            unless_before=r"(?:not|\w+n't|never|no|nobody|whether|if|rather than|instead of|without|or|which|who|what|form|tool|script|default|\w+ware)(?: \w+){0,2}",
            unless_after=r"(?:with us|on us|was ours)",
        ),
        Terms(
            needs="fault blame mess theirs",
            words=rf"{_OF_THEM} (?:is|are|was|were) (?:\w+ly |all |the one |the ones )?(?:to blame|at fault)|{_OF_THEM}'?s? (?:own )?(?:fault|mess)|"
            r"(?:problem|error|mistake|mess|trouble) (?:is|was) (?:entirely |clearly |all |squarely )?(?:on )?theirs",
            unless_before=r"(?:not|\w+n't|never|no|nobody|whether|if|rather than|instead of)(?: \w+){0,3}",
        ),
        Terms(
            needs="our we nothing",
            words=r"(?:nothing|all|everything|fine|green|clean) (?:was |is )?(?:wrong |fine |right )?(?:on|at) our (?:side|end)|"
            r"(?:our (?:side|team|part|code|end|system|people|department|data)) (?:did (?:everything right|its (?:job|part)|what it was asked)|(?:is|was|were|works?|worked) (?:perfectly )?(?:fine|correct|perfect|clean))|"
            r"we did (?:our (?:part|job)|everything (?:right|correctly)|nothing wrong|exactly what|what we were)|we (?:are|were|'re) (?:only |just |the |here )*victims?|"
            r"nothing to do with (?:us|our)",
        ),
        Terms(
            needs="usual always typical ever again more form every time story",
            words=r"as (?:usual|always|ever|per usual|they do every \w+)|true to form|typical (?:of|for)|yet again|once (?:again|more)|every (?:single )?time \w+|"
            r"(?:third|fourth|fifth|umpteenth|nth) time|the same story|(?:has|have) form|how always|it's always|it is always|always (?:us|the one)|"
            r"guys again|the usual (?:level|practice|reply|standard|answer)",
            unless_in=r"healthy|rose|normal|ran|works?|worked|restarted",
            doubtful=True,
        ),
        OfPeople(
            needs="never always keep keeps care listen bother",
            words=rf"(?:{_HABIT})",
            doubtful=True,
        ),
        Terms(
            needs="never always keep keeps care listen bother",
            words=rf"{_OF_THEM} (?:{_HABIT})",
            unless_before=r"(?:if|when|so that|nobody in|no one in)",
            unless_in=r"users|user|customers|client",
        ),
        Terms(
            needs="clean pick sweep mop heat blame beating insult bullet pages holding look shouted pay brunt carry press shift wall rest ones fix ruined apolog mouth",
            words=rf"(?:{_CLEANING})",
            doubtful=True,
        ),
        OfPeople(
            needs="mess screw ball down left sold forced blew broke brought botched wash garbage rubbish junk nonsense bad wrong failed caused ruined do",
            words=rf"(?:{_WRECKED})",
            doubtful=True,
        ),
        Terms(
            needs="mess screw ball down left sold forced botched wash ruined failed",
            words=r"messed (?:it |this |that |things )?up|screwed (?:up|us|it)|dropped the ball|let us down|left us (?:with|to|alone)|sold us|"
            r"forced (?:us|this|it) (?:on|to|into|upon)|botched|wash(?:es|ed)? (?:its|their|his|her) hands|ruined our|made a mess|failed us",
            unless_before=r"(?:i|we|us|our \w+|my \w+|who)(?: \w+){0,2}",
            doubtful=True,
        ),
        Terms(
            needs="us back talk write complain ask",
            words=r"(?:without|never|nobody|instead of|not one) (?:even |once |\w+ )?(?:tell|told|asking|asked|telling|informing|warning|consulting|warned|informed) us|"
            r"behind our backs?|(?:look|point)(?:ing|s|ed)? (?:the finger )?at us|left (?:us|engineering|me) (?:with|to|holding|in)|(?:forced|dumped|imposed) (?:\w+ ){0,3}on us|"
            r"(?:talk|go and ask|write|complain) to (?:them|procurement|product|logistics|the (?:vendor|supplier|integrator|bank|agency|\w+ (?:team|people|department)))|don't (?:ask|blame|look at) us|(?:accuse|blame)s? us",
            doubtful=True,
        ),
        Terms(
            needs="them other vendor supplier provider department group company consult partner people",
            words=rf"(?:this|that|it|the delay|the outage|one|part) (?:one )?(?:is|was|'s) (?:entirely |all |squarely |purely )?on (?:them|the other (?:team|shift|side)|{_OF_THEM})(?=\s*[.,;!]|\s*\Z| who| people| and| not)",
            unless_before=r"(?:if|whether|what)",
        ),
        Terms(
            needs="ask nerve cheek gall wonder much forbid pay paid asham nice get hard hands us sweet expense conclusions",
            words=r"too much to ask|the (?:nerve|cheek|gall) to|no wonder|so much for|god forbid|we pay (?:them|exactly)|should be ashamed|nice of (?:them|him|her)|"
            r"(?:that's|this is) what (?:you|we) get|got what (?:it|they) paid for|draw your own conclusions|how hard (?:is it|can it be)|wash(?:es|ed)? (?:its|their) hands|"
            r"(?:expect|expects|wants?|want) us to|sweet time|at our expense",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="e",
    raised_from=0.68,
    page=__doc__ or "",
)
