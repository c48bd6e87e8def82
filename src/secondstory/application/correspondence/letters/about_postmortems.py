"""Letters about a post-mortem: joining, roles, a draft to read, and its publication.

A letter names a post-mortem by number and link. The title stands beside it where the recipient has a relation to it
already, since each letter passes the door first: whoever gets one could open the page and read the title there.
"""

from secondstory.application.correspondence.letters.wording import Envelope, letter, quoted
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Letter
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.frozen import dataclass

_ROLE = {
    Role.OWNER: (
        "owner",
        "You see to it that it is learnt from. Owning the review says nothing about what happened.",
    ),
    Role.FACILITATOR: ("facilitator", "You hold the room, and decide nothing in it."),
    Role.SCRIBE: ("scribe", "You write down what is said, without who said it."),
    Role.PARTICIPANT: ("participant", "What it looked like from where you stood is worth writing down."),
    Role.INVOLVED: (
        "one of those closest to it",
        "You know most about it. Write down what you remember before you open a log.",
    ),
    Role.COMMANDER: ("incident commander", "How the response went is yours to tell."),
    Role.LISTENER: ("listener", "You are welcome to listen."),
    Role.GUEST: ("guest", "You are welcome as somebody from outside."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMortemFacts:
    """What a letter about a post-mortem knows. second: the second story in a few sentences, when it is written."""

    number: int
    title: str
    actor: str
    links: Links
    second: str = ""

    @property
    def label(self) -> str:
        """Its name among people, such as PM-7."""
        return f"PM-{self.number}"


def welcome(envelope: Envelope, *, organisation: str, inviter: str, link: str, days: int) -> Letter:
    """Return the invitation to the workspace. days: how long its link works."""
    return letter(
        envelope,
        f"{inviter} invites you to Second Story",
        f"{inviter} invites you to work on post-mortems with {organisation}: how something happened, what made it"
        " likely, and what changes. It looks for conditions, not for somebody to blame.",
        f"Come in here and choose how you sign in:\n{link}",
        f"The link is yours alone, opens the door once, and works for {days} days.",
        "If you expected nothing of the kind, do nothing; nothing will happen.",
        purpose="joining",
    )


def role_given(envelope: Envelope, facts: PostMortemFacts, role: Role, vantage: str | None) -> Letter:
    """Return the letter to somebody who was given a role."""
    name, meaning = _ROLE[role]
    return letter(
        envelope,
        f"{facts.label}: you are {name}",
        f"{facts.actor} named you as {name} in {facts.label}, {facts.title}.",
        meaning,
        f"Where you saw it from, as far as we know: {vantage}." if vantage else None,
        f"If that is not right, say so there: {facts.links.post_mortem(facts.number)}",
        f"What is protected here: {facts.links.charter}",
        purpose="role-given",
    )


def ready_to_read(envelope: Envelope, facts: PostMortemFacts) -> Letter:
    """Return the letter that the draft went round before a sitting."""
    return letter(
        envelope,
        f"{facts.label}: ready to read before we sit together",
        f"The draft of {facts.label}, {facts.title}, is ready to read.",
        "What is missing? What looked different from where you stood? Both can stay side by side; nothing you add"
        " takes anything from anybody else.",
        facts.links.post_mortem(facts.number),
        purpose="review-ready",
    )


def published(envelope: Envelope, facts: PostMortemFacts) -> Letter:
    """Return the announcement of a published post-mortem."""
    return letter(
        envelope,
        f"Published: {facts.label}, {facts.title}",
        f"{facts.label} is published: {facts.title}.",
        quoted(facts.second) if facts.second.strip() else None,
        f"Read it: {facts.links.reading(facts.number)}",
        purpose="published",
    )
