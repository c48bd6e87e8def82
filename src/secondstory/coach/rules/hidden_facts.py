"""Facts hidden where facts are due.

Notices
-------
Sentences that say that something went wrong and keep back who, what or why: *mistakes were made*, *for various reasons
the process was not followed*, *certain decisions were taken*, *communication could have been better*, *lessons have been
learnt*.

Why it matters
--------------
A post-mortem without blame is not one without facts. Where the agent and the reason are missing, readers fill them in,
and usually with a person. What is not said cannot be changed.

Ask instead
-----------
Which decision, taken when, on what knowledge? Which reasons, one by one? What was to be said to whom, and through which
channel?

Leaves alone
------------
Passive sentences with their facts (*the disk was replaced at 10:04*), mechanisms, honest gaps that say what is not known
and why, summaries that the next lines spell out, quoted speech and code.

Source
------
Bavelas, *Journal of Language and Social Psychology* 28 (2009), on agency left out of accounts of violence; RCA2 (IHI,
2015), rules of causation: no vague negatives, and every deviation with what came before it.
"""

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_SOME = r"(?:certain|some|various|several|a (?:few|number of|couple of)|the (?:usual|customary|proper|necessary|required|requisite|normal|appropriate|relevant))"
_WORK = (
    r"(?:process|procedure|protocol|polic(?:y|ie)|rule|check|step|test|review|approval|guideline|standard|control|measure|precaution|practice|"
    r"instruction|requirement|channel|agreement|timescale|deadline|validation|verification|handover|safeguard|due diligence|"
    r"documentation|communication|testing|monitoring|coordination|information|consultation|observation|isolation|preparation|arrangement|"
    r"separation|formalit(?:y|ie)|limit|warning|risk|alarm|alert|issue|change|matter|request|result)s?"
)
_OMITTED = (
    r"(?:followed|observed|respected|adhered to|complied with|carried out|performed|completed|undertaken|conducted|executed|implemented|"
    r"communicated|passed on|shared|cascaded|escalated|picked up|acted upon|followed up|pursued|progressed|heeded|recorded|documented|"
    r"monitored|considered|recogni[sz]ed|appreciated|understood|taken into account|put in place|activated|used|kept|informed|"
    r"prepared|aligned|involved|consulted|achieved|assured|arranged|sighted|observed|addressed|verified|checked|tested|reviewed|taken)"
)
_SHORT_OF = (
    r"(?:always|fully|wholly|entirely|universally|sufficiently|adequately|properly|consistently|completely|strictly|correctly|in all cases|"
    r"in every instance|in every respect|in full|in time|in a timely (?:manner|fashion)|at all times|optimally|appropriately|duly|effectively)"
)
_HOPED = (
    r"(?:it |one |we |they )?(?:intended|planned|foreseen|hoped|expected|desired|desirable|wished|agreed|envisaged|contemplated|anticipated|"
    r"required|(?:might|could|should|would|may) (?:have|be|perhaps have|ideally have)(?: \w+){0,2}|one would(?: have)? \w+)"
)
_VAGUE = r"(?:various|certain|several|multiple|whatever|some|a (?:number|variety|range|combination|multitude|mix|host) of|a combination of|many|different|a few)"
_WHY = r"(?:reasons?|factors?|circumstances|considerations|things|causes|motives?|grounds|commitments|issues)"
_CLOSED_DOOR = r"(?:internal|operational|organi[sz]ational|practical|historical|personal|business|commercial|political|unforeseen|unspecified|confidential|administrative|cost|other|unknown)"
_BETTER = r"(?:better|fuller|clearer|smoother|improved|stronger|earlier|more (?!than\b)[\w-]+|handled (?:better|differently)|done (?:better|differently))"
_TELLING = r"(?:communication|coordination|handover|documentation|testing|engagement|timing|planning|preparation|response|process|handling|monitoring|information flow|collaboration|oversight|execution|escalation)s?"

