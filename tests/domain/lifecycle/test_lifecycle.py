"""The life of a post-mortem across its topics, told with real events."""

import re
from typing import get_args

import pytest

from secondstory.domain.ceremony import followups, publication, sittings, support
from secondstory.domain.ceremony.publication import Gate, open_gates
from secondstory.domain.event_table import TABLE
from secondstory.domain.lifecycle import (
    STREAM_TOPICS,
    PostMortem,
    PostMortemEvent,
    Stage,
    evolve,
    fold,
    fold_stream,
    gate_facts,
    names_in,
    next_step,
    stage,
)
from secondstory.domain.understanding import conditions, imported, incidents, narrative, timeline
from secondstory.domain.understanding.conditions import FIVE_LEVELS, Level, LevelStatus
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, CEM, PM, TUESDAY, folded, later, moment, recorded, refused

WEDNESDAY, FRIDAY = later(days=1), later(days=3)
OPENED = incidents.Opened(number=7, kind=incidents.IncidentKind.INCIDENT, title="seats released too early")
HARM = incidents.ImpactStated(impact=incidents.Impact(party="guests", kind="seats lost", harmed=True))
SETTLED = support.Settled(outcome=support.Outcome.GIVEN)
ENTRY = timeline.EntryAdded(
    number=1, occurred=moment(TUESDAY), kind=timeline.EntryKind.FACT, text="The release went out."
)
WRITTEN = narrative.ParagraphsWritten(ids=("p1",), paragraphs=("On a quiet evening the release went out.",))
REVISED = narrative.Revised(number=1, paragraphs=("p1",), authors=(ADA,), parents=())
CODE = conditions.Added(number=1, statement="Two clocks disagree", level=Level.SOFTWARE)
CULTURE = conditions.Added(number=2, statement="A full house counts as success", level=Level.CULTURE)
LOOKED = tuple(
    conditions.LevelExplored(
        level=level, status=LevelStatus.NOTHING_FOUND, asked="How is this done?", of_whom="all"
    )
    for level in FIVE_LEVELS
    if level not in (Level.SOFTWARE, Level.CULTURE)
)
SOLO = (
    sittings.Scheduled(number=1, kind=sittings.SittingKind.SOLO),
    sittings.Opened(number=1, read_out=False),
    sittings.Closed(number=1),
)
PUBLISHED = publication.Published(
    edition=publication.EditionKind.INTERNAL, number=1, revision=1, checkpoint_size=9, checkpoint_root="r"
)
CONTENT = (OPENED, HARM, SETTLED, ENTRY, WRITTEN, REVISED, CODE, CULTURE, *LOOKED)


def pm(*happened):
    return folded(evolve, PostMortem(), *happened)


def followup(*more, number=1, strength=followups.Strength.STRONGER, numbers=(1, 2)):
    proposed = followups.Proposed(
        number=number,
        text="One clock for seats",
        origins=(followups.Origin(post_mortem=PM, conditions=numbers),),
        phase=followups.Phase.PREVENT,
        changes=followups.Changes.CONDITION,
        end_state="One clock is left.",
        strength=strength,
    )
    return folded(followups.evolve, followups.FollowUp(), proposed, *more, stream=StreamId(f"fu_{number}"))


YES = followups.Accepted(owner=ADA)
DONE = followups.ReportedDone(evidence=("E-1",))
SEEN = (
    YES,
    DONE,
    followups.Verified(),
    followups.EffectChecked(effect=followups.Effect.CHANGED, evidence=("E-2",)),
)


def closed(state, *own, names=(), at=WEDNESDAY, alone=True):
    return [one.gate for one in open_gates(gate_facts(state, own, names, at=at, alone=alone))]


def test_it_gives_every_topic_its_own_events():
    state = pm(*CONTENT, *SOLO, PUBLISHED)
    assert state.incident.number == 7
    assert state.support.outcome is support.Outcome.GIVEN
    assert len(state.timeline.entries) == 1
    assert state.story.latest is not None
    assert [one.number for one in state.conditions.standing] == [1, 2]
    assert state.sittings.learnt_at is not None
    assert state.publication.is_published
    assert (state.label, state.stream, state.seq) == ("PM-7", PM, len(CONTENT) + 4)


