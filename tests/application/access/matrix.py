"""Who sees and may do what, written by hand from the design and apart from the policy. `MATRIX` serves every channel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import followups
from secondstory.domain.event_table import TABLE
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from tests.application.access.world import (
    BY_RULE,
    CHARTER,
    DRAFT,
    EV_OF_PUBLIC,
    FU_OF_LEARNT,
    FU_OF_PUBLIC,
    LEARNT,
    OF_DRAFT,
    PEOPLE,
    PUBLIC,
    RESTRICTED,
    SHARED_ACCOUNT,
    TEAMS,
)
from tests.domain.golden_bytes import sample

ROOM = "opener owner facilitator scribe participant involved commander invited"
NO_FACILITATOR = "opener owner scribe participant involved commander invited"
OWNERS = "opener owner"
LEADING = "opener owner facilitator scribe"
PRESENT = " ".join(name for name in PEOPLE if name != "left")
"""Everybody in the organisation."""
NOBODY = ""


@dataclass(frozen=True)
class Cell:
    """One action at one place, and who may do it; everybody else is told no. action: `read`, or the tag of an event.

    new: the event begins a stream. to: the person it is about, by what they are; `oneself` is whoever acts.
    """

    action: str
    where: StreamId
    who: str
    new: bool = False
    to: str = ""

    @property
    def allowed(self) -> frozenset[str]:
        """The names of those who may."""
        return frozenset(self.who.split())

    def __str__(self) -> str:
        """Return it as it shows in a test's name."""
        return f"{self.action} {self.where}{' new' if self.new else ''}{f' to {self.to}' if self.to else ''}"

    def draft(self, name: str) -> Draft:
        """Return what somebody would record."""
        event = self._event(name)
        prefix = {"account": "ac", "support": "su", "evidence": "ev", "hold": "ho"}
        kinds = {**prefix, "followup": "fu", "erasure": "er", "incident": "pm", "people": "pe"}
        stream = StreamId(f"{kinds[self.action.partition('.')[0]]}_new") if self.new else self.where
        return Draft(stream=stream, event=event)

    def _event(self, name: str) -> Event:
        classes = {row.tag.rpartition(".")[0]: row.event for row in TABLE}
        event: Event = sample(classes[self.action], spare=True)
        about = PEOPLE.get(name if self.to == "oneself" else self.to)
        match event:
            case followups.Proposed():
                return replace(event, origins=(followups.Origin(post_mortem=self.where),))
            case followups.OriginAdded():
                return replace(event, origin=followups.Origin(post_mortem=DRAFT))
            case followups.Accepted():
                return replace(event, owner=about)
            case incidents.RoleTaken():
                role = incidents.Role.OWNER if self.to == "owner" else incidents.Role.PARTICIPANT
                return replace(event, role=role, person=PEOPLE["stranger"])
        for field in ("post_mortem", "target"):
            if hasattr(event, field):
                event = replace(event, **{field: self.where})
        return replace(event, person=about) if self.to else event


def _acts(where: StreamId, who: str, tags: str, *, new: bool = False, to: str = "") -> Iterator[Cell]:
    return (Cell(tag, where, who, new=new, to=to) for tag in tags.split())


READING: tuple[Cell, ...] = (
    Cell("read", DRAFT, ROOM),
    Cell("read", LEARNT, ROOM),
    Cell("read", PUBLIC, PRESENT),
    Cell("read", RESTRICTED, ROOM),
    Cell("read", OF_DRAFT["fu"], f"{ROOM} asked followup-owner"),
    Cell("read", FU_OF_LEARNT, f"{ROOM} asked followup-owner"),
    Cell("read", FU_OF_PUBLIC, PRESENT),
    Cell("read", OF_DRAFT["ac"], "author facilitator"),
    Cell("read", SHARED_ACCOUNT, f"author {ROOM}"),
    Cell("read", OF_DRAFT["su"], "supporter supported"),
    Cell("read", OF_DRAFT["ev"], ROOM),
    Cell("read", EV_OF_PUBLIC, PRESENT),
    Cell("read", OF_DRAFT["ho"], ROOM),
    Cell("read", OF_DRAFT["er"], f"{ROOM} requester"),
    Cell("read", BY_RULE, "author facilitator administrator"),
    Cell("read", TEAMS, PRESENT),
    Cell("read", CHARTER, PRESENT),
    Cell("read", INSTALLATION_STREAM, PRESENT),
)

_STORY = """story.paragraphs_written story.revised story.storeys_written story.decision_point_added
    story.decision_point_filled story.surprise_noted story.went_well_noted story.luck_noted story.hard_noted
    story.defence_noted story.note_reworded story.comment_made story.comment_resolved story.glossary_term_added story.paragraphs_redacted
    story.thanks_given"""
_TIMELINE = """timeline.entry_added timeline.entry_corrected timeline.entry_confirmed timeline.entry_disputed
    timeline.gap_recorded timeline.imported"""