RULE = Rule(
    code="hidden-facts",
    name="Facts hidden where facts are due",
    bias="evasion",
    says="The reader learns that there was trouble, while who, what or why is kept back.",
    questions=(
        "Which decision was it, taken when, and on what knowledge?",
        "What were the reasons, one by one?",
        "Who needed to know, and how would they have heard?",
    ),
    finders=(
        Terms(
            needs="mistake error misstep",
            words=r"(?:(?:some|certain|several|a few|various) )?(?:mistakes|errors|missteps) (?:were|have been|had been|may have been) made|"
            r"(?:an?|some|the) (?:unfortunate |regrettable |small |procedural )?(?:error|mistake|misstep) (?:was|has been|had been) made|"
            r"(?:mistakes|missteps) (?:occurred|happened|crept in)",
            unless_before=r"(?:what|which|no|kinds of|whether|how|if|when|where)(?: \w+)?",
            unless_after=r"(?:by|in (?:my|our)|because|when|while|(?:in|at|on) (?:line|step|the (?:query|formula|sql)))",
        ),
        Terms(
            needs="communicat coordinat documentation handover engagement information planning room desired",
            words=rf"(?:{_TELLING}|information flow) (?:\w+ ){{0,4}}?(?:could|might) (?:perhaps |certainly |probably |also )?have been (?:better|fuller|clearer|smoother|stronger|improved|more [\w-]+)|"
            r"left (?:some |much )?room for improvement|(?:left|leaves?) (?:something|much|a lot|a little) to be desired",
            unless_before=r"(?:our|my|we|i|not|nothing)(?: [\w'-]+){0,9}",
            unless_after=r"(?::|because|by \w+ing|with a|if)",
        ),
        Terms(
            needs="lesson led course history bridge internally wish might have",
            words=r"lessons (?:were|have been|had been) (?:learn(?:ed|t)|drawn)(?: at all levels| all round| by all)?|one thing led to another|things took their course|the rest is history|"
            r"water under the bridge|(?:dealt with|addressed|handled|regularised|remedied) internally|as (?:it|they) might have been|as one would (?:have )?wish(?:ed)?|as would have been wished",
            unless_before=r"(?:what|which|how|if|not|no|whether|until)(?: [\w'-]+){0,9}",
            unless_after=r"(?::|listed|below)",
        ),
        Terms(needs="reason", words=r"for (?:one|some) reason or (?:another|other)", settles=True),
        Terms(
            needs="reason factor circumstance consideration motive grounds commitments things causes issues",
            words=rf"for {_VAGUE} (?:{_CLOSED_DOOR} )?(?:reasons?|motives?)|for (?:one|some) reason (?:or|and) (?:another|other)|for whatever reasons?|"
            rf"for reasons (?:on which|not|that (?:are|remain|need|have|were|cannot|will|we)|which|best|we|unknown|unclear|of its own|known only)[\w ,-]{{0,30}}\w|"
            rf"(?:due|owing|related|attributed) to (?:{_VAGUE} )?(?:{_CLOSED_DOOR} )?(?:reasons|circumstances|factors|considerations|commitments)|"
            rf"for {_CLOSED_DOOR} reasons|by some motive|given the circumstances|(?:following|reflected) (?:a range of )?considerations|"
            rf"a (?:combination|number|variety|range|multitude) of (?:[\w-]+ )?{_WHY}",
            unless_after=r"(?::|including|such as|listed|described|below|and (?:they|these)|as follows|and we list)",
            unless_before=r"(?:not|never|no longer|retried|tried|fails?|can fail|happen|happens)",
            doubtful=True,
        ),
        Terms(
            needs="somehow another things wires",
            words=r"somehow(?: [\w'-]+){0,9}|for one reason (?:or|and) another|wires got crossed|things (?:got (?:away|out of|lost|missed|messy)|"
            r"slipped|went (?:wrong|another way|their way|awry)|happened|came together|had,? [\w ,]{0,30}become \w+)|a number of things (?:came|went)|"
            r"(?:some|a few|certain|other) things (?:slipped|went|got|fell|were|had|on the day)(?: [\w'-]+){0,9}",
            unless_before=r"(?:not|could|can|may|might|when|if|how|how do|that)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="ambigu weakness deviation relaxation failure absence deficien miscommunicat issues lack confus misunderstand breakdown gap shortcoming irregularit mismatch lapse oversight drift learning",
            words=r"(?:an?|the|some) (?:certain |general |unfortunate |complete |possible )?(?:lack|breakdown|failure|lapse|gap|absence|mismatch|relaxation)s? (?:of|in|on) (?:the )?(?:established )?(?:lines of )?"
            r"(?:internal |clear |proper |effective )?(?:communication|coordination|alignment|oversight|expectations|clarity|discipline|information|diligence|awareness|process|ownership|understanding)|"
            r"(?:due to|through|because of|owing to|by|it was) (?:a |an )?(?:internal |unfortunate |regrettable |administrative )?(?:misunderstanding|miscommunication|oversight)s?|"
            r"(?:there (?:was|were|had been|has been|may have been),? (?:it appears,? )?)(?:some |a certain |certain |a number of |several |a few |a |an )?(?:[\w-]+ )?(?:confusion|misunderstandings?|irregularit\w+|"
            r"shortcomings?|gaps?|learnings?|ambiguity|weaknesses|deviations?|communication issues|issues (?:with|in|on) the|lapses?|drift|deficienc\w+|issues with the process|miscommunication|relaxation|breakdown|mismatch)(?: [\w'-]+){0,9}|"
            r"(?:some|certain|various|several) (?:irregularities|shortcomings|deficiencies|gaps|misunderstandings|confusion)|(?:an )?irregularit(?:y|ies) (?:in|arose|occurred)(?: \w+)?",
            unless_before=r"(?:not|no|never|because|what|which|how)(?: [\w'-]+){0,9}",
            unless_after=r"(?:between the (?:two )?(?:clocks|versions)|because|:)",
            doubtful=True,
        ),
        Terms(
            needs="could might should may room short optimal ideal perfect best perhaps uneven lacking opportunity where what all",
            words=rf"{_TELLING}[\w ,'-]{{0,50}}? (?:could|might|should|may) (?:perhaps |certainly |probably |also )?(?:have been|be) {_BETTER}|"
            rf"(?:leaves|had|is|was|be) (?:some |much )?room for improvement|leave room for|"
            r"(?:fell|fall|fallen) (?:somewhat |slightly )?short of(?: [\w'-]+){1,9}|(?:was|were|is|been|had been) (?:perhaps |somewhat |rather |not always |not |less than |far from )+"
            r"(?:optimal|ideal|perfect|the best|uneven|all (?:that )?it could|what (?:it|they) should|where it (?:needed|should))|(?:was|were|being|to be) (?:suboptimal|sub-optimal|uneven|lacking)|"
            r"opportunity for improvement|not (?:managed|handled) (?:ideally|optimally)|perhaps not [\w-]+(?: [\w'-]+){0,9}",
            doubtful=True,
        ),
        Terms(
            needs="intended planned foreseen hoped expected desire wish agreed required envisaged contemplated anticipated attention scrutiny line way manner form extent might would should deserve could ideal usual",
            words=rf"(?:not|n't) (?:[\w-]+ ){{0,5}}?(?:as|in the (?:way|manner|form|order|fashion)|to the (?:extent|degree|level|standard)|in a (?:way|manner|timely)|where|the way) (?:that |which )?(?:had been |was |were |it |in which |they |we )?{_HOPED}|"
            rf"(?:otherwise|different(?:ly)?|other|more often|broader|above|later|less) (?:[\w-]+ )?(?:than|from) (?:what )?(?:had been |was |were |strictly |as )?(?:intended|planned|foreseen|agreed|required|expected|desired)|"
            r"in a (?:way|manner|form) (?:not|inconsistent|(?:that|which|it) (?:was|led|should|could|might|differed|is not|did))(?: [\w'-]+){1,9}|not [\w -]{0,30}the (?:foreseen|intended|usual|ideal|expected|agreed|prescribed|desired) (?:order|way|form|extent|manner|reaction|scrutiny|response|consistency|standard)|"
            r"(?:did not|had not|didn't|hadn't|not everything|nothing|have not) (?:[\w-]+ ){0,4}?(?:the )?(?:attention|scrutiny|care|consideration|response|priority) (?:it|they|that|which|one)(?: [\w'-]+){1,9}|"
            r"not (?:quite |exactly |entirely |wholly )?in line with (?:what|the|expectations|policy)(?: [\w'-]+){0,9}|than (?:intended|was intended)",
            unless_before=r"(?:works?|worked|system|cache|script|behaves?)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs=" not",
            words=rf"(?:was|were|is|had|been|be|has|have|are|did) (?:not|n't) (?:been |perhaps |yet |in the event,? |everywhere )?{_SHORT_OF}(?: [\w'-]+){{0,9}}|"
            rf"not (?:every|all|everything|everyone|always|each)(?: [\w-]+){{0,5}}? (?:was|were|had|been|went|has|have)(?: [\w'-]+){{0,9}}|"
            rf"(?:{_WORK}) (?:[\w ,'-]{{1,50}} )?(?:was|were|had|has|have|did) not (?:been |get |be |have )?{_OMITTED}(?: [\w'-]+){{0,9}}|"
            r"(?:was|were) not (?:brought into|made aware|given|sighted|kept|informed|involved|met|initiated|managed|treated|pursued|progressed)(?: [\w'-]+){1,9}|did not (?:reach (?:all|the right|those)|find (?:its|their) way|take place|progress|lead to the|proceed|deliver|happen in|receive)(?: [\w'-]+){0,9}",
            doubtful=True,
        ),
        Terms(
            needs="certain some various several number couple usual customary proper normal necessary required requisite appropriate relevant part few element aspect",
            words=rf"(?:certain (?!that\b|of\b|about\b)(?:[\w-]+ ){{1,3}}|{_SOME} (?:[\w-]+ ){{0,2}}(?:{_WORK}|steps|decisions|items|tickets|settings|measures|artifacts|topics|assumptions|choices|actions|activities|parties|stakeholders|labels|earthing) )"
            r"(?:may |might )?(?:was|were|had|has|have|appear|appears|seem|did)(?: [\w'-]+){1,9}|"
            rf"(?:parts?|aspects?|some|elements) of (?:the |our |it )?(?:[\w-]+ )?(?:was|were|had)(?: not)?(?: [\w'-]+){{1,9}}|ran into certain \w+|certain (?:difficulties|issues|decisions|circumstances|activities|conditions)",
            unless_after=r"(?:by the|because)",
            doubtful=True,
        ),
        Terms(
            needs="point stage level somewhere date time somewhere",
            words=r"at (?:some|a certain|an earlier|various|all|the appropriate) (?:point|stage|level|date|levels)|somewhere (?:along|between|in|at)(?: [\w'-]+){1,9}|at the time considered|felt at the time|made somewhere|"
            r"raised somewhere",
            unless_after=r"(?:the (?:queue|disk|cache|pod)|we|i)",
            doubtful=True,
        ),
        Terms(
            needs="felt deemed believed assumed thought considered understood decided agreed judged held necessary strictly assumption given",
            words=r"(?:it (?:was|had been|is|has been) )(?:\w+ )?(?:felt|deemed|believed|assumed|thought|considered|understood|decided|agreed|judged)(?: [\w'-]+){1,9}|"
            r"(?:was|were|been|be|is) (?:\w+ )?(?:felt|deemed|considered|thought|understood|believed|judged|felt to be|held) (?:to (?:be|have)|not|adequate|sufficient|necessary|appropriate|proportionate|done|best|acceptable)(?: [\w'-]+){0,9}|"
            r"not (?:deemed|considered|felt|thought|strictly) (?:necessary|required|to be)|(?:degree|level|extent) (?:considered|deemed) \w+|considered (?:adequate|sufficient|proportionate|done)|"
            r"assumed to be \w+|assumptions? (?:was|were|had been) made(?: \w+)?|was given to understand",
            unless_before=r"(?:we|i|who|how|why|what)(?: \w+)?",
            doubtful=True,
        ),
        Terms(
            needs="cracks stools wayside way came lost happened wrong history bridge past forward ahead moved moving look ended agreed pressed path impression option crept",
            words=r"(?:fell|fallen|slipped|fall|dropped) (?:through|between) (?:the |two )?(?:cracks|stools|gaps)|fell by the wayside|got lost (?:on the way|in|somewhere|along)(?: [\w'-]+){0,9}|came to be(?: [\w'-]+){1,9}|came about|"
            r"(?:found|find) its way (?:in|to|on)\w*(?: [\w'-]+){0,9}|something (?:went|had gone|has gone) wrong|(?:looks? forward|look ahead|moving on|moved on|look(?:ing)? to the future)|"
            r"(?:what|stuff|things) (?:has |have )?happened(?:,| has happened| exactly)|errors (?:had|have) crept|so happened|what exactly (?:happened|had been)(?: [\w'-]+){0,9}|lies in the past|the wrong (?:path|button|impression|option|file) was \w+|ended up \w+",
            unless_before=r"(?:until|if|when|whether|that|where|how)(?: [\w'-]+){0,9}",
            doubtful=True,
        ),
        Terms(
            needs="internally leave discuss comment detail differ established longer serves scope remain reconstruct clarified known vague remember listed described internal channel forum concerned addressed dealt regularised remedied shortened left into important clear specified",
            words=r"(?:dealt with|addressed|handled|resolved|noted|known|remedied|managed|pursued) (?:locally|with (?:those|the persons) concerned|through the appropriate channels|in the appropriate forum)|"
            r"(?:been |internally )(?:addressed|dealt with|regularised|remedied|shortened)|(?:we|they|i|one|let's|let us)? ?(?:would (?:like|rather|prefer) (?:to )?)?leave (?:it|that) (?:at that|there|here)|(?:is|best) left there|"
            r"(?:will|would|do|can|need) not (?:be )?(?:comment|discuss|go into|listed|described|say more|be listed|be described)(?: [\w'-]+){0,9}|go(?:ing)? into (?:it|detail|that) here|(?:not|need not) go into|"
            r"opinions differ|remembered differently|(?:no longer|no more|not|cannot|can't|couldn't|could not)(?: now| today)? (?:be )?(?:known|relevant|reconstructed|clarified|established|important here|remembered)(?: [\w'-]+){0,9}|"
            r"never (?:really )?established|remained (?:vague|internal|unclear)|serves no purpose|(?:we|i) (?:won't|will not|do not want to|cannot) (?:get|go) into|by whom is not \w+|internal reasons|isn't further specified|beyond the scope|nobody (?:quite )?remembers",
            unless_after=r"(?:from the log|as the log|because|since the|as the|the log|:)",
            doubtful=True,
        ),
        Terms(
            needs="learnings due insufficient inadequate limited proper necessary care consideration diligence attention precaution account",
            words=r"learnings were captured|(?:insufficient|inadequate|limited) (?:consideration|attention|care|regard) (?:was|had been|were) given(?: [\w'-]+){0,9}|"
            r"(?:due|proper|sufficient|adequate|appropriate|the necessary) (?:care|attention|consideration|diligence|regard|weight)(?: \w+){0,3}? (?:was|were|had|has|may have|have)(?: not)?(?: [\w'-]+){1,9}|"
            r"(?:not|n't) (?:been )?(?:given|receive|received|paid|get|exercised) (?:the )?(?:due|proper|sufficient|appropriate|necessary|usual) (?:care|attention|consideration|scrutiny)",
            doubtful=True,
        ),
        Terms(
            needs="overlooked missed omitted neglected skipped shortened relaxed departed dropped slip bypassed relaxed left forgotten sight allowed permitted seat corners incorrect wrong erroneous suboptimal",
            words=r"(?:was|were|had been|has been|have been|been) (?:somewhat |simply |unfortunately |apparently )?(?:overlooked|missed|omitted|left out|neglected|bypassed|shortened|relaxed|departed from|forgotten|lost sight of)(?: [\w'-]+){0,9}|"
            r"(?:been )?(?:allowed|permitted) to (?:slip|arise|develop|lapse|drift|lap\w+)|taken a back ?(?:seat| seat)|corners were cut|(?:an? )?(?:incorrect|wrong|erroneous|suboptimal|unfortunate) (?:\w+ )?(?:was|had been|has been|came) (?:taken|made|chosen|pressed|used|selected|given|created|to be)(?: \w+)?",
            unless_before=r"(?:alert|alerts|metrics?|query|packets?|frames?|heartbeats?|requests?|what|which|pages?)",
            unless_after=r"(?:by the|from the (?:list|config|template)|because|since)",
            doubtful=True,
        ),
        Terms(
            needs="appear seem light emerge rule assumed unfortunately regrettabl may",
            words=r"(?:it (?:would |does )?(?:appears?|seems?) that|it has (?:since )?(?:emerged|come to light) that|it cannot be ruled out|it can be assumed|(?:does|do) not appear to have|appears? not to have|came to light)(?: [\w'-]+){0,9}|"
            r"(?:unfortunately|regrettably),? (?:not|the|some|this|a|data|an|certain)(?: [\w'-]+){1,9}|may have been (?!the\b|a\b|an\b)\w+(?: [\w'-]+){0,9}|may (?:not|in part|not in every case) have (?:been|reached|received)(?: [\w'-]+){1,9}",
            doubtful=True,
        ),
        Terms(
            needs="series chain attempts incident irregularit condition issue event matter situation circumstances decision choice exception",
            words=r"(?:an?|the) (?:isolated |related |[\w-]+-related )?(?:incident|issue|matter|situation|event|exception|condition|irregularity) (?:occurred|arose|came about|happened|was handled|was dealt|has been|has since)(?: [\w'-]+){0,9}|"
            r"(?:various |unforeseen |certain )?circumstances (?:arose|led|meant|contributed)(?: [\w'-]+){0,9}|(?:unfortunate|unlucky) (?:series|chain) of \w+|attempts were made|matters (?:have|were|had)(?: [\w'-]+){1,9}|(?:an?|the|certain|some)? ?(?:[\w-]+ )?(?:decisions?|choices?) (?:was|were|had been|has been) (?:made|taken)(?: [\w'-]+){0,9}",
            unless_before=r"(?:how|why|when|before|after|until|which|what|by whom)(?: [\w'-]+){0,9}",
            unless_after=r"(?:by|because|at \d+|in (?:march|april|may|june|july))",
            doubtful=True,
        ),
        Terms(
            needs="expectation responsib agreements roles priorities communication wish",
            words=r"(?:expectations?|responsibilit(?:y|ies)|roles|agreements|priorities|lines of communication)(?: [\w-]+){0,4}? (?:was|were|had|have|is)(?: [\w-]+)? (?:not|changed|unclear|blurred|misaligned|remembered|perhaps)(?: [\w'-]+){0,9}|"
            r"improve communication|not (?:fully |been fully |entirely )?aligned|confusion as to responsibilities",
            doubtful=True,
        ),
    ),
    status=Status.STABLE,
    category="g",
    raised_from=0.88,
    page=__doc__ or "",
)
