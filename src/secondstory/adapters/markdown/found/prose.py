"""Causes and follow-ups told in running text, as in reports that have paragraphs and no section for either.

Only sentences that say so in plain words count, and the reader asks only when no section gave anything.
"""

import re
from collections.abc import Iterable, Iterator

from secondstory.adapters.markdown.found.followups import followup_from
from secondstory.adapters.markdown.reading import Bullet, FollowUp
from secondstory.adapters.markdown.shape.sections import Section

_CAUSE = re.compile(
    r"\b(?:(?:was|were|is|been) (?:primarily |mainly |ultimately |directly |partly )?(?:caused by|(?:the )?result of|due to|triggered by)"
    r"|(?:first|second|third|another|further|one|main|key) (?:contributing )?(?:factor|cause|reason) (?:was|is)"
    r"|root cause (?:was|is|of the)|contributing (?:cause|factor)s? (?:was|were|is|are)|(?:this|it) (?:happened|occurred) because|made (?:this|it) worse"
    r"|contributed to (?:the|this))\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"^\W*(?:to (?:prevent|avoid|reduce|ensure|mitigate|address|keep|make sure)\b.{0,200}?\bwe(?:'|\u2019)?(?:ll| will| are| have|ve| plan)\b"
    r"|(?:(?:also|and|next|then|so|finally|additionally|moreover|lastly|first|second|third|in addition),? )?we (?:(?:will(?! not)|are going to|plan to|intend to|also plan to|will also)\b"
    r"|(?:are|are now|are also|are currently) (?:adding|working|improving|investing|updating|changing|building|reviewing|moving"
    r"|implementing|extending|rolling|making|introducing|hardening|strengthening)\b)"
    r"|we(?:'|\u2019)ll\b|(?:going|moving) forward,? we\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d)]*\s+(?=[A-Z\u201c\"(])")
_LONGEST_BLOCK = 20_000
_TOLD_IN = frozenset(
    {None, "", "summary", "background", "title", "trigger", "resolution", "response", "analysis", "detection"}
)


def causes_in_prose(sections: Iterable[Section]) -> Iterator[Bullet]:
    """Yield the sentences that name a cause in so many words."""
    for text, line, end_line in _sentences(sections):
        if _CAUSE.search(text) is not None:
            yield Bullet(text=text, line=line, end_line=end_line, label="")


def followups_in_prose(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the sentences that say what will be changed."""
    for text, line, end_line in _sentences(sections):
        if _AHEAD.match(text) is not None:
            yield followup_from(text, line, end_line)


def _sentences(sections: Iterable[Section]) -> Iterator[tuple[str, int, int]]:
    for section in sections:
        if section.field not in _TOLD_IN:
            continue
        for block in section.blocks:
            if block.kind != "text" or len(block.text) > _LONGEST_BLOCK:
                continue
            at = 0
            for sentence in _SENTENCE_END.split(block.text):
                start = block.text.index(sentence, at)
                at = start + len(sentence)
                first = block.line + block.text.count("\n", 0, start)
                yield " ".join(sentence.split()), first, first + sentence.count("\n")