_INCIDENT = """incident.retitled incident.times_stated incident.impact_stated incident.need_named
    incident.trigger_stated incident.severity_changed incident.linked incident.likeness_judged"""
_IMPORT = """import.document_received import.fields_proposed import.proposal_accepted import.proposal_rejected
    import.external_linked"""
_CONDITION = """condition.added condition.reworded condition.evidence_cited condition.link_drawn
    condition.link_removed condition.level_explored condition.holder_named condition.persistence_stated
    condition.accepted_as_is condition.escalated condition.dropped"""
_LEADING = """sitting.scheduled sitting.moved sitting.soak_shortened sitting.facilitator_appointed
    sitting.independence_overridden sitting.prepared sitting.opened sitting.attended sitting.minutes_written
    sitting.closed sitting.lapsed"""
_HEARD = "sitting.point_raised sitting.parked sitting.dissented sitting.poll_answered"
_SHAPING = """followup.origin_added followup.reworded followup.strength_confirmed followup.asked followup.superseded
    followup.dropped followup.let_go"""
_ON_THE_WAY = """followup.escalated followup.blocked followup.unblocked followup.due_set followup.due_moved
    followup.tracked"""
_LOOKED_AT = "followup.verified followup.effect_checked followup.reopened"

POST_MORTEMS: tuple[Cell, ...] = (
    Cell("incident.opened", DRAFT, PRESENT, new=True),
    *_acts(DRAFT, ROOM, f"{_INCIDENT} {_TIMELINE} {_STORY} {_IMPORT} {_CONDITION} {_HEARD}"),
    *_acts(LEARNT, ROOM, f"{_TIMELINE} {_STORY} {_HEARD}"),
    *_acts(LEARNT, NO_FACILITATOR, f"{_CONDITION} publication.amended"),
    *_acts(PUBLIC, ROOM, f"{_TIMELINE} {_STORY}"),
    *_acts(PUBLIC, NO_FACILITATOR, f"{_CONDITION} publication.amended"),
    *_acts(DRAFT, LEADING, _LEADING),
    *_acts(LEARNT, LEADING, _LEADING),
    *_acts(DRAFT, OWNERS, "incident.merged incident.withdrawn incident.review_waived"),
    *_acts(
        DRAFT,
        OWNERS,
        "publication.published publication.gate_passed_by_exception publication.restricted",
    ),
    *_acts(PUBLIC, OWNERS, "publication.restricted incident.withdrawn"),
    *_acts(PUBLIC, PRESENT, "incident.review_required publication.reader_reviewed publication.cited"),
    *_acts(DRAFT, ROOM, "incident.review_required publication.reader_reviewed publication.announced"),
    Cell("incident.role_taken", DRAFT, ROOM),
    Cell("incident.role_taken", LEARNT, NO_FACILITATOR),
    Cell("incident.role_taken", PUBLIC, NO_FACILITATOR),
    Cell("incident.role_taken", DRAFT, OWNERS, to="owner"),
    Cell("incident.role_left", DRAFT, OWNERS, to="stranger"),
    Cell("incident.role_left", DRAFT, ROOM, to="oneself"),
    Cell("support.settled", DRAFT, f"{ROOM} supported"),
    Cell("support.settled", PUBLIC, ROOM),
)

ACCOUNTS_AND_SUPPORT: tuple[Cell, ...] = (
    Cell("account.written", DRAFT, ROOM, new=True),
    Cell("account.written", PUBLIC, ROOM, new=True),
    *_acts(
        OF_DRAFT["ac"],
        "author",
        "account.continued account.corrected account.shared account.withheld account.differs_from"
        " account.differs_from_evidence",
    ),
    *_acts(SHARED_ACCOUNT, "author", "account.continued account.corrected account.withheld"),
    Cell("support.offered", DRAFT, ROOM, new=True),
    Cell("support.offered", PUBLIC, PRESENT, new=True),
    Cell("support.offered", OF_DRAFT["su"], "supporter"),
    *_acts(OF_DRAFT["su"], "supported", "support.accepted support.declined support.paused"),
    *_acts(
        OF_DRAFT["su"],
        "supporter supported",
        "support.stated_publicly support.companion_named support.handed_over support.prepared support.followed_up"
        " support.stepped_away support.told_somebody support.what_can_wait support.not_applicable",
    ),
)

