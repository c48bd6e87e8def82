"""A procedure not followed, and there it ends. Rests until somebody wants it.

Notices
-------
A sentence that ends at a rule that was not kept: *the procedure was not followed*, *did not follow the runbook*, *deviation
from the process*, *non-compliance with policy*, *bypassed the change process*, *the checklist was ignored*.

Why it matters
--------------
Work as written and work as done differ every day, and mostly to good effect: people fit the page to the hour. That a page
was not followed is therefore true of good days too. It becomes an answer only with how the work is normally done, and what
made the other way the sensible one.

Ask instead
-----------
How is this normally done, and by whom? What made the written way hard to follow that day? What did people do instead, and
how often has that worked?

Leaves alone
------------
A sentence that goes on to say why or how it is normally done, procedures that were followed, packets and requests that
follow no one, words about the idea, quoted speech, code.

Source
------
RCA2 (IHI, 2015), fourth rule of causation: a breach of procedure has a preceding cause; Hollnagel, *Safety-I and
Safety-II* (2014), on work as imagined and work as done.
"""

from secondstory.coach.kinds import OfPeople, Terms
from secondstory.coach.rule import Rule, Status

_PAGE = (
    r"(?:procedures?|process(?:es)?|runbooks?|run books?|playbooks?|checklists?|protocols?|polic(?:y|ies)|instructions?|guidelines?|guidance|sops?|"
    r"standards?|rules?|best practices?|manuals?|steps|conventions?|standing orders|change control|documentation|four[- ]eyes principle)"
)
_WHAT = rf"(?:(?:the|our|all|any|this|that|these|those|its|their|his|her|an?|established|written|agreed) )*(?:[\w-]+ ){{0,3}}?{_PAGE}"
_KEPT = r"(?:followed|adhered to|observed|respected|complied with|obeyed|kept to|executed as written|carried out as written|stuck to)"
_BROKEN = r"(?:bypassed|ignored|violated|disregarded|circumvented|breached|broken|flouted|skipped|overridden|sidestepped)"
_GOES_ON = (
    r"because|since|so that|normally|usually|in practice|most days|on other days|why|whether|if|how|as the|when (?:the|it)|what made|which made|"
    r"due to|unless|until|where (?:the|it)|although|written for|had no|too long|ordinary|usual|out of date|outdated|no longer"
)
_DENIED = r"(?:no|not|never|\w+n't|nobody|nor|neither|rather than|instead of|words?|phrase|term|asking)(?: [\w-]+){0,2}"

RULE = Rule(
    code="not-followed",
    name="A procedure not followed",
    bias="work as written taken for work as done",
    says="The account ends where a page and the work differ; how the work is normally done is not told.",
    questions=(
        "How is this normally done, and by whom?",
        "What made the written way hard to keep to that day?",
        "What was done instead, and how often has that worked?",
    ),
    finders=(
        Terms(
            needs="followed adhered observed respected complied obeyed kept written stuck",
            words=rf"{_PAGE} (?:(?:was|were|is|are|has been|have been|had been) (?:(?:simply|clearly|often|also|just|obviously|plainly) )?"
            rf"(?:not|never) (?:(?:fully|properly|strictly|always|correctly|entirely|been) ){{0,2}}|(?:wasn't|weren't|isn't|aren't) (?:\w+ly )?|(?:has|have|had) "
            rf"(?:not|never) been (?:\w+ly )?|not (?:\w+ly )?){_KEPT}",
            unless_in=_GOES_ON,
        ),
        Terms(
            needs="bypassed ignored violated disregarded circumvented breached broken flouted skipped overridden sidestepped",
            words=rf"(?:procedures?|runbooks?|playbooks?|checklists?|polic(?:y|ies)|instructions|guidelines|sops?|change process(?:es)?|review process|"
            rf"approval process|release process|best practices|standing orders|change control|four[- ]eyes principle) (?:was|were|has been|have been|had been|is|are|being) (?:\w+ly )?{_BROKEN}",
            unless_before=_DENIED,
            unless_in=_GOES_ON,
        ),
        OfPeople(
            needs="follow adher compl obey stick stuck observ keep kept",
            words=rf"(?:did not|didn't|do not|don't|does not|doesn't|had not|hadn't|has not|have not|was not|were not|failed to|neglected to|never) (?:\w+ly )?(?:follow(?:ed|ing)?|adhered? to|"
            rf"compl(?:y|ied) with|obey(?:ed)?|stick to|stuck to|observed?|keep to|kept to|adhering to|complying with) {_WHAT}",
            likely_if=r"\w+",
            ours_if=r"\w+",
            self_counts=True,
            unless_before=r"(?:if|whether|unless|when)(?: [\w-]+){0,3}",
            unless_in=_GOES_ON,
        ),
        OfPeople(
            needs="bypassed ignored violated disregarded circumvented breached broke flouted skipped sidestepped",
            words=rf"(?:bypassed|ignored|violated|disregarded|circumvented|breached|broke|flouted|skipped|sidestepped) {_WHAT}",
            likely_if=r"\w+",
            ours_if=r"\w+",
            self_counts=True,
            unless_before=_DENIED,
            unless_in=_GOES_ON,
        ),
        Terms(
            needs="deviat departure breach violation compliance adher disregard failure following",
            words=rf"(?:deviati(?:on|ons|ng) from|departures? from|breach(?:es)? of|violations? of|non-?compliance with|non-?adherence to|lack of (?:adherence to|compliance with)|"
            rf"disregard (?:of|for)|failure to (?:follow|comply with|adhere to)|(?:due to|by|for|of) not following|without following|not adhering to) {_WHAT}",
            unless_before=_DENIED,
            unless_in=_GOES_ON.replace("|due to", ""),
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
