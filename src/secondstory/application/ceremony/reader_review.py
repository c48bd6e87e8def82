"""The fixed questions for a reader who was not there, and the page on which they answer."""

import re

from secondstory.domain.ceremony.publication import ReaderAnswer, ReaderReviewed
from secondstory.kernel.refused import Refused

QUESTIONS = {
    "what-was-kept": "Is what shows it kept: logs, messages, screens, and what is missing named as such?",
    "who-was-affected": "Can you tell who was affected, and how much, and how anybody knows?",
    "deep-enough": "Does it go beyond the first story? What did you learn about how the work is normally done?",
    "changes-something": "Would the follow-ups change a condition, and do the most effective ones come first?",
    "understandable": "What did you have to guess, because you were not there?",
    "who-else": "Who else should read this, and has anybody told them?",
}
_HEADING = re.compile(r"^#{1,6}\s+(?P<code>[a-z][a-z-]*)\b.*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def blank_page() -> str:
    """Return the page to send to a reader: each question under its code, with room for the answer."""
    asked = (f"## {code}\n<!-- {question} -->\n" for code, question in QUESTIONS.items())
    return "\n".join(["# What a reader who was not there says", "", *asked])


def read_answers(text: str) -> ReaderReviewed:
    """Return the answers on such a page. Raises Refused when none of the questions is answered."""
    found = list(_HEADING.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    said = {
        match["code"]: _COMMENT.sub("", text[match.end() : end]).strip()
        for match, end in zip(found, ends, strict=True)
    }
    answers = tuple(
        ReaderAnswer(question=code, answer=said[code]) for code in QUESTIONS if said.get(code, "")
    )
    if not answers:
        raise Refused(
            "None of the fixed questions is answered there. secondstory publish PM-1 --reader-questions prints"
            " the page to fill in.",
            code="no-answers",
        )
    return ReaderReviewed(answers=answers)
