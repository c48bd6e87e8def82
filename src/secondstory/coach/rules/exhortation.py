"""A remedy that asks for attention, or punishes.

Notices
-------
Follow-ups that lean on people trying harder: *be more careful*, *remind everyone*, *retrain the operator*, *double-check
next time*, *think before you type*; and those that punish: a warning, access taken away, somebody made an example. Also
when it is said of *we*: attention is no control.

Why it matters
--------------
Whoever slipped was trying already. A reminder wears off in weeks, training fades in months, and fear teaches people to
hide what they saw. In the hierarchy of remedies these are the weakest, and they feel like action.

Ask instead
-----------
What would make the safe way the easy way here? Which default, limit, test or second look would have caught this without
anybody remembering anything? What would be left if nobody read the reminder?

Leaves alone
------------
Changes to systems and ways of working, checklists and reviews that somebody keeps, training offered for something new,
rights narrowed for everybody by design, reminders that a machine sends, careful rollouts, quoted speech and code.

Source
------
VA National Center for Patient Safety, action hierarchy (2001) and RCA2 (IHI, 2015): training and policy are weak actions;
Reason, *Human Error* (1990), on attention as a limited supply.
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.rule import Rule, Status

_MANY = (
    r"engineers|developers|devs|programmers|coders|operators|admins|administrators|technicians|reviewers|approvers|users|"
    r"managers|supervisors|leads|agents|analysts|contractors|consultants|contributors|committers|maintainers|employees|workers|"
    r"people|folks|colleagues|pilots|captains|crews?|drivers|nurses|midwives|doctors|teachers|planners|dispatchers|controllers|"
    r"officers|interns|juniors|seniors|freelancers|vendors|suppliers|shifts|teams|staff|personnel|responders|members|owners|"
    r"editors|testers|dbas|sres|sysadmins|partners|coordinators|electricians|mechanics|fitters|cleaners"
)
_ALL = r"everyone|everybody|anyone|anybody|whoever|each of (?:you|us|them)|you all|us all|all of (?:you|us|them)|we all"
_ONE = (
    r"(?:the|that|our|this|each|every|an?) (?:[\w-]+ ){0,2}(?:engineer|developer|operator|admin|administrator|technician|reviewer|"
    r"team|crew|shift|desk|squad|group|department|intern|trainee|contractor|employee|analyst|driver|vendor|colleague|"
    r"manager|lead|supervisor|worker|officer|nurse|person)"
)
_WHO = rf"(?:{_ALL}|(?:[\w-]+ ){{0,3}}(?:{_MANY})|{_ONE})"
_MORE = r"(?:more|extra|very|especially|particularly|especially|super|doubly|a bit|a lot|a little|much|far|even|all|less|so|really)"
_CAREFUL = (
    r"careful|vigilant|diligent|attentive|mindful|cautious|conscientious|thorough|disciplined|rigorous|proactive|conscious|"
    r"responsible|aware|alert|observant|strict"
)
_VIRTUE = (
    r"care|attention|discipline|vigilance|rigou?r|ownership|diligence|commitment|responsibility|accountability|mindfulness|"
    r"caution|pride|restraint"
)
_ONES_OWN = r"(?:his|her|their|its|the|all|my|our|your|production|admin|commit|push|publish|merge|edit|\w+'s)"
_RIGHT = (
    r"(?:access|rights?|privileges?|permissions?|bonus(?:es)?|jobs?|accounts?|badges?|licen[cs]es?|credentials|root|sudo|"
    r"certification|authority|pay)"
)
_MACHINE = (
    r"(?:bot|job|cron|script|system|alert|service|tool|form|page|prompt|banner|pipeline|hook|app|application|ticket|calendar|"
    r"linter|dialog|checklist|server|cluster|scheduler|controller)s?"
)
_DENIED = (
    r"(?:not|no|never|nobody|nothing|\w+n't|rather than|instead of|without|than|whether|neither|nor|remove the need to|"
    r"not rely on|rel(?:y|ies|ied|ying) on|depend(?:s|ed|ing)? on|asking|hoping|telling|beyond|words?|phrase|called|reject(?:ed|s)|proposal to|proposed to)"
    r"(?: [\w'-]+){0,3}"
)
_MACHINES = rf"(?:{_MACHINE}|which|it|that)(?: \w+ly)?"
_MODAL = (
    r"(?:must|shall|should|will|has to|have to|needs? to|ought to|(?:are|is) to|had better|"
    r"(?:are|is) (?:\w+ ){0,2}(?:asked|urged|told|expected|advised|instructed|obliged|requested|required|warned) to)"
)
_MINDFUL = (
    r"(?:(?:all|always|please|finally|also|never|really|not) ){0,2}(?:think|concentrate|remember|learn|pay|respect|listen|focus|"
    r"double[- ]check|triple[- ]check|take (?:more|greater|better|extra|care|their|this|a )|look|read|know|stick to|watch|"
    r"understand|be (?:more|very|extra|aware|reminded|careful|told|made|retrained|trained|sent|spoken|taught|watched|warned|held)|"
    r"make an? effort|try|improve|stop|show|work (?:more|with)|internali[sz]e|use (?:the|their|more|common)|verify|"
    r"check|behave|communicate|obey|follow|monitor|tidy|run|proofread|sign|confirm|count|ensure|make sure|listen|spend|report|spend more|slow|keep (?:their|an?)|prepare|think twice)"
)
_REPEAT = r"(?:training|course|class|refresher|module|exam|quiz|induction|instruction)"

RULE = Rule(
    code="exhortation",
    name="A remedy that asks for attention",
    bias="belief in effort alone",
    says="This remedy leans on people remembering, trying or fearing more; nothing around them changes.",
    questions=(
        "What would make the safe way the easy way here?",
        "Which default, limit or test would catch this without anybody remembering?",
        "What would be left if nobody read the reminder?",
    ),
    finders=(
        Terms(
            needs="careful vigilant diligent attentive mindful cautious conscientious thorough disciplined rigorous proactive conscious responsib aware alert observant strict",
            words=rf"(?:be|being|stay|staying|remain|get|become) (?:all )?(?:{_MORE} )+(?:{_CAREFUL})(?! (?:by default|modes?|parsing)\b)",
            unless_before=_DENIED,
        ),
        Terms(
            needs="attention",
            words=r"pay(?:ing)? (?:much |far |a lot |even )?(?:more|closer|better|greater|proper|special|extra) attention(?: (?:to|when|in|during)(?: [\w-]+){1,3})?",
            unless_before=_DENIED,
        ),
        Terms(
            needs="excuses shame tolerance uncertain stern talking bollocking reprimand disciplinary personnel wake-up harder socks talking-to",
            words=r"no (?:more )?excuses|name(?:d)? and shame(?:d)?|zero[- ]tolerance (?:for|of|shall|policy|will|applies|from)|in no uncertain terms|"
            r"stern (?:word|talk|talking[- ]to|conversation)s?|(?:a|proper) (?:good )?(?:talking-to|bollocking|dressing-down)|(?:a|of|formal|written|verbal) reprimand|"
            r"disciplinary (?:action|steps?|measures?|matter|proceedings?|avenues?|hearing|process|consequences)|personnel file|"
            r"(?:as|be|is|was) an? wake-up call|try(?:ing)? harder|pull up (?:his|her|their|your|our) socks",
            unless_after=r"(?:we|our)",
            unless_before=_DENIED,
        ),
        Terms(
            needs="care attention discipline vigilance rigo ownership diligence commitment responsibility accountability mindfulness caution pride restraint",
            words=rf"(?:pay|take|show|apply|exercise|use|demonstrate|need|expect|with|have|for) (?:much |far |a lot |a bit |even |some )?(?:more|closer|"
            rf"greater|better|extra|renewed|stricter|the necessary|due) (?:{_VIRTUE})|exercise restraint",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="care attention discipline vigilance rigo ownership diligence commitment responsibility accountability mindfulness caution pride restraint",
            words=r"(?:is|are) (?:[\w-]+ ){0,3}(?:asked|urged|advised|enjoined|instructed|requested|called upon|told|expected) to "
            rf"(?:exercise|apply|take|show|display|pay) (?:the )?(?:utmost|greatest|greater|more|increased|maximum|better) (?:{_VIRTUE})",
            unless_before=rf"(?:{_DENIED}|(?:[\w-]+ )?(?:users|customers|clients|visitors|passengers|residents|recipients|public))",
        ),
        Terms(
            needs="remind",
            words=r"re-?mind(?:ing)? (?:everyone|everybody|(?:all |the |our )*(?:[\w-]+ ){0,2}(?:teams?|staff|engineers|people|developers|"
            r"devs|operators|users|employees|colleagues|personnel|crews?|drivers|reviewers|contractors|managers|members|folks|"
            r"admins|analysts|leads|shift|group|on-?call)|him|her|them)"
            r"(?: (?:once more|again|to|of|that|about) [\w-]+(?: [\w-]+)?)?",
            unless_before=rf"(?:{_DENIED}|{_MACHINES}(?: (?:to|will|that|which|now|can|should))?)",
            unless_after=r"(?:by (?:mail|a bot|script)|automatically|\d+ days)",
        ),
        Terms(
            needs="reminded",
            words=r"(?:is|are|was|were|be|been|being|\w+) (?:(?:kindly|hereby|once|again|strongly|also|personally|all|more) ){0,3}reminded "
            r"(?:to|that|of|about)(?: [\w'-]+){1,9}",
            unless_before=_DENIED,
        ),
        Terms(
            needs="remind",
            words=r"remind(?:ed|ing)? (?!you\b|me\b|us\b|readers\b)(?:[\w-]+ ){1,3}(?:of|that|to|about|again)(?: [\w'-]+){1,9}",
            unless_before=rf"(?:{_DENIED}|{_MACHINES}(?: (?:to|will|that|which|now|can|should))?)",
            doubtful=True,
        ),
        OfPeople(
            needs="told warned instructed counselled advised asked urged expected obliged requested invited",
            words=r"(?:(?:were|was|(?:has|have) been|will be|to be|shall be) (?:(?:strongly|clearly|again|also|once more|seriously) )*(?:told|warned|instructed|counselled|urged|obliged)|"
            r"(?:are|has been|have been|will be) (?:(?:kindly|all|strongly|again) )*(?:asked|expected|requested|advised|invited|urged|warned|instructed|obliged))"
            r"(?:,? (?:again|anew|seriously|once more|in writing))?,?(?: (?:to|that|for) [\w-]+(?: [\w'-]+){0,4})?",
            likely_if=r"\w+",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="reminder",
            words=r"(?:gentle |friendly |kind |stern |clear |strong )?reminder(?:s)? (?:to|for) (?:all|everyone|everybody|staff|the [\w-]+|"
            r"engineers|developers|operators|users|people)",
            unless_before=rf"(?:{_MACHINE}|automatic|automated|calendar|weekly|daily|sends?|sent)(?: [\w'-]+){{0,9}}",
            doubtful=True,
        ),
        Terms(
            needs="retrain re-train re-educat resit re-sit refresher",
            words=rf"re-?(?:trained|train(?:ing)?|educate[ds]?|sit)(?! (?:the |our |a |an |its |on )?(?:[\w-]+ )?(?:models?|classifiers?|networks?|"
            rf"detectors?|jobs?|data|weekly|nightly|pipelines?|filters?|scorers?))(?: (?:of|for) (?:[\w-]+ ){{0,3}}(?:{_MANY}))?|"
            rf"refresher (?:courses?|trainings?|sessions?)|refresher(?: (?:on|in|for) [\w-]+)?",
            unless_before=rf"(?:{_DENIED}|models?|classifiers?|networks?|detectors?|rankers?|(?:model|scorer|detector) \w+|nightly|weekly)(?: [\w'-]+){{0,9}}",
            doubtful=True,
        ),
        Terms(
            needs="train course class taught coach counsel educat sensiti sensibili toolbox instructed undergo retake redo repeat exam module stand-down attend",
            words=rf"(?:mandatory|compulsory|obligatory|additional|further|more|remedial|another round of) (?:[\w-]+ )?(?:re)?training|"
            rf"(?:sent|send|go|back|repeat\w*|redo|retake|attend|undergo|take|put through) (?:(?:to|on|through|back|again|an?|the|his|her|"
            rf"their|another|mandatory|whole|refresher|safety|incident|workflow) ){{0,4}}(?:[\w-]+ )?{_REPEAT}(?: again)?|"
            r"(?:be|been|to be|again|once more) (?:re-?)?(?:taught|trained(?: again)|coached|counselled|educated|sensiti[sz]ed|instructed(?: again))|"
            r"train (?:the |our |all )?(?:[\w-]+ ){1,2}(?:again|better|properly)|stand-down with|counsel the [\w-]+|sensibili[sz]e [\w-]+|sensiti[sz]e [\w-]+|coach the [\w-]+ to|toolbox talk|trained again|"
            r"(?:training|course|class) (?:on|in|for) (?:careful|attention|vigilance|discipline|thinking)\w*",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="think",
            words=r"think(?:ing)? (?:twice|hard|well|before|first|carefully|again|three times|two times|of the)(?: (?:before|when|about)? ?(?:you |they |we |one )?\w+ing|"
            r" (?:you|they|we|people) \w+)?|(?:think|stop and think|pause and think)(?= before)",
            unless_before=_DENIED,
        ),
        Terms(
            needs="double-check double check twice triple",
            words=r"(?:always |please )?(?:double|triple)[- ]check (?:everything|every \w+|your|their|his|her|all|what|twice|before|next)(?: \w+)?|"
            r"(?:check|look|read|test|measure|verify) (?:it |this |that |things |everything |your \w+ |each \w+ )?(?:twice|two times|three times)|"
            r"read twice|(?:pull|check|count) the \w+ twice",
            unless_before=rf"(?:{_DENIED}|{_MACHINE}|jobs?|we now|now)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="attention eye concentrat brain slow focus mind head stop",
            words=r"pay(?:ing)? (?:more |closer |better |proper |full |due |special |extra |very |close )?attention(?: to(?: [\w-]+){1,3})?|"
            r"(?:keep|keeping|open|have) (?:(?:his|her|their|your|our|my|an?|closer) ){1,2}eyes? (?:open|peeled|on)|"
            r"concentrate(?: (?:on|better|more|when|fully|during|and|in)(?: [\w-]+){0,3})?|"
            r"(?:slow down|stop) and (?:think|look|concentrate|read)|(?:all |need to |have to |must )slow down|"
            r"(?:engage|use) (?:your |their |his |her |the )?(?:brains?|heads?|minds?|common sense)|with (?:your|their) brains? \w+ on|"
            r"apply (?:your|their) minds?|stay focus(?:s)?ed|(?:focus|concentrate) (?:more|better|harder)",
            unless_before=rf"(?:{_DENIED}|{_MACHINE}|who|team|was|were|had|while)(?: (?:was|were|had|to))?",
            doubtful=True,
        ),
        Terms(
            needs="careful",
            words=r"(?:please |must |to |should |always )?(?:be|being) careful(?: (?:with|when|about|to|in|around|what)(?: [\w-]+){1,3})?|"
            r"(?:check|read|handle|test|work|look|type)\w* (?:[\w-]+ ){0,3}more carefully",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="lesson warning reminder example deterrent",
            words=r"let (?:this|that|it) be an? (?:lesson|warning|reminder)(?: to(?: [\w-]+){1,3})?|"
            r"(?:learn(?:s|ed|t)?|teach(?:es)?|taught) (?:his|her|their|them|him|your|you|a) (?:\w+ )?lesson|lessons?(?: learned)?: "
            r"(?:always |do not |don't |never |stop |stay |be |read |check |think |please )(?:[\w-]+ ){0,2}[\w-]+|"
            r"(?:serve|made|make) (?:as )?(?:an? )?(?:example|deterrent)(?: of)?",
            unless_before=_DENIED,
        ),
        Terms(
            needs="warn caution reprimand admonished rebuked dressed",
            words=r"(?:written|verbal|formal|final|last|official|serious|stern|oral) (?:warning|reprimand|caution)s?|warning letters?|"
            r"letters? of (?:warning|reprimand)|(?:get|gets|got|receive[ds]?|given|gave|give|issued?) (?:an? |one )?(?:\w+ )?(?:warning|reprimand)s?"
            r"(?! (?:about|of|on|in|from|that|when|at|level|email|page))|reprimand(?:s|ed)?|(?:has|have|had|was|were|been|be) "
            r"(?:\w+ )?(?:cautioned|admonished|rebuked|dressed down)|under caution|"
            r"(?:warn|caution) (?:him|her|them|the (?:team|engineer|crew|staff))",
            unless_before=rf"(?:{_DENIED}|(?:compiler|linter|deprecation|final build)(?: \w+)?)",
            unless_after=r"(?:was|were|is|in the log)(?: \w+)? (?:logged|raised|printed|shown|at \d+|sent to the)",
            doubtful=True,
        ),
        Terms(
            needs="disciplin consequence punish penal sanction fined fine surcharg without accountable answerable liable responsible charge damage",
            words=r"disciplinary (?!committee)\w+|disciplin(?:e|ing) (?:the|him|her|them|those|all|anyone|whoever) ?\w*|"
            r"(?:there will be|will (?:have|face|bear)|face|suffer|what are the|without|faces|facing|have) (?:the )?(?:serious |personal |legal |severe )?"
            r"consequences(?: for (?:him|her|them|the \w+))?(?! for (?:the )?(?:latency|data|users|customers|availability))|"
            r"(?:be|been|was|were|are) (?:\w+ )?(?:punished|penali[sz]ed|sanctioned|fined|surcharged)|suffer a fine|"
            r"held (?:personally |individually |fully )?(?:accountable|responsible|answerable|liable)|days? without pay|"
            r"charge the \w+ for|pay for the damage|home without pay|as a (?:penalty|punishment)",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="dismiss fired sack terminat let parted firing replace sent suspend banned barred written demoted grounded reprimand punish moved removed taken stripped lost off",
            words=r"(?:the |an? |our )?(?:[\w-]+ )?(?:engineer|employee|operator|contractor|intern|admin|developer|technician|analyst|worker|manager|supervisor|"
            r"colleague|signaller|trainee|individual|person|driver|nurse|consultant|freelancer|he|she|they)s? (?:(?:was|were|has been|have been|had been|will be|is|are|to be|"
            r"should be|must be|got) )(?:\w+ )?(?:dismissed|fired|sacked|let go|terminated|replaced|sent home|suspended|demoted|grounded|"
            r"reprimanded|punished|moved to another \w+|removed from the \w+|taken off (?:the )?[\w-]+|stripped of \w+)|"
            r"(?:be|been|was|were) (?:stripped of|taken off|removed from|banned from|barred from|written up|replaced by someone)(?: [\w'-]+){1,9}|"
            r"(?:is|are) off the (?:account|project|rota|case)|"
            r"let (?:the \w+|him|her|them|[A-Z]\w+) go|parted ways with|firing offen[cs]e|sent home|lost (?:his|her|their) jobs?",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="contract file apprais review hr",
            words=r"contracts? (?:will|shall|has|have|was|were|is) (?:\w+ )?(?:not |\w+n't )?(?:be |been )?(?:extended|renewed|terminated|cancelled|ended)|"
            r"(?:in|on|into|to) (?:his|her|their|the|my)? ?(?:personnel |personal |hr |employee )?files? of (?:the|anyone|every) \w+|"
            r"(?:personnel|personal|hr|employee) files?|(?:in|into) (?:\w+ )?(?:appraisals?|yearly reviews?|performance reviews?)|"
            r"hr (?:has|have|was|is|will|to) (?:been |be )?(?:informed|involved|notified|examin\w+|deal\w*)",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="zero exceptions full period strike chance publicly",
            words=r"zero[- ]tolerance|no exceptions|(?:full stop|period)(?=\s*[.!]?\s*\Z)|"
            r"strike (?:two|three)|(?:his|her|their|your|a) (?:last|final) chance|call(?:ed)? (?:people |them |him |her )?out publicly",
            unless_before=r"(?:rest|test|beta|waiting|monitoring|longer|retention|grace|cooling|a|the|each|same|this|one|time|billing|trial|of|reporting|quiet)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="access right privilege permission bonus job account badge licen credential root sudo authority certification pay",
            words=rf"(?:lose|loses|losing|lost|forfeit\w*) (?:{_ONES_OWN} ){{0,2}}(?:\w+ )?{_RIGHT}|"
            rf"(?:withdraw|revoke|remove|take|cut|strip|suspend)(?:s|n|d|ed|ing)? (?:away )?(?:{_ONES_OWN} ){{0,2}}(?:[\w-]+ )?{_RIGHT} (?:away )?from "
            rf"(?:the (?!role|group|account|token|service|deploy|job|bot|app)[\w-]+|him|her|them|[A-Z]\w+|anyone|juniors|interns|contractors)|"
            rf"(?:his|her|their|\w+'s) (?:[\w-]+ ){{0,3}}{_RIGHT} (?:(?:has|have|had|was|were|is|are|will|to|for|[\w-]+) ){{1,4}}(?:be |been )?(?:revoked|withdrawn|"
            rf"removed|taken away|suspended|cut|reduced|cancelled)",
            unless_before=rf"(?:{_DENIED}|no one is going to|users?|customers?|clients?|account|bot|replica|{_MACHINE})",
            doubtful=True,
        ),
        Terms(
            needs="word talk told tell spoken speak spoke ask conversation chat clear terms",
            words=r"stern (?:word|talk(?:ing)?(?:-to)?|conversation)s?(?: with [\w ]{1,20})?|serious (?:word|talk|conversation|chat)s?(?: with [\w ]{1,20})?|"
            r"(?:made|make) it (?:very )?clear to (?:him|her|them|the \w+|[A-Z]\w+)|(?:talk|speak|spoke|spoken) (?:to|with) (?:[\w-]+ ){1,3}about (?:his|her|their|the) "
            r"(?:behaviou?r|attitude|conduct|work)|(?:was|were|been|to be|be) spoken to|formal conversation with|"
            r"(?:tell|told|telling|ask|asked|get) (?:the |all |our )*(?:everyone|people|team|engineers?|developers?|operators?|staff|crew|ground crew|him|her|them|[A-Z]\w+) "
            r"to (?:be|follow|ask|read|check|think|pay|test|stop|look|take|watch|double|make)(?: [\w'-]+){0,9}|"
            r"(?:talked|stern talking)[- ]to|a good talking-to",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="allowed permitted touch work operating trusted near having watch closely eye unsupervised banned",
            words=r"(?:will|shall|must|may|should|can) (?:no longer|not|never) (?:be )?(?:(?:allowed|let|permitted) (?:to |near |anywhere near )?|"
            r"touch |work (?:with|on|air|alone|unsuper)|be operating |be trusted )[\w-]+(?: [\w-]+)?|can't have [\w-]+ working|"
            r"(?:keep|have) a (?:closer|close) eye on (?:[A-Z]\w+|him|her|them|the [\w-]+)|(?:watch|watching|watched|supervise) "
            r"(?:[\w' -]{1,30} )?(?:more|very) closely|working unsupervised|no longer work with this|banned from \w+ing",
            unless_before=r"(?:so|that) (?:it|they|one)",
            doubtful=True,
        ),
        Terms(
            needs="seriously effort harder better socks sign ownership discipline avoid diligence vigilance commitment",
            words=r"tak(?:e|es|ing) (?:[\w' -]{1,40} )?(?:more|as) seriously|take (?:this|it|that|their \w+|agreements) seriously|mak(?:e|ing) (?:an|more|every) effort(?: to \w+)?|try(?:ing)? harder|"
            r"(?:must|have to|need to|should|shall|try to|please) (?:all )?do better|do better next|try to avoid such|pull up (?:his|her|their|your|our) socks|"
            r"(?:take|show|need|needs) (?:more|full) ownership|sign(?:s|ed)? (?:a|the|for|that|off that) (?:new |the )?(?:declaration|statement|paper|pledge|undertaking|quality|they|he|she)|confirm with (?:his|her|their|a)? ?signature|"
            r"(?:more|stricter|better) discipline|more (?:self-discipline|diligence|vigilance|commitment)",
            unless_before=_DENIED,
            doubtful=True,
        ),
        OfPeople(
            needs="must shall should will has have need ought are is",
            words=rf"(?!will (?:check|verify|know|understand|watch|try|improve|stop|show|look|follow|keep|prepare|run|report|monitor|sign|confirm|count|communicate|focus|read|use|spend|ensure|make sure|learn|take this|take a)\b){_MODAL} {_MINDFUL}(?: [\w'-]+){{0,9}}",
            likely_if=r"\w+",
            ours_if=r"must|shall|should|have to|need to",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="learn concentrat listen rememb respect read pay think know behav obey look count try",
            words=r"(?:must|shall|should|has to|have to|needs? to|ought to|(?:is|are) to|let) (?:(?:all|finally|please|always|again|also|once more|really) )*"
            r"(?:learn|concentrate|listen|remember|respect|read|re-?read|pay (?:more |closer )?attention|think|proofread|know|behave|obey|look (?:twice|again|at|before|left)|count to \w+|try to)(?: [\w'-]+){1,9}",
            unless_before=rf"(?:{_DENIED}|{_MACHINE}|it|which|that|client|clients|library|code|cache|replica|parser)",
            doubtful=True,
        ),
        Terms(
            needs="not don't never",
            words=r"(?<!\w\s)(?<!,\s)(?:do not|don't|never) [\w-]+ (?:[\w'-]+ ){0,6}(?:if|unless|until|without|before)(?: [\w'-]+){1,9}",
            doubtful=True,
        ),
        Terms(
            needs="remember stay alert sharp focus vigilan humble sure ensure attention awareness breath",
            words=r"remember to (?:always |never )?[\w-]+(?: [\w'-]+){0,9}|(?:stay|staying|be) (?:more )?(?:alert|sharp(?:er)?|focus(?:s)?ed|vigilant|humble)|"
            r"(?:make sure|ensure) (?:that )?(?:people|everyone|everybody|all (?:staff|engineers|developers|of us)|the team|engineers|developers|operators)(?: [\w'-]+){1,9}|"
            r"(?:heightened|increased|double|more|better|constant) (?:vigilance|attention|awareness)|take a breath|awareness training",
            unless_before=rf"(?:{_DENIED}|did|didn't|will|{_MACHINE})",
            doubtful=True,
        ),
        Terms(
            needs="another answer thrown terminat lectured person offence repeat re-instructed certification measures beginners competent names",
            words=r"(?:look|looking) for another job|answers? to the (?:ceo|cto|coo|director|board)|thrown off the|lead to (?:termination|dismissal)|"
            r"(?:get|gets|be|have) (?:another|a further) (?:round of )?(?:training|reminder|lecture)|(?:to be|be|are to be) (?:lectured|re-instructed)|"
            r"fire the (?:person|one|idiot|engineer)|(?:the )?person (?:who did (?:this|it)|responsible) (?:to|will|should|must|has to)(?: [\w'-]+){1,9}|"
            r"(?:second|further|repeat) offen[cs]e|repeat the (?:certification|induction|training)|personnel measures|only competent people",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="please next future henceforth going from hereafter",
            words=r"please,? (?:do not |don't |all |stop |always |just )?(?:read|check|be|think|stop|keep|make an?|use|look|take|ask|test|watch|re-?read|verify|"
            r"pushing|remember|concentrate|do)(?: [\w'-]+){1,9}|(?:next time|in (?:the )?future|from now on|henceforth|going forward|hereafter)"
            r"(?: [\w'-]+){0,3}?,? (?:please |always |just )?(?:read|check|ask|look|think|we (?:will|must|should|need to|have to) (?:be|pay|try|take|look|think|read|check)|"
            r"people|everyone|everybody|developers|engineers|operators|staff|all|nobody|individuals|whoever)(?: [\w'-]+){1,9}",
            doubtful=True,
        ),
        Terms(
            needs="before",
            words=r"(?:read|look(?: \w+)?|check|ask|know|make sure|count to \w+|slow down|take (?:your|their) time)(?: [\w',-]+){0,6}? "
            r"before (?:you|they|we|he|she|one|anyone|people|touching|pressing|clicking|typing|sending|pushing|shipping|approving|signing|deploying|merging)(?: \w+)?",
            unless_before=rf"(?:{_DENIED}|{_MACHINE}|to|which|that|we|can|could|did|now)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="aware awareness duty duties obligation responsib everyone everybody everyone's",
            words=r"rais(?:e|ing) awareness(?: (?:of|among|in|for) [\w-]+)?|(?:be )?made aware,? (?:once|again|of (?:his|her|their|its))(?: \w+)?|"
            r"make (?:[\w-]+ ){1,3}aware of (?:his|her|their|its) \w+|(?:his|her|their|its|every \w+'s|everyone's|everybody's|each \w+'s) "
            r"(?:\w+ )?(?:duty|duties|obligations?|responsibility) (?:to|of|that)? ?\w*|(?:is|it's) (?:everyone|everybody)'s "
            r"(?:job|responsibility|duty)(?: to \w+)?|(?:the )?duty of (?:each|every) \w+ to \w+",
            unless_before=_DENIED,
            doubtful=True,
        ),
        Terms(
            needs="anyone whoever anybody those people next engineers contributors",
            words=r"(?:anyone|anybody|whoever|those|people|next one|engineers|contributors) (?:who |found |caught |seen |that |[\w-]+ing )?(?:[\w'-]+ ){0,7}?(?:will|shall|loses?|answers? to|explains|"
            r"goes|gets|stays|should come|can expect|has to|is out|pays)(?: [\w'-]+){1,9}",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="f",
    raised_from=0.78,
    page=__doc__ or "",
)
