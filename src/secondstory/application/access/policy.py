"""Who may record what: data, and nothing else. What is not written here nobody may (docs/decisions/0010).

Events stand by their tag without its version. Relations are those of whoever acts to the stream the event goes to; for
the first event of a new stream, to the stream it is about (`beginning`).
"""

from collections.abc import Iterable, Mapping

from secondstory.kernel.frozen import dataclass
from secondstory.readmodel.relations import Relation

OWNING = frozenset({Relation.OPENER, Relation.OWNER})
FACILITATING = frozenset({Relation.FACILITATOR, Relation.FACILITATOR_AFTER})
TAKING_PART = frozenset({Relation.SCRIBE, Relation.PARTICIPANT, Relation.INVOLVED, Relation.COMMANDER})
SHAPING = OWNING | TAKING_PART | {Relation.FACILITATOR}
ROOM = SHAPING | FACILITATING
HOLDING_ROOM = OWNING | FACILITATING | {Relation.SCRIBE}
READING = frozenset({Relation.READER})
WITHIN = frozenset({Relation.IN_ROOM})
SEEING_THROUGH = frozenset({Relation.FOLLOWUP_OWNER, Relation.ASKED, Relation.MAKER})
SUPPORTING = frozenset({Relation.SUPPORTER, Relation.SUPPORTED, Relation.SPEAKS_FOR})
ADMINISTERING = frozenset({Relation.ADMINISTRATOR})
CONCERNED = (
    ROOM | WITHIN | {Relation.AUTHOR, Relation.SUPPORTED, Relation.FOLLOWUP_OWNER, Relation.ADMINISTRATOR}
)
NOBODY: frozenset[Relation] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may: anybody who is one of `may`; and one of `oneself`, when it is about themselves."""

    may: frozenset[Relation]
    oneself: frozenset[Relation] = NOBODY

    def allows(self, held: frozenset[Relation]) -> bool:
        """Return whether somebody who is `held` may."""
        return bool(self.may & held) or (Relation.ONESELF in held and bool(self.oneself & held))


DENY = Rule(may=NOBODY)
ANYBODY = frozenset({Relation.ANYBODY})


def _may(may: Iterable[Relation], tags: str, *, oneself: Iterable[Relation] = ()) -> dict[str, Rule]:
    rule = Rule(may=frozenset(may), oneself=frozenset(oneself))
    return dict.fromkeys(tags.split(), rule)


POLICY: Mapping[str, Rule] = {
    # A post-mortem: its content belongs to the room, its fate to whoever owns it.
    **_may(ANYBODY, "incident.opened"),
    **_may(
        ROOM,
        "incident.retitled incident.times_stated incident.impact_stated incident.need_named incident.trigger_stated"
        " incident.severity_changed incident.linked incident.likeness_judged",
    ),
    **_may(OWNING, "incident.merged incident.withdrawn incident.review_waived incident.owner_taken"),
    **_may(ROOM | READING, "incident.review_required"),
    **_may(SHAPING, "incident.role_taken"),
    **_may(OWNING, "incident.role_left", oneself=ROOM),
    **_may(
        ROOM,
        "timeline.entry_added timeline.entry_corrected timeline.entry_confirmed timeline.entry_disputed"
        " timeline.gap_recorded timeline.imported",
    ),
    **_may(
        ROOM,
        "story.paragraphs_written story.revised story.storeys_written story.decision_point_added"
        " story.decision_point_filled story.surprise_noted story.went_well_noted story.luck_noted story.hard_noted"
        " story.defence_noted story.note_reworded story.comment_made story.comment_resolved"
        " story.glossary_term_added story.thanks_given story.paragraphs_redacted",
    ),
    **_may(
        SHAPING,
        "condition.added condition.reworded condition.evidence_cited condition.link_drawn condition.link_removed"
        " condition.level_explored condition.holder_named condition.persistence_stated condition.accepted_as_is"
        " condition.escalated condition.dropped",
    ),
    **_may(
        ROOM,
        "import.document_received import.fields_proposed import.proposal_accepted import.proposal_rejected"
        " import.external_linked",
    ),
    # Sittings: whoever holds the room leads them, everybody in it is heard.
    **_may(
        HOLDING_ROOM,
        "sitting.scheduled sitting.moved sitting.soak_shortened sitting.facilitator_appointed"
        " sitting.independence_overridden sitting.prepared sitting.opened sitting.attended sitting.minutes_written"
        " sitting.closed sitting.lapsed",
    ),
    **_may(ROOM, "sitting.point_raised sitting.parked sitting.dissented sitting.poll_answered"),
    **_may(OWNING, "publication.published publication.gate_passed_by_exception publication.restricted"),
    **_may(SHAPING, "publication.amended"),
    **_may(ROOM, "publication.announced"),
    **_may(ROOM | READING, "publication.reader_reviewed publication.cited"),
    # An account is its author's; support is between two people.
    **_may(ROOM, "account.written"),
    **_may(
        {Relation.AUTHOR},
        "account.continued account.corrected account.shared account.withheld account.differs_from"
        " account.differs_from_evidence",
    ),
    **_may(ROOM | READING | {Relation.SUPPORTER}, "support.offered"),
    **_may({Relation.SUPPORTED, Relation.SPEAKS_FOR}, "support.accepted support.declined support.paused"),
    **_may(ROOM | SUPPORTING | ANYBODY, "support.not_applicable"),
    **_may(ROOM | {Relation.HEARD}, "support.settled"),
    **_may(
        SUPPORTING,
        "support.stated_publicly support.companion_named support.handed_over support.prepared support.followed_up"
        " support.stepped_away support.told_somebody support.what_can_wait",
    ),
    # Evidence is read by whoever may read its post-mortem, and each reading is recorded.
    **_may(ROOM, "evidence.sealed"),
    **_may(READING | WITHIN, "evidence.read evidence.exported evidence.reproduced"),
    **_may(
        WITHIN,
        "evidence.secrets_flagged evidence.handed evidence.corrected evidence.redaction_proposed"
        " evidence.redaction_approved evidence.redacted evidence.made_from evidence.original_opened"
        " evidence.erased",
    ),
    **_may(ROOM, "hold.placed"),
    **_may(READING | WITHIN, "hold.acknowledged"),
    **_may(WITHIN, "hold.extended hold.released"),
    # A follow-up: made by those who shape its post-mortem, taken by those who were asked, seen through by its owner.
    **_may(SHAPING | {Relation.MAKER}, "followup.proposed"),
    **_may(
        {Relation.MAKER, Relation.FOLLOWUP_OWNER},
        "followup.origin_added followup.reworded followup.strength_confirmed followup.asked followup.let_go"
        " followup.superseded followup.dropped",
    ),
    **_may({Relation.ASKED}, "followup.accepted", oneself={Relation.MAKER}),
    **_may({Relation.ASKED}, "followup.declined"),
    **_may({Relation.FOLLOWUP_OWNER}, "followup.handed_over followup.reported_done"),
    **_may(
        SEEING_THROUGH,
        "followup.escalated followup.blocked followup.unblocked followup.due_set followup.due_moved followup.tracked",
    ),
    **_may(SEEING_THROUGH | READING, "followup.verified followup.effect_checked followup.reopened"),
    **_may(NOBODY, "followup.night_skipped"),
    # The house itself.
    **_may(ADMINISTERING, "charter.version_adopted charter.vignette_asked charter.vignettes_answered"),
    **_may(NOBODY, "charter.acknowledged", oneself=ANYBODY),
    **_may(ANYBODY, "people.joined"),
    **_may(ADMINISTERING, "people.renamed people.left people.team_left", oneself=ANYBODY),
    **_may(ADMINISTERING, "people.team_formed people.team_joined people.line_stated people.service_named"),
    **_may(
        ADMINISTERING,
        "installation.policy_set installation.checkpoint_published installation.backed_up installation.key_rotated"
        " installation.key_retired installation.key_compromised installation.drilled installation.key_backups_pruned"
        " installation.checkpoint_timestamped installation.bucket_probed",
    ),
    **_may(ADMINISTERING, "installation.retention_set installation.retention_removed"),
    **_may(
        NOBODY, "installation.retention_held erasure.asked_by_rule erasure.copy_removed evidence.copy_locked"
    ),
    **_may(
        NOBODY,
        "people.pseudonym_bound installation.created installation.key_made installation.clock_stepped"
        " installation.restored installation.moved installation.upgraded installation.succeeded_from",
    ),
    # An erasure takes two people who are concerned by what it names; where a rule asked, whoever keeps the house as well.
    **_may(CONCERNED, "erasure.requested", oneself=ANYBODY),
    **_may(CONCERNED, "erasure.approved erasure.carried_out erasure.copy_left"),
    **_may(CONCERNED | {Relation.REQUESTER}, "erasure.scheduled erasure.refused_by_hold erasure.withdrawn"),
}


def rule_of(action: str) -> Rule:
    """Return who may do `action`: nobody, when the policy does not say."""
    return POLICY.get(action, DENY)