KEEPING: tuple[Cell, ...] = (
    Cell("evidence.sealed", DRAFT, ROOM, new=True),
    Cell("evidence.sealed", PUBLIC, ROOM, new=True),
    *_acts(OF_DRAFT["ev"], ROOM, "evidence.read evidence.exported evidence.reproduced evidence.handed"),
    *_acts(EV_OF_PUBLIC, PRESENT, "evidence.read evidence.exported evidence.reproduced"),
    *_acts(
        EV_OF_PUBLIC,
        ROOM,
        "evidence.secrets_flagged evidence.handed evidence.corrected evidence.redaction_proposed"
        " evidence.redaction_approved evidence.redacted evidence.made_from evidence.original_opened"
        " evidence.erased",
    ),
    Cell("hold.placed", DRAFT, ROOM, new=True),
    *_acts(OF_DRAFT["ho"], ROOM, "hold.acknowledged hold.extended hold.released"),
    Cell("erasure.requested", DRAFT, ROOM, new=True),
    Cell("erasure.requested", PUBLIC, ROOM, new=True),
    Cell("erasure.requested", OF_DRAFT["ac"], "author facilitator", new=True),
    Cell("erasure.requested", OF_DRAFT["su"], "supported", new=True),
    *_acts(OF_DRAFT["er"], ROOM, "erasure.approved erasure.carried_out erasure.copy_left"),
    *_acts(
        OF_DRAFT["er"], f"{ROOM} requester", "erasure.scheduled erasure.refused_by_hold erasure.withdrawn"
    ),
    *_acts(BY_RULE, "author facilitator administrator", "erasure.approved erasure.withdrawn"),
    Cell("erasure.asked_by_rule", BY_RULE, NOBODY),
    Cell("erasure.copy_removed", OF_DRAFT["er"], NOBODY),
    Cell("evidence.copy_locked", OF_DRAFT["ev"], NOBODY),
)

FOLLOW_UPS: tuple[Cell, ...] = (
    Cell("followup.proposed", DRAFT, ROOM, new=True),
    Cell("followup.proposed", LEARNT, NO_FACILITATOR, new=True),
    Cell("followup.proposed", PUBLIC, NO_FACILITATOR, new=True),
    *_acts(OF_DRAFT["fu"], f"{ROOM} followup-owner", _SHAPING.replace("followup.origin_added", "")),
    Cell("followup.origin_added", OF_DRAFT["fu"], ROOM),
    *_acts(FU_OF_LEARNT, f"{NO_FACILITATOR} followup-owner", _SHAPING.replace("followup.origin_added", "")),
    *_acts(OF_DRAFT["fu"], f"{ROOM} asked followup-owner", _ON_THE_WAY),
    *_acts(FU_OF_LEARNT, f"{NO_FACILITATOR} asked followup-owner", _ON_THE_WAY),
    *_acts(FU_OF_LEARNT, f"{ROOM} asked followup-owner", _LOOKED_AT),
    *_acts(FU_OF_PUBLIC, PRESENT, _LOOKED_AT),
    *_acts(FU_OF_PUBLIC, "followup-owner", "followup.handed_over followup.reported_done"),
    Cell("followup.accepted", FU_OF_PUBLIC, "asked", to="stranger"),
    Cell("followup.accepted", FU_OF_PUBLIC, f"{NO_FACILITATOR} asked", to="oneself"),
    Cell("followup.declined", FU_OF_PUBLIC, "asked"),
    Cell("followup.night_skipped", FU_OF_PUBLIC, NOBODY),
)

HOUSE: tuple[Cell, ...] = (
    *_acts(
        CHARTER, "administrator", "charter.version_adopted charter.vignette_asked charter.vignettes_answered"
    ),
    Cell("charter.acknowledged", CHARTER, NOBODY, to="left"),
    Cell("charter.acknowledged", CHARTER, PRESENT, to="oneself"),
    Cell("people.joined", TEAMS, PRESENT, new=True),
    *_acts(TEAMS, "administrator", "people.renamed people.left people.team_left", to="left"),
    *_acts(TEAMS, PRESENT, "people.renamed people.left people.team_left", to="oneself"),
    *_acts(TEAMS, "administrator", "people.team_formed people.line_stated people.service_named"),
    Cell("people.team_joined", TEAMS, "administrator", to="oneself"),
    Cell("people.team_formed", TEAMS, "administrator", new=True),
    Cell("people.pseudonym_bound", TEAMS, NOBODY),
    *_acts(
        INSTALLATION_STREAM,
        "administrator",
        "installation.policy_set installation.checkpoint_published installation.backed_up installation.key_rotated"
        " installation.key_retired installation.key_compromised installation.drilled installation.key_backups_pruned"
        " installation.checkpoint_timestamped installation.bucket_probed",
    ),
    *_acts(INSTALLATION_STREAM, "administrator", "installation.retention_set installation.retention_removed"),
    Cell("installation.retention_held", INSTALLATION_STREAM, NOBODY),
    *_acts(
        INSTALLATION_STREAM,
        NOBODY,
        "installation.created installation.key_made installation.clock_stepped installation.restored"
        " installation.moved installation.upgraded installation.succeeded_from",
    ),
)

MATRIX: tuple[Cell, ...] = (
    *READING,
    *POST_MORTEMS,
    *ACCOUNTS_AND_SUPPORT,
    *KEEPING,
    *FOLLOW_UPS,
    *HOUSE,
)
"""Every cell. Reading is asked of each channel that shows something; acts of each that records something."""
