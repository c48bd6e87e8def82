"""What can be done with a follow-up, each on a page of its own that asks for what it needs."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.ceremony import committing, seeing_through
from secondstory.application.ceremony.knowing_people import person_named
from secondstory.domain.ceremony.followups import (
    Because,
    Dropped,
    Effect,
    EffectChecked,
    FollowUp,
    Reworded,
    Strength,
    StrengthConfirmed,
    Superseded,
    Tracked,
)
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.followups import words
from secondstory.web.pages.ceremony.followups.shown import rows
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import day_in, now_of
from secondstory.web.visiting.visit import Visit

Do = Callable[[Visit, FollowUp], str]
MOST_NAMED = 300


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done. offer: on the page of the follow-up; title, text, yes: on its own page."""

    offer: str
    title: str
    text: str
    yes: str
    do: Do


def stream_of(one: FollowUp) -> StreamId:
    """Return the stream of a follow-up that was loaded."""
    assert one.stream is not None
    return one.stream


def label(one: FollowUp) -> str:
    """Return what it is called among people."""
    return f"FU-{one.number}"


def _ask(visit: Visit, one: FollowUp) -> str:
    said = visit.field("of", ask="Whom do you ask? Name a team, or a person.")
    of, name = seeing_through.addressed(visit.office, said)
    because = words.chosen(Because, visit.field("because"), "Why them? Having time is not on the list.").value
    until = day_in(visit, "until")
    committing.ask(visit.office, stream_of(one), of, because=because, text=visit.field("why"), until=until)
    if seeing_through.reaches(visit.office, of):
        return f"Asked: {name}. A no with a reason is as welcome as a yes."
    return f"Asked: {name}. No such team is entered here yet, so tell them yourself."


def _hand_over(visit: Visit, one: FollowUp) -> str:
    name = visit.field("to", ask="Hand it over to whom? The next owner says yes first.")
    person = person_named(visit.office, name)
    if person is None:
        raise Refused(f"Nobody called {name} is known here. Say the whole name.")
    reason = visit.field("reason")
    committing.hand_over(visit.office, stream_of(one), person, reason)
    return f"Handed over: {label(one)} to {person.name}."


def _let_go(visit: Visit, one: FollowUp) -> str:
    committing.let_go(visit.office, stream_of(one), visit.field("reason"))
    return f"Let go: {label(one)}. It is asked for again."


def _escalate(visit: Visit, one: FollowUp) -> str:
    to, name = seeing_through.addressed(visit.office, visit.field("to"))
    committing.escalate(visit.office, stream_of(one), to, visit.field("reason"))
    return f"Escalated: {label(one)} to {name}."


def _due(visit: Visit, one: FollowUp) -> str:
    due = day_in(visit, "due")
    if due is None:
        raise Refused("By when? Say a day ahead.")
    reason = visit.field("reason") if one.due is not None else None
    committing.set_due(visit.office, stream_of(one), due, reason=reason)
    return f"{'Moved' if one.due is not None else 'Said'}: the day of {label(one)}."


def _block(visit: Visit, one: FollowUp) -> str:
    committing.block(visit.office, stream_of(one), visit.field("waiting_for"))
    return f"Noted: {label(one)} waits."


def _unblock(visit: Visit, one: FollowUp) -> str:
    committing.unblock(visit.office, stream_of(one))
    return f"Noted: {label(one)} goes on."


def _track(visit: Visit, one: FollowUp) -> str:
    ref = visit.field("ref", ask="Where is it? Give its address or its number in the tracker.")
    committing.note_wording(visit.office, stream_of(one), Tracked(ref=ref))
    return f"Noted: {label(one)} is in {ref} too."


def _strength(visit: Visit, one: FollowUp) -> str:
    strength = words.chosen(Strength, visit.field("strength"), "How strong is it? Choose one of the three.")
    draft = StrengthConfirmed(strength=strength, reason=visit.field("reason") or None)
    committing.note_wording(visit.office, stream_of(one), draft)
    return f"Said: {label(one)} is {strength.value}."


def changed_words(visit: Visit, one: FollowUp) -> Reworded:
    """Return what a form gives other words to; what it left as it was is left out."""

    def new(name: str) -> str | None:
        said = visit.field(name)
        return said if said and said != (getattr(one, name) or "") else None

    return Reworded(
        reason=visit.field("reason"),
        text=new("text"),
        end_state=new("end_state"),
        verified_how=new("verified_how"),
        side_effects=new("side_effects"),
    )


def _reword(visit: Visit, one: FollowUp) -> str:
    committing.note_wording(visit.office, stream_of(one), changed_words(visit, one))
    return f"Reworded: {label(one)}. Both versions are kept."


def _done(visit: Visit, one: FollowUp) -> str:
    committing.report_done(
        visit.office, stream_of(one), evidence=_listed(visit), words=visit.field("words") or None
    )
    return f"Reported done: {label(one)}. Somebody else looks next."


