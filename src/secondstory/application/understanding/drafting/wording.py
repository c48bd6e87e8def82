"""The wording of a text as the coach sees it, for whoever writes it. Nothing about it is kept."""

from secondstory.coach import RULES, Notebook, Places
from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Words in a text and the question they raise. start, end: in UTF-16 units, as a browser counts them."""

    rule: str
    name: str
    says: str
    bias: str
    question: str
    words: str
    rewording: str
    start: int
    end: int


def look_at_wording(text: str, notebook: Notebook) -> tuple[Noticed, ...]:
    """Return what the coach notices in `text`, in its order. notebook: remembers sentences between two looks."""
    rules = {rule.code: rule for rule in RULES}
    places = Places(text)
    return tuple(
        Noticed(
            rule=one.rule,
            name=rules[one.rule].name,
            says=one.message,
            bias=rules[one.rule].bias,
            question=one.question,
            words=one.text,
            rewording=one.rewording,
            start=places.utf16(one.start),
            end=places.utf16(one.end),
        )
        for one in notebook.look(text).findings
    )
