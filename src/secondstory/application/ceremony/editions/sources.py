"""The list of sources of an edition: what is held of the evidence, and what is cited and not to be found."""

from collections.abc import Iterator
from datetime import tzinfo

from secondstory.application import edition
from secondstory.application.ceremony.editions import words
from secondstory.application.ceremony.editions.gathering import Gathered
from secondstory.application.marks import marked_in, named_in
from secondstory.domain.keeping.evidence import Capture, Evidence, Flagging
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.narrative import DecisionPoint

_EVIDENCE = "E-"


def sources(gathered: Gathered, zone: tzinfo) -> tuple[edition.Source, ...]:
    """Return the sources by number; what the page cites and nobody sealed stands among them as missing."""
    held = {one.sealed.number: _source(one, zone) for one in gathered.evidence if one.sealed is not None}
    cited = {int(mark.removeprefix(_EVIDENCE)) for mark in _cited(gathered) if mark.startswith(_EVIDENCE)}
    lost = {
        number: edition.Source(id=f"E-{number}", what="Cited here, and not to be found", state="missing")
        for number in cited - held.keys()
    }
    return tuple(source for _, source in sorted((held | lost).items()))


def _cited(gathered: Gathered) -> Iterator[str]:
    pm = gathered.pm
    for entry in pm.timeline.entries:
        yield from named_in(" ".join(entry.added.sources))
    for condition in pm.conditions.standing:
        yield from named_in(" ".join(condition.evidence))
    for link in pm.conditions.standing_links:
        yield from named_in(" ".join(link.evidence))
    for impact in pm.incident.impacts:
        yield from named_in(" ".join(impact.evidence))
    for text in _texts(gathered):
        yield from marked_in(text)


def _texts(gathered: Gathered) -> Iterator[str]:
    """Yield every text of the page in which marks are shown."""
    pm, story = gathered.pm, gathered.pm.story
    storeys = story.storeys
    yield from filter(None, (narrative.text(story), storeys.lede, storeys.first, storeys.second))
    yield from (entry.text for entry in pm.timeline.entries)
    yield from (condition.statement for condition in pm.conditions.standing)
    for point in story.decision_points:
        yield from _slots(point)
    for notes in (story.defences, story.luck, story.surprises, story.went_well, story.hard):
        yield from (note.text for note in notes)
    for followup in gathered.followups:
        yield from filter(None, (followup.text, followup.end_state))
    for amendment in pm.publication.amendments:
        yield from (amendment.text, amendment.reason)


def _slots(point: DecisionPoint) -> Iterator[str]:
    said = (point.done, point.effects, point.expected, point.assumed, point.understood, point.sensible)
    yield from filter(None, said)


def _source(one: Evidence, zone: tzinfo) -> edition.Source:
    sealed = one.sealed
    assert sealed is not None
    is_imported = sealed.how is Capture.IMPORT
    captured = sealed.started or one.sealed_at
    is_masked = one.flagged is not None and one.flagged.outcome is Flagging.MASKED
    return edition.Source(
        id=f"E-{sealed.number}",
        what=f"{sealed.name}: {sealed.command}" if sealed.command else sealed.name,
        captured_at=captured and captured.astimezone(zone),
        captured_from="" if is_imported else sealed.captured_from,
        sealed_at=one.sealed_at and one.sealed_at.astimezone(zone),
        blotted_out=one.flagged.count if one.flagged is not None and is_masked else 0,
        custody=", ".join((*([words.IMPORTED] if is_imported else []), *words.touches_of(one))),
        digest=f"sha256:{sealed.digest}",
        state="held" if one.is_here else "erased",
    )