def test_it_folds_all_events_that_a_post_mortem_can_hold():
    own = {"incident", "timeline", "story", "condition", "sitting", "publication", "import"}
    in_table = {row.event for row in TABLE if row.tag.partition(".")[0] in own}
    assert set(get_args(PostMortemEvent)) == {*in_table, support.Settled}


def test_it_folds_the_same_at_once_and_one_by_one():
    entries = [recorded(event, seq=seq) for seq, event in enumerate(CONTENT, start=1)]
    assert fold(entries) == pm(*CONTENT)


def test_it_only_counts_an_event_that_belongs_elsewhere():
    assert evolve(PostMortem(), recorded(support.SteppedAway(), seq=4)) == PostMortem(seq=4)


def test_it_can_fold_every_stream_there_is():
    assert set(STREAM_TOPICS) == {"pm", "ac", "su", "ev", "ho", "fu", "ch", "pe", "in", "er"}
    for prefix, topic in STREAM_TOPICS.items():
        assert fold_stream(prefix, []) == topic.start()
    assert fold_stream("pm", [recorded(OPENED)]).incident.title == OPENED.title
    with pytest.raises(KeyError):
        fold_stream("xx", [])


@pytest.mark.parametrize(
    ("happened", "own", "reached"),
    [
        ((OPENED,), (), Stage.OPENED),
        ((OPENED, ENTRY), (), Stage.OPENED),
        ((OPENED, SETTLED), (), Stage.SUPPORTED),
        ((OPENED, SETTLED, ENTRY), (), Stage.GATHERING),
        ((*CONTENT, *SOLO), (), Stage.LEARNING_HELD),
        ((*CONTENT, *SOLO), (followup(),), Stage.LEARNING_HELD),
        ((*CONTENT, *SOLO), (followup(YES),), Stage.COMMITTED),
        ((*CONTENT, *SOLO, PUBLISHED), (followup(YES),), Stage.PUBLISHED),
        ((*CONTENT, *SOLO, PUBLISHED), (followup(*SEEN[:3]),), Stage.PUBLISHED),
        ((*CONTENT, *SOLO, PUBLISHED), (followup(*SEEN),), Stage.FOLLOWED_THROUGH),
        ((*CONTENT, *SOLO, PUBLISHED), (), Stage.FOLLOWED_THROUGH),
    ],
)
def test_it_reads_the_stage_from_what_happened(happened, own, reached):
    assert stage(pm(*happened), own) is reached


def test_it_leaves_followups_of_other_post_mortems_aside():
    other = folded(
        followups.evolve,
        followups.FollowUp(),
        followups.Proposed(
            number=9,
            text="x",
            origins=(followups.Origin(post_mortem=StreamId("pm_other")),),
            phase=followups.Phase.LEARN,
            changes=followups.Changes.CONDITION,
        ),
    )
    assert stage(pm(*CONTENT, *SOLO, PUBLISHED), [other]) is Stage.FOLLOWED_THROUGH


def test_it_opens_every_gate_for_a_post_mortem_that_has_everything():
    assert closed(pm(*CONTENT, *SOLO), followup(YES)) == []


def test_it_closes_each_gate_for_what_is_missing():
    whole = pm(*CONTENT, *SOLO)
    assert closed(pm(*(one for one in CONTENT if one is not SETTLED), *SOLO), followup(YES)) == [
        Gate.SUPPORT_STEP
    ]
    assert closed(pm(*CONTENT), followup(YES)) == [Gate.LEARNING_HELD]
    assert closed(whole, followup(YES), at=later(hours=2)) == [Gate.NIGHT_BETWEEN]
    assert closed(whole, followup()) == [Gate.ABOVE_CODE_OWNED]
    weak = followup(YES, strength=followups.Strength.WEAKER)
    assert closed(whole, weak) == [Gate.INTERMEDIATE_FOLLOWUP]
    assert closed(pm(*CONTENT, *SOLO), followup(YES), names=("Quentin quiet",)) == [Gate.ROSTER_NAMES]


def test_it_closes_the_gate_for_a_condition_that_ends_at_a_person():
    error = conditions.Added(number=3, statement="Human error during the release", level=Level.PRACTICES)
    assert closed(pm(*CONTENT, error, *SOLO), followup(YES)) == [Gate.HUMAN_ERROR_CONDITION]


