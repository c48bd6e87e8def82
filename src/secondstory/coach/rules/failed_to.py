"""A duty left undone, with no word on where it was written. Rests until somebody wants it.

Notices
-------
*Failed to*, *neglected to*, *forgot to* and *did not* with something that people are held to do (check, escalate, follow,
document), said of people, of *we* and of *I*; also *the operator's failure to*, *never bothered to*.

Why it matters
--------------
Whatever people did not do is without end; which of it counts is chosen afterwards. It says something only where the
expectation was there before: written, known, and possible on that day. Without that, it holds people to a duty that the
outcome made up.

Ask instead
-----------
Where was it written, and who knew of it? How is it done on other days? What was done at that moment, and what made that
the sensible thing to do?

Leaves alone
------------
Machines (*the job failed to start*), users who failed to log in, what somebody did not know, see or expect, a sentence that
names where the expectation was written, one that says why it was not done, quoted speech, code.

Source
------
RCA2 (IHI, 2015), fifth rule of causation: a failure to act is a cause only where there was a duty to act before;
Dekker, *The Field Guide to Understanding Human Error* (3rd ed., 2014), on counterfactuals.
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.rule import Rule, Status

_ONLY_PEOPLE = (
    r"escalate|read|re-?read|follow|notice|spot|consult|communicate|document|review|inform|ask|tell|double-?check|consider|"
    r"anticipate|realise|realize|recognise|recognize|announce|hand over|brief|inspect|supervise|question|raise|coordinate|"
    r"appreciate|mention|discuss|foresee|wonder|think about|think of|prepare|plan|train|label|sign off|speak up|seek|involve|warn"
)
_DUTY = (
    rf"{_ONLY_PEOPLE}|check|verify|validate|test|confirm|report|notify|update|monitor|respond|acknowledge|page|call|run|perform|"
    r"ensure|make sure|comply|adhere|catch|rotate|renew|back up|secure|disable|enable|lock|close|open|set|add|remove|revert|"
    r"roll back|stop|start|restore|measure|detect|complete|record|log (?:the|their|his|her|it)|act|react|take|give|provide|send|"
    r"implement|configure|maintain|protect|look|use|wait|write|keep|clean up|compare|count|see that|address|fix|"
    r"obtain|request|alert|schedule|assess|evaluate|identify|observe|mitigate|investigate|apply|patch"
)
_ANY = (
    r"(?!(?:log|sign|connect|reconnect|load|reach|receive|authenticate|register|access|open|download|upload|get|pay|reproduce|arrive|"
    r"have|be|know|expect|see|survive|qualify|win)\b)[a-z][\w-]*"
)
_PLACE = (
    r"according to|as (?:required|written|described|agreed|laid down|set out|asked|stated)|(?:runbook|checklist|policy|contract|"
    r"procedure|handbook|agreement|manual|standard|rota|playbook|guide|page|process|plan|protocol) (?:\w+ )?(?:says?|asks?|asked|requires?|"
    r"required|states?|stated|expects?|names?|tells?|lists?|step|section|calls for)|(?:step|section|paragraph|clause|rule|item|point|page) "
    r"\d[\w.]*|written (?:in|down|on)|required (?:by|in)|agreed (?:in|on)"
)
_REASON = r"because|since (?:the|it|they|we|he|she|nothing|no)|as (?:the|it|no|nothing)|so that|for want of|had no|without (?:access|a way)|until"
_USERS = (
    r"(?:users?|customers?|clients?|visitors?|subscribers?|passengers?|shoppers?|patients?|readers?|players?|callers?|guests?|consumers?|"
    r"workers?|agents?|controllers?|schedulers?|followers?|leaders?|brokers?)(?: [\w-]+){0,2}"
)
_DENIED = r"(?:not|never|\w+n't|nobody|no one|nor|neither|rarely|if|whether|unless|when|in case|should|could|would|may|might)(?: [\w-]+){0,2}"
_EARLIER = r"(?:has|have|had|having|been|be|will|who|which|that)(?: \w+)?"
_SOMEBODY = (
    r"(?:his|her|our|my|their|(?:engineer|operator|team|developer|admin|administrator|reviewer|technician|contractor|vendor|manager|"
    r"lead|crew|shift|analyst|driver|nurse|pilot|supplier|responder|staff|management)(?:'s|s'))"
)

RULE = Rule(
    code="failed-to",
    name="A duty left undone",
    bias="a duty made afterwards",
    says="This tells what was not done, without the place where it was expected.",
    questions=(
        "Where was it written that this was to be done, and who knew of it?",
        "How is it done on other days?",
        "What was done at that moment, and what made it sensible?",
    ),
    finders=(
        OfPeople(
            needs="failed neglected forgot omitted",
            words=rf"(?:failed|neglected|forgot|omitted) to (?P<verb>(?:\w+ly )?(?:{_DUTY}|{_ANY}))",
            likely_if=_ONLY_PEOPLE,
            ours_if=r"\w+",
            self_counts=True,
            unless_before=rf"(?:{_DENIED}|{_EARLIER}|{_USERS})",
            unless_in=_PLACE,
            rewording=r"did not \g<verb>",
        ),
        OfPeople(
            needs="failed neglected forgotten omitted",
            words=rf"(?:has|have|had) (?:\w+ )?(?:failed|neglected|forgotten|omitted) to (?:\w+ly )?(?:{_DUTY})",
            likely_if=_ONLY_PEOPLE,
            ours_if=r"\w+",
            self_counts=True,
            unless_before=rf"(?:{_DENIED}|{_USERS})",
            unless_in=_PLACE,
        ),
        OfPeople(
            needs="did",
            words=rf"(?:did not|didn't) (?:even |bother to |think to |care to |\w+ly )*(?:{_DUTY})",
            likely_if=_ONLY_PEOPLE,
            ours_if=r"\w+",
            self_counts=True,
            unless_before=rf"(?:{_DENIED}|{_USERS}|{_EARLIER})",
            unless_after=r"(?:until|before|for (?:lack|want)|too|any more|anything|what (?:it|they|we))",
            unless_in=rf"{_PLACE}|{_REASON}",
        ),
        OfPeople(
            needs="never",
            words=r"never (?:bothered to [\w-]+|checked|tested|verified|validated|escalated|documented|reviewed|confirmed|told|asked|"
            r"informed|notified|followed|reported|updated|communicated|monitored)",
            likely_if=r"bothered|escalated|documented|told|asked|informed|reviewed",
            ours_if=r"\w+",
            self_counts=True,
            unless_before=rf"(?:{_DENIED}|{_USERS}|was|were|is|are|be|been|(?:has|have|had) been)",
            unless_in=rf"{_PLACE}|{_REASON}",
        ),
        Terms(
            needs="failure failing",
            words=rf"(?:by|for) failing to (?:\w+ly )?(?:{_ONLY_PEOPLE}|check|verify|test|notify|report|confirm|respond)|{_SOMEBODY} (?:repeated |continued |own )?failure to (?:\w+ly )?(?:{_DUTY})|failure (?:of|by) (?:the |our )?(?:engineers?|operators?|teams?|developers?|"
            rf"admins?|staff|reviewers?|crew|management|contractors?|vendors?) to (?:\w+ly )?(?:{_DUTY})",
            unless_before=_DENIED,
            unless_in=_PLACE,
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
