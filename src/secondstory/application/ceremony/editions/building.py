"""Builds an edition out of what was gathered. Text speaks of roles; names stand beside commitments, thanks, exceptions."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Literal

from secondstory.application import edition
from secondstory.application.ceremony.editions import night, words
from secondstory.application.ceremony.editions.gathering import Gathered
from secondstory.application.ceremony.editions.sources import sources
from secondstory.application.understanding.mapping import map_of
from secondstory.domain.ceremony.followups import Changes, FollowUp, Standing
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.incidents import Impact
from secondstory.domain.understanding.narrative import DefenceNoted, Noted
from secondstory.kernel.frozen import dataclass
from secondstory.vault.keys import LastSigned

DRAFT = "Draft: "
_WORDS_A_MINUTE = 220
_CHANGES: dict[Changes, Literal["condition", "symptom"]] = {
    Changes.CONDITION: "condition",
    Changes.SYMPTOM: "symptom",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds an edition. signed: the checkpoint for its foot. published_at: None for a draft."""

    now: datetime
    published_at: datetime | None = None
    signed: LastSigned | None = None
    vkey: str = ""
    origin: str = ""

    @property
    def zone(self) -> tzinfo:
        """The zone in which the page gives its times: of whoever publishes."""
        zone = self.now.tzinfo
        assert zone is not None, "the clock is aware"
        return zone


def edition_of(gathered: Gathered, frame: Frame) -> edition.Edition:
    """Return the edition. Without `published_at` it is a draft, and its title says so."""
    pm, story, zone = gathered.pm, gathered.pm.story, frame.zone
    mapped, prose = map_of(pm), narrative.text(story)
    return edition.Edition(
        number=pm.incident.number,
        title=pm.incident.title if frame.published_at else f"{DRAFT}{pm.incident.title}",
        lede=story.storeys.lede or "",
        first_story=story.storeys.first or "",
        second_story=story.storeys.second or "",
        narrative=prose,
        published_at=frame.published_at and frame.published_at.astimezone(zone),
        reading_minutes=-(-len(prose.split()) // _WORDS_A_MINUTE),
        zone=_zone_name(frame.now),
        impact=tuple(_impact(one) for one in pm.incident.impacts),
        review=_review(gathered),
        thanks=tuple(f"{one.to}: {one.text}" for one in story.thanks if one.consent),
        exceptions=_exceptions(gathered, zone),
        words=tuple(_terms(gathered)),
        timeline=night.timeline(gathered, zone),
        timeline_gaps=night.gaps(gathered, zone),
        bands=night.bands(gathered, zone),
        accounts=tuple(night.account(one, zone) for one in gathered.accounts),
        decision_points=tuple(night.decision_point(one, zone) for one in story.decision_points),
        conditions=mapped.conditions,
        links=mapped.links,
        effects=mapped.effects if mapped.conditions else (),
        levels=mapped.levels if mapped.conditions or pm.conditions.explored else (),
        defences=tuple(_defence(one) for one in story.defences),
        luck=_texts(story.luck),
        surprises=_texts(story.surprises),
        went_well=_texts(story.went_well),
        hard=_texts(story.hard),
        followups=tuple(_followup(gathered, one, zone) for one in gathered.followups),
        sources=sources(gathered, zone),
        gaps=tuple(words.gap_words(gap, zone) for gap in pm.timeline.gaps),
        amendments=_amendments(gathered, zone),
        charter_version=gathered.charter_version,
        checkpoint=_checkpoint(frame.signed),
        vkey=frame.vkey,
        origin=frame.origin,
    )


def _zone_name(now: datetime) -> str:
    key = getattr(now.tzinfo, "key", None)
    name = key if isinstance(key, str) else now.tzname() or "UTC"
    return name.removeprefix("Etc/")


def _texts(notes: Iterable[Noted]) -> tuple[str, ...]:
    return tuple(one.text for one in notes)


def _terms(gathered: Gathered) -> Iterator[edition.Term]:
    """Yield what stands beside the story: what set it off, told apart from the conditions; then the words explained."""
    if gathered.pm.incident.trigger:
        yield edition.Term(term="What set it off", meaning=gathered.pm.incident.trigger)
    for term, said in gathered.pm.story.glossary.items():
        yield edition.Term(term=term, meaning=said)


def _impact(one: Impact) -> edition.Impact:
    return edition.Impact(
        party=one.party,
        kind=one.kind,
        number=one.number or "",
        unit=(one.unit or "") if one.number else "",
        method=one.method or "",
        marks=one.evidence,
    )


def _defence(one: Noted) -> edition.Defence:
    assert isinstance(one.first, DefenceNoted)
    return edition.Defence(stood=one.first.kind.value, text=one.text)


def _review(gathered: Gathered) -> edition.Review | None:
    held = [one for one in gathered.pm.sittings.sittings if one.is_held]
    if not held:
        return None
    lanes = {one.added.vantage for one in gathered.pm.timeline.entries if one.added.vantage}
    facilitated = next((one for one in held if one.facilitator is not None), None)
    return edition.Review(
        sittings=tuple(words.sitting_words(one) for one in held),
        facilitator="appointed" if facilitated else "",
        independence=_independence(facilitated) if facilitated else "",
        people=max((sum(role.count for role in one.roles) for one in held), default=0),
        vantage_points=len(lanes),
    )


def _independence(one: Sitting) -> str:
    if not one.conflicts:
        return "not part of the incident"
    return f"with a tie to it ({one.overridden})" if one.overridden else "with a tie to it"


def _exceptions(gathered: Gathered, zone: tzinfo) -> tuple[edition.GateException, ...]:
    return tuple(
        edition.GateException(
            gate=words.GATES[one.gate],
            reason=one.reason,
            by=gathered.names.get(str(one.by), ""),
            at=one.at.astimezone(zone),
        )
        for one in gathered.pm.publication.exceptions
    )


def _followup(gathered: Gathered, one: FollowUp, zone: tzinfo) -> edition.FollowUp:
    grade, stream = one.grade, gathered.pm.stream
    due = None if one.due is None else one.due.at.astimezone(zone).date()
    return edition.FollowUp(
        number=one.number,
        text=one.text,
        strength=grade.value if grade else "",
        changes=_CHANGES[one.changes],
        conditions=tuple(f"C-{number}" for number in one.answers(stream)) if stream else (),
        owner=gathered.owner_of(one),
        state=_state(gathered, one),
        end_state=one.end_state or "",
        due=due,
    )


def _state(gathered: Gathered, one: FollowUp) -> str:
    """Return where it stands. A team may be named before it answered; a person is named once they said yes."""
    if one.standing is Standing.ASKED and one.asked:
        of = one.asked[-1].of
        return "asked, not answered yet" if of in gathered.names else f"asked of {of}"
    return f"waiting for {one.waiting_for}" if one.waiting_for else one.standing.value


def _amendments(gathered: Gathered, zone: tzinfo) -> tuple[edition.Amendment, ...]:
    return tuple(
        edition.Amendment(at=one.at.astimezone(zone), text=one.text, reason=one.reason)
        for one in gathered.pm.publication.amendments
    )


def _checkpoint(signed: LastSigned | None) -> edition.Checkpoint | None:
    if signed is None:
        return None
    return edition.Checkpoint(
        size=signed.size, root=b64encode(signed.root).decode("ascii"), note=signed.note.decode()
    )
