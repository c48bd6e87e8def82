"""Runs rules over a text. It knows no wording: rules bring theirs."""

from collections.abc import Collection, Iterable, Iterator

from secondstory.coach.kinds import find
from secondstory.coach.markup import Prepared, prepare
from secondstory.coach.rule import Finding, Rule, Status


def coach(text: str, rules: Iterable[Rule], *, allow: Collection[str] = ()) -> list[Finding]:
    """Return what `rules` notice in the Markdown `text`, in the order of the text.

    allow: codes of rules that this text may trip. A comment `<!-- coach: allow CODE: reason -->` allows one for its
    line, or, on a line of its own, for the next block; without a reason it allows nothing.
    The same text gives the same findings; of one rule, findings never overlap.
    """
    prepared = prepare(text)
    found: list[Finding] = []
    for rule in rules:
        if rule.code not in allow and rule.status is not Status.RETIRED:
            found.extend(_findings(rule, prepared))
    return sorted(found, key=lambda one: (one.start, one.end, one.rule))


def _findings(rule: Rule, prepared: Prepared) -> Iterator[Finding]:
    spans = _apart(span for finder in rule.finders for span in find(finder, prepared))
    for turn, (start, end) in enumerate(span for span in spans if not prepared.allows(rule.code, span[0])):
        line, column = prepared.position(start)
        end_line, end_column = prepared.position(end - 1)
        yield Finding(
            rule=rule.code,
            message=rule.says,
            question=rule.questions[turn % len(rule.questions)],
            start=start,
            end=end,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column + 1,
            text=prepared.text[start:end],
        )


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order; of those that overlap, the one that begins first, and the longest of these."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