def test_it_accepts_an_escalation_in_place_of_an_owner():
    escalated = conditions.Escalated(number=2, to="the director", until=moment(later(days=30)))
    assert closed(pm(*CONTENT, escalated, *SOLO), followup()) == []


def test_it_does_not_count_dropped_followups():
    dropped = followup(YES, followups.Dropped(reason="The service closes.", authority="product"))
    assert set(closed(pm(*CONTENT, *SOLO), dropped)) == {Gate.INTERMEDIATE_FOLLOWUP, Gate.ABOVE_CODE_OWNED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada rolled it out.", ("Ada",)),
        ("It was ada's turn; Adam saw it.", ()),
        ("Asked Lovelace: nothing.", ("Lovelace",)),
        ("Ada Lovelace rolled it out.", ("Ada Lovelace", "Ada", "Lovelace")),
        ("The engineer on call rolled it out.", ()),
    ],
)
def test_it_finds_roster_names_as_whole_words_spelt_the_same(text, found):
    assert names_in(text, ["Ada Lovelace", "Bo"]) == found


def test_it_looks_for_names_in_every_text_of_the_page():
    for named in (
        incidents.Retitled(title="What Quentin did"),
        timeline.EntryAdded(
            number=2, occurred=moment(TUESDAY), kind=timeline.EntryKind.FACT, text="Quentin called."
        ),
        narrative.DecisionPointAdded(number=1, title="Restart", done="Restarted", sensible="Quentin said so"),
        narrative.LuckNoted(number=1, text="Quentin was up"),
        conditions.Added(number=3, statement="Only Quentin knew", level=Level.SOFTWARE),
    ):
        assert closed(pm(*CONTENT, named, *SOLO), followup(YES), names=["Quentin"]) == [Gate.ROSTER_NAMES]


def code(*happened, own=(), at=WEDNESDAY, alone=True):
    return next_step(pm(*happened), own, at=at, alone=alone).code


def test_it_leads_somebody_alone_from_the_first_minute_to_the_last():
    assert code() == "open"
    assert code(OPENED) == "support"
    assert code(OPENED, SETTLED) == "solo"
    assert code(OPENED, SETTLED, *SOLO[:2]) == "solo"
    assert code(OPENED, SETTLED, *SOLO) == "story"
    assert code(OPENED, SETTLED, WRITTEN, REVISED, *SOLO) == "condition"
    assert code(*CONTENT[:-1], *SOLO) == "level"
    assert code(*CONTENT, *SOLO, own=[followup()]) == "accept"
    assert code(*CONTENT, *SOLO, own=[followup(YES)], at=later(hours=2)) == "night-between"
    assert code(*CONTENT, *SOLO, own=[followup(YES)]) == "publish"
    assert code(*CONTENT, *SOLO, PUBLISHED, own=[followup(YES)]) == "do"
    assert code(*CONTENT, *SOLO, PUBLISHED, own=[followup(YES, DONE)]) == "verify"
    assert code(*CONTENT, *SOLO, PUBLISHED, own=[followup(*SEEN[:3])]) == "effect"
    assert code(*CONTENT, *SOLO, PUBLISHED, own=[followup(*SEEN)]) == "nothing"


LEARNING = sittings.Scheduled(number=1, kind=sittings.SittingKind.LEARNING, at=moment(TUESDAY))
LEARNT = (LEARNING, sittings.Opened(number=1, read_out=True), sittings.Closed(number=1))
COMMITTING = (
    sittings.Scheduled(number=2, kind=sittings.SittingKind.COMMITMENT, at=moment(later(days=2))),
    (sittings.Opened(number=2, read_out=True), BO, later(days=2)),
    (sittings.Closed(number=2), BO, later(days=2)),
)


def test_it_leads_a_team_through_both_sittings():
    def team(*happened, own=(), at=FRIDAY):
        return code(*happened, own=own, at=at, alone=False)

    assert team(OPENED, SETTLED) == "timeline"
    assert team(OPENED, SETTLED, ENTRY) == "learning-sitting"
    assert team(OPENED, SETTLED, ENTRY, LEARNING) == "learning-sitting"
    assert team(*CONTENT, *LEARNT, own=[followup()]) == "commitment-sitting"
    assert team(*CONTENT, *LEARNT, COMMITTING[0], own=[followup()]) == "commitment-sitting"
    assert team(*CONTENT, *LEARNT, *COMMITTING, own=[followup()]) == "ask"
    asked = followups.Asked(of="seats", because=followups.Because.PROXIMITY, text="You wrote it.")
    assert team(*CONTENT, *LEARNT, *COMMITTING, own=[followup(asked)]) == "above-code-owned"
    assert team(*CONTENT, *LEARNT, *COMMITTING, own=[followup(asked, (YES, CEM))]) == "publish"
    assert team(*CONTENT, *LEARNT, *COMMITTING, PUBLISHED, own=[followup(asked)]) == "answer"


