"""The wording of a text as the coach sees it, for whoever writes it. Nothing about it is kept."""

from collections.abc import Iterator

from secondstory.coach import RULES, coach
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
    start: int
    end: int


def look_at_wording(text: str) -> tuple[Noticed, ...]:
    """Return what the coach notices in `text`, in its order."""
    rules = {rule.code: rule for rule in RULES}
    found = coach(text, RULES)
    units = _units(text, sorted({at for one in found for at in (one.start, one.end)}))
    return tuple(
        Noticed(
            rule=one.rule,
            name=rules[one.rule].name,
            says=one.message,
            bias=rules[one.rule].bias,
            question=one.question,
            words=one.text,
            start=units[one.start],
            end=units[one.end],
        )
        for one in found
    )


def _units(text: str, places: list[int]) -> dict[int, int]:
    return dict(_counted(text, places))


def _counted(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each offset in code points with the same offset in UTF-16 units."""
    before = units = 0
    for at in places:
        units += len(text[before:at].encode("utf-16-le", "surrogatepass")) // 2
        before = at
        yield at, units
