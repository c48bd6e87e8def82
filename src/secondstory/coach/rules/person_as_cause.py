"""A person presented as the cause.

Notices
-------
A named person, a role or another team told as what went wrong: *Bob forgot to renew the certificate*, *the intern
broke the build*, *an engineer accidentally deleted it*, *Lena's mistake*, *dropped by Gregor*, *it was QA who let it
through*, *changed without telling anyone*, *why did nobody check?* What a machine did is left alone, and so is what *we*
say of ourselves.

Why it matters
--------------
"Who" ends the search. Whoever stands in the same place next month meets the same screen, the same hurry and the same
default, and the page that says *Bob forgot* holds nothing for them. The name may stay; what made the act reasonable is
what is missing.

Ask instead
-----------
What did they see, know and expect at that moment? What had this step looked like the last ten times, when it went well?
What made it possible for one person's slip to reach so far?

Leaves alone
------------
What people did, told as an act among others (*Ana restarted the primary at 03:12*), acts with what made them
reasonable, praise, follow-ups and roles, software with verbs of people (*the operator deleted the pod*), what the author
owns (*I dropped the table*), attackers, quoted speech and code.

Source
------
Dekker, *The Field Guide to Understanding 'Human Error'* (2014), on local rationality; Ross, *Advances in Experimental
Social Psychology* 10 (1977), on the fundamental attribution error; Cook, *How Complex Systems Fail* (2000), 7 and 8.
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.lexicon import PARTICIPLE
from secondstory.coach.rule import Rule, Status

_NEVER = r"(?!)"
_AND_MORE = (
    r"(?: [\w'-]+){0,3}(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bto)(?<!\bon)(?<!\bof)(?<!\bin)(?<!\band)(?<!\bfor)(?<!\bat)(?<!\bby)(?<!\bhis)"
    r"(?<!\bher)(?<!\btheir)(?<!\bour)(?<!\bwith)(?<!\bfrom)(?<!\binto)(?<!\bthat)(?<!\bwhen)(?<!\bbecause)"
)
_OURSELVES = (
    r"(?:i|we|us|ourselves|myself)(?: (?:\w+ly|had|have|has|also|all|then|both|just|never|even|ever|and|'d|'ve|'ve|did|to|who|were|was|"
    r"not|either)){0,3}"
)
_NO_PERSON = (
    r"(?:cache|script|worker|client|server|service|job|scheduler|controller|balancer|proxy|router|daemon|pod|node|replica|parser|tool|check|"
    r"alert|system|app|page|form|kernel|build|pipeline|compiler|driver|plugin|agent|bot|exporter|database|phone|camera|gateway|printer|"
    r"device|library|linter|migration|query|deployment|(?:if|when|unless|case|should) you)s?(?: (?:\w+ly|had|has|have|then|also|just|never)){0,2}"
)
_NOT_SOMEBODY_ELSE = rf"(?:{_OURSELVES}|{_NO_PERSON})"
_SERVED = r"(?:users?|customers?|clients?|visitors?|subscribers?|players?|if|when|unless|whenever|case|should)(?: [\w'-]+){0,2}"
_NO_HELPER = r"(?<!had\s)(?<!has\s)(?<!have\s)(?<!be\s)(?<!been\s)"
_SOME = r"the|our|all|every|any|his|her|their|two|three|several|it|this|that|these|those|both|an?|repeated|my|your|what|us|me"
_SLIP_OF = (
    r"mistakes?|errors?|faults?|oversights?|blunders?|typos?|slips?|negligence|carelessness|sloppiness|misconfigurations?|"
    r"misunderstandings?|misreading|bungling|screw-?ups?|goofs?|cock-?ups?|lapses?|omissions?|inattention|indifference|stubbornness|"
    r"whims?|haste|laziness|(?:failure|refusal|inability|unwillingness|neglect|forgetting)(?= to\b)|"
    r"(?:failure|lack|habit|neglect|mishandling)(?= (?:of|in)\b)"
)
_OF_THEIRS = (
    r"change|commit|merge|patch|script|migration|deploy(?:ment)?|release|refactor\w*|pull request|pr|push|query|decision|edit|fix|"
    r"update|rollout|code|work|hotfix|config(?:uration)?|settings?|shortcut|experiment|clean-?up|test|upgrade|copy|insistence|idea|"
    r"restart|cron|spreadsheet|branch|command|job|plan"
)
_WRECKED = (
    r"botched|bungled|fumbled|mangled|messed (?:up|with|it|this|that)|screwed (?:up|it|this|us)|"
    r"ruined|wrecked|sabotaged|clobbered|fat-fingered|misconfigured|mistyped|misread|mislabell?ed|"
    r"mishandled|misjudged|misinterpreted|miscounted|mixed up|muddled|overlooked|rubber-stamped|dropped the ball|"
    r"broke (?!out\b|down\b|up\b|even\b|ground\b|away\b|off\b|in\b|into\b|through\b|his\b|her\b|their\b)\w+|"
    r"(?:took|brought|knocked) (?:down (?:production|prod|(?:the|our|all|half) (?:[\w-]+ ){0,2}(?:service|site|shop|cluster|database|system|network|store|platform|app|api|stack)s?)|(?:production|prod|(?:the|our|all|half) (?:[\w-]+ ){0,2}(?:service|site|shop|cluster|database|system|network|store|platform|app|api|stack)s?) (?:down|offline))|"
    r"caused (?:the|this|that|an?|our|all) (?:[\w-]+ ){0,2}(?:outage|incident|failure|problem|downtime|mess|breach|leak|loss|crash|accident|"
    r"trouble|disruption|damage|delay|bug)s?"
)
_BY_SLIP = (
    r"mistakenly|accidentally|inadvertently|unintentionally|erroneously|unwittingly|blindly|wrongly|hastily|recklessly|"
    r"carelessly|negligently|incorrectly|foolishly|thoughtlessly|stupidly|unthinkingly|cheerfully"
)
_PAST = rf"(?:{PARTICIPLE}|overwrote|ran|took|gave|chose|broke|wrote|drew|began|drove|went|let|hung|threw|wore|flew|forgot)"
_HARMED = (
    r"caused|triggered|broken|introduced|brought (?:down|about)|taken (?:down|out)|deleted|dropped|wiped|overwritten|"
    r"misconfigured|ignored|overlooked|missed|overruled|messed up|screwed up|botched|mishandled|skipped|waved through|"
    r"switched off|turned off|disabled|pushed|merged|left (?:open|on|off|running|behind)|silenced|muted|dismissed|lost|held up|delayed"
)
_CLUE = r"(?:outage|incident|failure|accident|downtime|mess|disaster|leak|loss|breach|breakage|crash|problem|delay|damage)"
_WHOM = (
    r"(?:(?-i:[A-Z][\w-]+)(?: (?-i:[A-Z][\w-]+))?|(?:an?|the|our|their|your|one of (?:the|our|their)|some|two of (?:the|our)|another|somebody|"
    r"someone|him|her)(?: [\w-]+){0,3}?)"
)
_AFTER_WHOM = (
    r"(?=[.,;:)]| (?:who|whose|on|in|at|from|of|with|without|before|after|during|as|for|and|to|trying|while|when|running|forgetting|"
    r"\w+ing)\b|\Z)"
)
_WITHOUT = (
    r"without (?:\w+ly |even |ever |so much as |once |first |a word to |to )?(?:ask|asking|tell|telling|check|checking|test|testing|"
    r"looking|reading|informing|verifying|waiting|consult\w*|thinking|comparing|counting|warning|reviewing|opening|"
    r"saying|trying|calling|noticing|coordinating|announcing|draining|inspecting|a (?:word|single|second))(?: [\w-]+)?"
)
_ASLEEP = (
    r"told (?:nobody|no one|no-one)|tell (?:anyone|anybody|a soul)|kept quiet|lifting a finger|(?:fell|half|was) (?:fast )?asleep|"
    r"slept (?:through|on)|sat on (?:it|the|his|her|our|this)|waved (?:it |this |\w+ \w+ )?through|"
    r"(?:went|gone|go) (?:to lunch|to bed|to sleep|for (?:lunch|tea|breakfast)|back to (?:bed|sleep|his|her|their))|"
    r"(?:was|were) (?:at a party|playing|nowhere to be)|(?:cut|cutting) corners|"
    r"took (?:his|her|their) (?:sweet )?time|looked the other way|turned a blind eye|passed the buck|thought (?:he|she|they) knew better"
)
_HUMAN = (
    r"bothered(?! to\b)|sat on|mixed up|swore|overrode|overruled|dithered|neglected(?! to\b)|waved|fiddled|ticked|clicked|relied|promised|insisted|"
    r"forg(?:ot|etting)(?! to\b)|messed|gambled|scrolled|bypassed|rushed|unplugged|panicked|misread|misconfigured|overlooked|silenced|"
    r"misunderstood|mislabell?ed|snoozed|meddled|tinkered"
)
_DID = (
    r"let|left|chose|wiped|overwrote|uploaded|published|picked|missed|gave|kept|closed|accepted|pushed|"
    r"signed|deleted|dropped|disabled|switched|turned|merged|shipped|approved|pressed|changed|put|thought|went|walked|took|"
    r"broke|wanted"
)
_ALSO = (
    r"ignored|skipped|refused|typed|swapped|slept|"
    r"was (?:asleep|busy|playing|on (?:the|his|her) phone)"
)
_OBVIOUSLY_HUMAN = (
    r"let|left|chose|uploaded|picked|gave|signed|thought|walked|pressed|wanted|typed|ignored|skipped|refused|pushed|deleted|"
    r"turned|switched|copied|executed|confused|shipped|decided"
)
_NOT_DONE = (
    r"(?:did not|didn't|never|had not|hadn't|has not|hasn't) (?:even |once |ever |properly |actually )?"
    r"(?!explicitly|before|exist|need|come|use|see|work|notice|get|have|occur|start|in\b|agree|fail|show|live)\w+"
)
_TAIL = (
    r"(?:the|a|an|into|in|on) wrong|too (?:late|early|soon|long|many|much)|instead of|regardless|anyway|to save (?:time|money|space|face)|"
    r"in production|by (?:mistake|accident)|for years|"
    r"and (?:told|walked|forgot|kept)|without|"
    r"which (?:cost|caused|brought|took|broke|wiped|made|left|blocked|crashed|flooded|disconnected)"
)
_CONTEXT = (
    r"because(?! (?:he|she|they) (?:wanted|was|were|could|thought|felt|did)\b)|since the|as the|both|share[ds]?|caught|same|similar|alike|identical|"
    r"next to|look(?:s|ed)? like|virtual|expected"
)

RULE = Rule(
    code="person-as-cause",
    name="A person as the cause",
    bias="fundamental attribution error",
    says="A person stands where the explanation would be; what made the act reasonable is not told yet.",
    questions=(
        "What did they see, know and expect at that moment?",
        "What made this step easy to get wrong here, for anybody?",
        "What let one slip reach so far?",
    ),
    finders=(
        OfPeople(
            needs="forgot neglected failed omitted",
            words=rf"{_NO_HELPER}(?:forgot|neglected|failed|omitted) to (?P<act>\w+)",
            likely_if=r"forgot|neglected|omitted",
            rewording=r"did not \g<act>",
            unless_before=_SERVED,
        ),
        OfPeople(
            needs="bother",
            words=rf"{_NO_HELPER}(?:did not|didn't|never) (?:even )?bother(?:ed)? to (?P<act>\w+)",
            rewording=r"did not \g<act>",
        ),
        OfPeople(
            needs="forgot neglected failed omitted refused bother care",
            words=r"(?:(?:had|has|have) (?:forgotten|neglected|failed|omitted|refused) to \w+|forgot (?:about|the|his|her|their|step|"
            r"an?|one|it|that)|refused to \w+|(?:did not|didn't|never) (?:even )?bother(?:ed)? (?:with|\w+ing)|"
            r"(?:doesn't|don't|does not|do not|didn't|did not) (?:care|give a \w+) (?:about|to|for|who|what|whether))",
            likely_if=r"forg|neglected|bother|omitted",
            unless_before=rf"{_SERVED}|you",
            unless_in=_CONTEXT,
        ),
        OfPeople(
            needs="botch bungl fumbl mangl messed screwed ruined wreck sabot clobb fat- misconf misty misread miscount mislab "
            "mishand misju misint mixed mudd overlooked rubber- ball broke took brought knocked caused",
            words=rf"(?:{_WRECKED})",
            likely_if=_NEVER,
            unless_before=rf"{_SERVED}|(?:ask|asks|asking|asked|know|knows|matters?|about|of|on) who|(?:why|how) (?:is|are|was|were)(?: [\w-]+){{1,4}}",
        ),
        OfPeople(
            needs="mistakenly accidentally inadvertently unintentionally erroneously unwittingly blindly wrongly hastily lessly "
            "negligently incorrectly foolishly stupidly unthinkingly cheerfully",
            words=rf"(?:{_BY_SLIP}) (?P<act>{_PAST})",
            rewording=r"\g<act>",
            unless_before=_SERVED,
        ),
        OfPeople(
            needs="ignored disregarded",
            words=rf"(?:ignored|disregarded) (?:{_SOME})",
            unless_before=_SERVED,
        ),
        OfPeople(
            needs="'s \u2019s s' s\u2019",
            words=rf"(?P<subject>{_WHOM})'s? (?:[\w-]+ ){{0,2}}?(?:{_SLIP_OF})",
            likely_if=_NEVER,
        ),
        OfPeople(
            needs="due caused triggered introduced",
            words=rf"(?:due to|caused by|triggered by|introduced by) (?P<subject>{_WHOM}) (?:forgetting|failing|not|ignoring|misreading|"
            rf"deleting|running|skipping|changing|pushing|merging|using|shutting|pulling|restarting|applying|leaving)(?: [\w-]+)?",
        ),
        OfPeople(
            needs="responsible",
            words=r"(?:is|are|was|were) (?:\w+ly |all )?responsible for (?:this|the|our|that|all) (?:[\w-]+ )?(?:outage|incident|downtime|data loss|mess|failure|breach|crash)"
            r"(?=[.,;!]|\W*\Z)",
            likely_if=_NEVER,
            unless_before=r"(?:who|nobody|no one|no-one|whoever|if|whether|not|never|says?|said)(?: \w+)?",
            settles=True,
        ),
        OfPeople(
            needs="blame fault responsible reason cause culprit",
            words=rf"(?:is|are|was|were) (?:\w+ly |all |the one )?(?:to blame|at fault|responsible for (?:the|this|that|our|all) (?:[\w-]+ ){{0,2}}{_CLUE}|"
            rf"the (?:reason|culprit|cause))",
            likely_if=_NEVER,
            unless_before=r"(?:who|nobody|no one|no-one|whoever|if|whether)(?: \w+)?",
            unless_after=r"(?:channel|report|review|process|response|page|log|command|manage\w*)",
        ),
        Terms(
            needs="thinking",
            words=r"what (?:exactly |on earth |the hell )?(?:was|were) (?:you|he|she|they|the [\w-]+|(?-i:[A-Z]\w+)) (?:even )?thinking",
        ),
        OfPeople(
            needs="told tell kept finger asleep slept sat waved went gone go party playing nowhere corners time looked blind buck better",
            words=rf"(?:{_ASLEEP})",
            unless_in=r"(?:we|i|us)",
        ),
        OfPeople(
            needs="without",
            words=rf"{_PAST} (?:[\w'-]+ ){{0,7}}?{_WITHOUT}",
            unless_before=r"(?:does|do|did|may|can|could|must|should|would|will|to|is|are|be|been|was|were|\w+n't)(?: not)?",
        ),
        OfPeople(
            needs="wrong",
            words=rf"(?!found|caught|noticed|corrected|reported|spotted|fixed){_PAST} (?:[\w'-]+ ){{0,3}}?(?:the|an?|into|in|on|to) wrong(?: [\w-]+)?",
            likely_if=_NEVER,
            unless_in=_CONTEXT,
        ),
        Terms(
            needs="forgot neglected omitted",
            words=rf"{_NO_HELPER}(?:forgot|neglected|omitted) to (?P<act>\w+)",
            rewording=r"did not \g<act>",
            unless_before=_NOT_SOMEBODY_ELSE,
            doubtful=True,
        ),
        OfPeople(
            needs="failed",
            words=rf"{_NO_HELPER}failed to (?P<act>\w+)",
            rewording=r"did not \g<act>",
            unless_before=_SERVED,
            doubtful=True,
        ),
        OfPeople(
            needs="'s \u2019s s' s\u2019",
            words=rf"(?:because of|due to|owing to|down to|caused by|triggered by|blame|result of|it was|by|cause (?:is|was)|thanks to) "
            rf"(?P<subject>{_WHOM})'s? (?:[\w-]+ ){{0,3}}?(?:{_OF_THEIRS})",
            likely_if=_NEVER,
            doubtful=True,
        ),
        OfPeople(
            needs="by",
            words=rf"(?:{_HARMED}) (?:\w+ly )?by (?P<subject>{_WHOM}){_AFTER_WHOM}",
            likely_if=_NEVER,
            doubtful=True,
        ),
        OfPeople(
            needs="it",
            words=rf"it (?:was|is|'s) (?P<subject>{_WHOM}),? (?:who|that)",
            likely_if=_NEVER,
            doubtful=True,
        ),
        OfPeople(
            needs="why",
            words=r"why (?:did|didn't|does|do|don't|was|were|wasn't|had|hadn't|has|is|couldn't|can't|on earth did) (?P<subject>nobody|no one|no-one|you|he|"
            r"she|they|anyone|anybody|someone|somebody|everyone|the [\w-]+(?: [\w-]+)?|(?-i:[A-Z]\w+))(?: [\w'-]+){1,3}",
            likely_if=_NEVER,
            doubtful=True,
        ),
        Terms(
            needs="who",
            words=r"(?<!\w\s)(?:and )?who (?:on earth |the hell |exactly |in \w+ )?(?:approved|signed|broke|deleted|let|allowed|disabled|switched|turned|forgot|left|thought|"
            r"decided|authori[sz]ed|pushed|merged|messed|touched|put)(?: [\w'-]+){0,4}(?=[^.!]{0,200}\?)",
            doubtful=True,
        ),
        Terms(
            needs="without",
            words=_WITHOUT,
            unless_in=r"(?:i|we|us|our)",
            doubtful=True,
        ),
        Terms(
            needs="bothered sat mixed swore over dithered neglected waved fiddled ticked clicked relied promised insisted forg messed "
            "gambled scrolled bypassed rushed unplugged panicked misread misconf silenced misunder mislabel snoozed meddled tinkered",
            words=rf"(?:{_HUMAN}){_AND_MORE}",
            unless_before=_NOT_SOMEBODY_ELSE,
            doubtful=True,
        ),
        OfPeople(
            needs="let left chose wiped wrote uploaded published picked missed gave kept closed accepted pushed signed deleted dropped "
            "disabled switched turned merged shipped approved pressed changed put thought went walked took broke wanted ignored skipped "
            "refused typed swapped slept asleep busy playing phone",
            words=rf"(?:{_DID}|{_ALSO}){_AND_MORE}",
            unless_before=r"(?:was|were|is|are|been|be|being|gets?|got)(?: \w+ly)?",
            doubtful=True,
        ),
        Terms(
            needs="let left chose uploaded picked gave signed thought walked pressed wanted typed ignored skipped refused pushed "
            "deleted turned switched copied executed confused shipped decided",
            words=rf"(?-i:(?!We\b|It\b|What\b|This\b|That\b|Who\b|Once\b|Which\b|To\b|Team\b|Users\b|They\b|There\b)[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?) (?:{_OBVIOUSLY_HUMAN}){_AND_MORE}",
            unless_before=r"(?:the|an?|our|this|that|each)",
            doubtful=True,
        ),
        Terms(
            needs="wrong too instead regardless anyway save production mistake accident years which without told forgot kept walked",
            words=rf"(?:{_DID}) (?:[\w'-]+ ){{1,7}}?(?:{_TAIL})",
            unless_before=_NOT_SOMEBODY_ELSE,
            unless_in=rf"we|i|{_CONTEXT}",
            doubtful=True,
        ),
        OfPeople(
            needs="not n't never",
            words=_NOT_DONE,
            doubtful=True,
        ),
        Terms(
            needs="nobody one",
            words=r"(?:nobody|no one|no-one|not one) (?:there |else )?(?:(?:in|on|from|of|at) (?:the |our |their )?[\w-]+ (?:[\w-]+ )?)?(?:bothered|told|checked|thought|asked|"
            r"looked|tested|answered|noticed|takes?|raised|updated|opened|cared|wanted|picked|queried|troubled|came|saw|did)",
            unless_before=r"(?:if|when|so that|that|what)",
            unless_in=r"(?:we|i|us|our)",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="a",
    raised_from=0.68,
    page=__doc__ or "",
)
