"""A poor mark without a figure. Rests until somebody wants it.

Notices
-------
Words that give a bad mark and no measure: *poor*, *inadequate*, *improper*, *insufficient*, *suboptimal*, *deficient*,
*substandard*, *unacceptable*, *not properly tested*, *lack of adequate*, *not up to standard*, *left much to be desired*.

Why it matters
--------------
Such a word tells what somebody thinks of a thing and not what the thing was. Nobody can check it, nobody can tell when it
has become better, and it often stands for a person (*poor planning*). What was there can be said: how many, how long, how
often, since when, compared with what.

Ask instead
-----------
What was there, in numbers? Compared with which need, written where? What would a visitor have seen that day?

Leaves alone
------------
A sentence that brings its own figure, terms of art (*insufficient permissions*, *insufficient evidence*, *improper
fraction*), poor people, words denied or only mentioned, quoted speech, code.

Source
------
RCA2 (IHI, 2015), second rule of causation: no negative and vague words; Google, *Site Reliability Workbook* (2018),
chapter 10, on verifiable data.
"""

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_FIGURE = (
    rf"(?<![\d:.-])\d[\d.,]*(?![\d:-])\s?(?:%|(?!{_MONTH})[a-z°µ]{{1,20}})|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|million) "
    r"(?:percent|(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|times|of|out of|in|per|lines?|pages?|litres?|met(?:re|er)s?|volts?|degrees)|"
    r"(?:a|one) (?:half|third|quarter|fifth|tenth)|dozens of [\w-]+|hundreds of [\w-]+|half (?:the|speed|full|size)|zero [\w-]+"
)
_DENIED = (
    r"(?:no|not|never|\w+n't|nothing|neither|nor|without|rather than|instead of|words?|term|phrase|called|label(?:led)?|if|whether|"
    r"how)(?: (?:an?|the|at all|was|were|is|too|so|any|like)){0,2}|(?:go|goes|going|went|gone)"
)
_TERM_OF_ART = (
    r"(?:evidence|data to|information to (?:say|tell|decide)|permissions?|privileges?|rights|funds|balance|credits?|scopes?|storage error|"
    r"fractions?|integrals?|subsets?|man's|people|families|households|countries|neighbou?rhoods|because|when|in that|meaning|that is)"
)
_MARKED = (
    r"(?:very |rather |quite |generally |extremely |so |too |wholly |largely |somewhat )?(?:poor(?:ly|er|est)?|inadequate(?:ly)?|improper(?:ly)?|"
    r"insufficient(?:ly)?|sub-?optimal(?:ly)?|deficient|substandard|sub-standard|subpar|sub-par|unsatisfactory|"
    r"unacceptabl[ey]|inappropriate(?:ly)?|ineffective(?:ly)?|lacklustre|lackluster|mediocre|dismal(?:ly)?|woeful(?:ly)?)"
)

RULE = Rule(
    code="vague-negative",
    name="A poor mark without a figure",
    bias="marks in place of measures",
    says="This is a mark without a measure; nobody can check it.",
    questions=(
        "What was there, in numbers?",
        "Which need is it compared with, and where is that written?",
        "What would a visitor have seen that day?",
    ),
    finders=(
        Terms(
            needs="poor inadequate improper insufficient optimal deficient standard par unsatisfactory unacceptabl inappropriate ineffective lackl mediocre dismal woeful",
            words=rf"{_MARKED}(?! {_TERM_OF_ART})(?: (?!and\b|or\b|but\b|to\b|in\b|on\b|at\b|for\b|of\b|by\b|when\b|that\b|because\b|so\b|as\b|with\b|during\b|from\b)(?-i:[a-z][\w-]*))?",
            unless_before=_DENIED,
            unless_in=_FIGURE,
        ),
        Terms(
            needs="proper adequate sufficient appropriate correctly well good effective clear",
            words=r"(?:not|never|wasn't|weren't|isn't|aren't) (?:been |being )?(?:properly|adequately|sufficiently|appropriately|well|correctly) (?:\w+ed|understood|known|built|kept|set up|written|done)|"
            r"(?:was|were|is|are) (?:not|hardly|barely) (?:adequate|sufficient|appropriate|good enough)|"
            r"(?:lack|absence) of (?:\w+ and )?(?:proper|adequate|sufficient|appropriate|effective|good|clear)(?: (?-i:[a-z][\w-]*))?",
            unless_before=r"(?:if|whether|unless|when)(?: [\w-]+){0,4}",
            unless_in=_FIGURE,
        ),
        Terms(
            needs="scratch standard par mark job task desired enough lacking better",
            words=r"(?:not|isn't|wasn't|weren't) up to (?:scratch|standard|par|the mark|the job|the task)|"
            r"(?:leaves?|left) (?:much|a lot|something|a great deal) to be desired|(?:not|wasn't|isn't|nowhere near|far from) (?:nearly )?good enough|"
            r"(?:was|were|is|are) (?:sorely |sadly |somewhat |clearly )?lacking|could have been (?:much |a lot |far )?better|below par",
            unless_before=r"(?:if|whether|unless|when)(?: [\w-]+){0,4}",
            unless_in=_FIGURE,
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
