"""Strong words. Rests until somebody wants it.

Notices
-------
Words that raise the voice: *ridiculous*, *insane*, *nightmare*, *appalling*, *a complete mess*, *dumpster fire*,
*I can't believe*, *how on earth*, *beggars belief*, and swearing.

Why it matters
--------------
A loud word tells how somebody felt afterwards, and readers hear a verdict in it, whoever was meant. People who heard one
say less the next time. What was hard that night can be told so that others see it: the hour, the page, the number of
alerts. How people felt belongs in their own accounts, in their own words.

Ask instead
-----------
What happened that the word stands for, in times and numbers? Who felt it, and does it belong in their account? What would
somebody who was not there need to see the same?

Leaves alone
------------
Terms of art (*disaster recovery*, *chaos engineering*, *catastrophic backtracking*), words that are denied or only
mentioned, quoted speech, code.

Source
------
Google, *Site Reliability Workbook* (2018), chapter 10: animated language in a postmortem; RCA2 (IHI, 2015), second rule of
causation.
"""

from secondstory.coach.kinds import Terms
from secondstory.coach.rule import Rule, Status

_DENIED = (
    r"(?:no|not|never|\w+n't|nothing|neither|nor|rather than|instead of|words?|term|phrase|called|named|label(?:led)?|game|film|song|"
    r"novel|series)(?: (?:an?|the|at all|was|so|too|like|or)){0,2}"
)
_LOUDLY = (
    r"ridiculously|insanely|absurdly|ludicrously|horribly|terribly|awfully|unbelievably|shockingly|appallingly|outrageously|"
    r"horrendously|dreadfully|stupidly|abysmally|atrociously|incredibly|crazily|hideously|laughably|disgracefully"
)
_LINK = r"(?:and|or|but|at|in|on|when|for|to|with|by|from|as|until|because|so|during|while|after|before|of|that|if)"
_UTTER = r"(?:complete|total|utter|absolute|real|bloody|hot|right|pure|sheer|massive|huge|unmitigated|holy|royal|giant)"

RULE = Rule(
    code="strong-language",
    name="Strong words",
    bias="the loudest word is remembered",
    says="This word is loud; it tells how it felt afterwards and not what was there.",
    questions=(
        "What does this word stand for, in times and numbers?",
        "Who felt this, and what does their own account say of it?",
        "What would somebody who was not there need to see the same?",
    ),
    finders=(
        Terms(
            needs="ously sanely urdly ribly fully vably kingly lingly ainly dly mally cibly dibly zily laughably hably",
            words=rf"(?=(?-i:[a-z]))(?:{_LOUDLY}) (?P<rest>(?!{_LINK}\b)[\w-]+)",
            unless_before=rf"(?:{_DENIED}|an?)",
            rewording=r"\g<rest>",
        ),
        Terms(
            needs="ously sanely urdly ribly fully vably kingly lingly ainly dly mally cibly dibly zily laughably hably",
            words=rf"an? (?:{_LOUDLY}) [\w-]+|(?:{_LOUDLY})(?: (?!{_LINK}\b)[\w-]+)?",
            unless_before=_DENIED,
        ),
        Terms(
            needs="ridiculous insan absurd crazy ludicrous outrageous appalling atrocious horribl horrendous horrific terribl awful dreadful abysmal "
            "disgrace shame shocking unbelievable inexcusable unforgivable pathetic hideous idioti moronic stupid bonkers laughable braindead brain-dead scandal unthinkable",
            words=r"(?:completely |totally |utterly |absolutely |simply |just |plain )?(?:ridiculous|insane|insanity|absurd|absurdity|crazy|ludicrous|outrageous|appalling|"
            r"atrocious|horrible|horrendous|horrific|terrible|awful|dreadful|abysmal|disgraceful|shameful|shocking|unbelievable|inexcusable|"
            r"unforgivable|pathetic|hideous|idiotic|idiocy|moronic|stupid|stupidity|bonkers|laughable|brain-?dead|scandalous|unthinkable|"
            r"an? (?:disgrace|scandal))",
            unless_before=_DENIED,
        ),
        Terms(
            needs="nightmare fiasco debacle wreck dumpster shambles mayhem shitshow clusterfuck disaster mess chaos catastrophe horror joke",
            words=rf"(?:an? |the )?(?:{_UTTER} )?(?:nightmares?|fiasco|debacle|train ?wreck|dumpster fire|shambles|mayhem|shitshow|clusterfuck|horror show)|"
            rf"(?:an? )?{_UTTER} (?:disaster|mess|chaos|catastrophe|joke)(?! (?:recovery|drill|plan|site|test|monkey|engineering|experiment))",
            unless_before=_DENIED,
        ),
        Terms(
            needs="believe belief boggling jaw earth hell god heaven crying wtf omg ffs shit fuck damn crap bloody screw suck",
            words=r"(?:I|we|you|nobody|one|who) (?:still |just |simply |really )?(?:can't|cannot|can not|could not|couldn't|can|could|would|would not|wouldn't) (?:still |just |simply |really |even )?believe(?! (?:in|the backup|that))|"
            r"beggars belief|beyond belief|hard to believe|mind-?boggling(?:ly)?|jaw-dropping(?:ly)?|(?:how|why|what|who|where) (?:on earth|the hell|in hell|in god's name)|"
            r"for (?:heaven's|god's|crying out loud) ?(?:sake)?|oh my god|what the (?:hell|fuck)|as hell|wtf|omg|ffs|(?:bull)?shit(?:ty)?|fuck(?:ed|ing|up)?|god ?damn(?:ed)?|damn(?:ed)?|crap(?:py)?|"
            r"bloody (?!mary)[\w-]+|(?:really |totally )?sucks|screwed",
            unless_before=_DENIED,
        ),
    ),
    status=Status.PREVIEW,
    page=__doc__ or "",
    opt_in=True,
)
