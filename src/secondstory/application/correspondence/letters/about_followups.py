"""Letters about follow-ups: the question, the answers to it, and who is asked to help.

A follow-up's text is written for the team that is asked, so it may stand in the letter. The post-mortem it came from
may not: whoever is asked may not be able to read that one.
"""

from secondstory.application.correspondence.letters.wording import Envelope, letter, quoted, said_moment
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony.followups import Asked, Declined, Escalated, FollowUp
from secondstory.kernel.frozen import dataclass

_BECAUSE = {
    "expertise": "because of what you know",
    "proximity": "because you are closest to it",
    "authority": "because you may decide it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts:
    """What a letter about a follow-up knows. actor: the name of whoever acted. team: that is asked, if it is one."""

    followup: FollowUp
    actor: str
    links: Links
    team: str | None = None

    @property
    def label(self) -> str:
        """Its name among people, such as FU-12."""
        return f"FU-{self.followup.number}"

    @property
    def url(self) -> str:
        """Where it is."""
        return self.links.follow_up(self.followup.number)


def asked(envelope: Envelope, facts: FollowUpFacts, question: Asked) -> Letter:
    """Return the question, with three answers to press. Each leads to a page; nothing is answered by opening it."""
    number = facts.followup.number
    until = (
        f"An answer by {said_moment(question.until, envelope.zone)} would help." if question.until else None
    )
    answers = (
        f"Yes, this is ours:\n{facts.links.answer(number, 'yes')}",
        f"Yes, with changes:\n{facts.links.answer(number, 'changes')}",
        f"No, and here is why:\n{facts.links.answer(number, 'no')}",
    )
    return letter(
        envelope,
        f"Asked of {facts.team or 'you'}: {facts.label}",
        f"{facts.actor} asks {facts.team or 'you'} about a change, {_BECAUSE[question.because.value]}:",
        quoted(facts.followup.text),
        f"Why you:\n{quoted(question.text)}",
        f"It is finished when:\n{quoted(facts.followup.end_state)}" if facts.followup.end_state else None,
        f"What else it may bring:\n{quoted(facts.followup.side_effects)}"
        if facts.followup.side_effects
        else None,
        until,
        "A no with a reason is as welcome as a yes. Owning a change says nothing about who contributed to what"
        " happened.",
        "\n\n".join(answers),
        "Each opens a page that asks you once more; opening it answers nothing.",
        purpose="follow-up-asked",
    )


def accepted(envelope: Envelope, facts: FollowUpFacts) -> Letter:
    """Return the news of a yes, to whoever asked."""
    followup = facts.followup
    owner = followup.owner_name or facts.actor
    words = f"In their words:\n{quoted(followup.words)}" if followup.words else None
    due = f"By: {said_moment(followup.due, envelope.zone)}" if followup.due else None
    return letter(
        envelope,
        f"A yes: {facts.label}",
        f"{owner} said yes to the change that you asked about:",
        quoted(followup.text),
        words,
        due,
        f"It is theirs from here: {facts.url}",
        purpose="follow-up-accepted",
    )


def declined(envelope: Envelope, facts: FollowUpFacts, answer: Declined) -> Letter:
    """Return the news of a no with its reason, to whoever asked."""
    better = f"They suggest asking: {answer.better_address}" if answer.better_address else None
    return letter(
        envelope,
        f"A no with a reason: {facts.label}",
        f"{facts.actor} said no to the change that you asked about:",
        quoted(facts.followup.text),
        f"The reason, which is kept:\n{quoted(answer.reason)}",
        better,
        f"It is back with you: reword it, ask somebody else, or take it higher: {facts.url}",
        purpose="follow-up-declined",
    )


def escalated(envelope: Envelope, facts: FollowUpFacts, step: Escalated) -> Letter:
    """Return the question to somebody who can free time for a change, or decide about it."""
    return letter(
        envelope,
        f"Nobody has said yes yet: {facts.label}",
        f"{facts.actor} brings a change to you, because you can free time for it or decide about it:",
        quoted(facts.followup.text),
        f"Why now:\n{quoted(step.reason)}",
        f"It is finished when:\n{quoted(facts.followup.end_state)}" if facts.followup.end_state else None,
        "You can make room for it, ask somebody else, or say that it will not be done, and why. Each of these is an"
        " answer.",
        f"The change: {facts.url}",
        purpose="follow-up-escalated",
    )


def handed_over(envelope: Envelope, facts: FollowUpFacts, reason: str) -> Letter:
    """Return the letter to the next owner."""
    return letter(
        envelope,
        f"Handed over to you: {facts.label}",
        f"{facts.actor} handed a change over to you:",
        quoted(facts.followup.text),
        f"The reason:\n{quoted(reason)}",
        f"If that was not agreed with you, let it go there; it is then asked for again: {facts.url}",
        purpose="follow-up-handed-over",
    )