def _verify(visit: Visit, one: FollowUp) -> str:
    committing.verify(visit.office, stream_of(one), visit.field("how") or None)
    return f"Verified: {label(one)}. Thank you for looking."


def _check_effect(visit: Visit, one: FollowUp) -> str:
    effect = words.chosen(
        Effect, visit.field("effect"), "Has the condition changed? Choose one of the three."
    )
    draft = EffectChecked(effect=effect, evidence=_listed(visit), words=visit.field("words") or None)
    committing.check_effect(visit.office, stream_of(one), draft)
    return f"Kept: what {label(one)} changed."


def _reopen(visit: Visit, one: FollowUp) -> str:
    committing.reopen(visit.office, stream_of(one), visit.field("reason"))
    return f"Opened again: {label(one)}."


def _supersede(visit: Visit, one: FollowUp) -> str:
    said = visit.field("by", ask="Which follow-up takes its place? Say its number, such as FU-7.")
    by = visit.office.door.stream_of(said, default="FU")
    other = looking.followup(visit.office, by)
    committing.end(visit.office, stream_of(one), Superseded(by=by, reason=visit.field("reason") or None))
    return f"Superseded: FU-{other.number} takes the place of {label(one)}."


def _drop(visit: Visit, one: FollowUp) -> str:
    draft = Dropped(reason=visit.field("reason"), authority=visit.field("authority"))
    committing.end(visit.office, stream_of(one), draft)
    return f"Dropped: {label(one)}, with the reason kept."


def _listed(visit: Visit) -> tuple[str, ...]:
    return tuple(one.strip() for one in visit.field("evidence").splitlines() if one.strip())


ACTS: Mapping[str, Act] = {
    "ask": Act("Ask somebody", "Ask whether it is theirs", "Ownership is offered, then taken.", "Ask them", _ask),
    "done": Act("Report it done", "Report it done", "The end state is reached, and something shows it. Somebody other than you looks next.", "Report it done", _done),
    "verify": Act("Look and verify", "Is the end state reached?", "Look at it yourself. The owner reported it done; done is not yet verified.", "Yes, it is reached", _verify),
    "effect": Act("Check its effect", "Has the condition changed?", "Weeks later: done is not the same as effective, and both are worth knowing.", "Keep what was found", _check_effect),
    "reopen": Act("Open it again", "Open it again", "It goes back to its owner, or is asked for again.", "Open it again", _reopen),
    "escalate": Act("Escalate", "Who can free time for it, or decide it?", "This goes up to somebody with room to give; it is no complaint about anybody.", "Escalate it", _escalate),
    "due": Act("Say by when", "When could it be done?", "A date moves with a reason. Those who wait read it.", "Keep this day", _due),
    "block": Act("It waits for something", "What does it wait for?", "Name it, so that somebody can free it.", "Note what it waits for", _block),
    "unblock": Act("It goes on", "It goes on", "What it waited for is there.", "Note that it goes on", _unblock),
    "track": Act("It is in a tracker too", "Where else is it?", "The team's own tracker stays the place of its work.", "Note the place", _track),
    "strength": Act("Say how strong it is", "How strong is it?", "The words suggest one; a person says which it is.", "Keep this strength", _strength),
    "reword": Act("Reword it", "Reword it", "Both versions are kept; those who were asked read both.", "Keep the new words", _reword),
    "hand-over": Act("Hand it over", "Hand it over", "Speak with the next owner first. They are told, and can let it go.", "Hand it over", _hand_over),
    "let-go": Act("Let it go", "Let it go", "It is nobody's again and is asked for again. That is better than holding it with no room for it.", "Let it go", _let_go),
    "supersede": Act("Another takes its place", "Which one takes its place?", "This one ends in the open and points there.", "Let the other take its place", _supersede),
    "drop": Act("Drop it", "Drop it in the open?", "Nothing is dropped in silence. The reason stays, and it can be opened again.", "Drop it with this reason", _drop),
}  # fmt: skip


@page("member")
def act(visit: Visit, number: int, act: str) -> HttpResponse:
    """Ask for what one act needs, and do it."""
    one = looking.followup(visit.office, visit.stream(f"FU-{number}"))
    found = ACTS.get(act)
    if found is None:
        raise Http404
    back = reverse("followup", kwargs={"number": number})
    if visit.posting:
        return visit.done(found.do(visit, one), to=back)
    return visit.render(
        "followups/act.html",
        key=act,
        act=found,
        row=rows(visit, [one])[0],
        one=one,
        back=back,
        is_open=act in seeing_through.open_acts(visit.office, one),
        words=words,
        today=f"{now_of(visit):%Y-%m-%d}",
        addresses=addresses(visit),
    )


def addresses(visit: Visit) -> list[str]:
    """Return whom a form can propose: the teams, and the people where those are few enough to choose from."""
    people = sorted(set(looking.names(visit.office).values()))
    return [*seeing_through.teams(visit.office), *(people if len(people) <= MOST_NAMED else ())]