def test_it_says_from_when_people_can_commit():
    step = next_step(pm(*CONTENT, *LEARNT), [followup()], at=later(days=1), alone=False)
    assert step.sentence == "Sleep on it; the commitment sitting can be held from Thursday 16:00 +02:00."


def says(*happened, own=(), at=WEDNESDAY, alone=True):
    step = next_step(pm(*happened), own, at=at, alone=alone)
    return f"{step.sentence} {step.command}"


def test_it_speaks_to_somebody_alone_as_to_one_person():
    assert "step away for a moment" in says(OPENED)
    assert "who is with them?" in says(OPENED, alone=False)
    assert says(OPENED, SETTLED).startswith("Go through it alone")
    assert says(OPENED, SETTLED, *SOLO[:2]).startswith("Go on where you left")
    assert "a later you" in says(*CONTENT, *SOLO, PUBLISHED, own=[followup(YES, DONE)])
    assert "other than its owner" in says(*CONTENT, *SOLO, PUBLISHED, own=[followup(YES, DONE)], alone=False)


def test_it_says_from_when_somebody_alone_can_say_yes():
    ready = (*CONTENT, *SOLO)
    assert "you can say yes from Wednesday 00:00" in says(*ready, own=[followup()], at=later(hours=2))
    assert says(*ready, own=[followup()]).startswith("You slept on FU-1. Is it yours?")


def test_it_opens_a_planned_sitting_and_closes_an_open_one():
    gathered = (OPENED, SETTLED, ENTRY, LEARNING)
    assert says(*gathered, alone=False) == "S-1 is next. secondstory sitting PM-7 open S-1"
    opened = (*gathered, sittings.Opened(number=1, read_out=True))
    assert (
        says(*opened, alone=False) == "S-1 is open; close it when it ends. secondstory sitting PM-7 close S-1"
    )
    planned = (*CONTENT, *LEARNT, COMMITTING[0])
    assert "open S-2" in says(*planned, own=[followup()], alone=False)
    assert "close S-2" in says(*planned, COMMITTING[1], own=[followup()], alone=False)


def test_it_counts_the_proposals_of_a_document():
    def from_document(count):
        numbers = range(1, count + 1)
        proposals = tuple(
            imported.Proposal(number=n, field="condition", first_line=n, last_line=n) for n in numbers
        )
        texts = tuple(f"words {n}" for n in numbers)
        return imported.FieldsProposed(digest="a" * 64, proposals=proposals, texts=texts)

    assert says(OPENED, SETTLED, from_document(1)).startswith("A proposal waits for you.")
    assert says(OPENED, SETTLED, from_document(3)).startswith("3 proposals from a document wait for you.")


def test_it_leaves_what_was_withdrawn_merged_or_waived_in_peace():
    assert code(OPENED, incidents.Withdrawn(reason="A test alert.")) == "withdrawn"
    assert code(OPENED, incidents.Merged(into=StreamId("pm_other"))) == "merged"
    assert code(OPENED, SETTLED, incidents.ReviewWaived(reason="A drill.")) == "waived"


def test_it_names_a_command_with_every_step():
    for happened in ((), (OPENED,), (OPENED, SETTLED), (*CONTENT, *SOLO), (*CONTENT, *SOLO, PUBLISHED)):
        step = next_step(pm(*happened), [], at=later(days=1), alone=True)
        assert re.match(r"secondstory (open|show|support|solo|publish|list)\b", step.command)


def test_it_refuses_nothing_about_gathering_before_support():
    assert timeline.add_entry(pm(OPENED).timeline, ENTRY) == [ENTRY]
    with refused("support-step"):
        facts = gate_facts(pm(OPENED), [], (), at=TUESDAY, alone=True)
        publication.publish(publication.Publication(), PUBLISHED, closed=open_gates(facts))
