"""Who learns of what is published, and what is looked at before it is: names in it, a reader's answers, whom it reaches."""

from collections.abc import Iterator, Mapping, Sequence

from secondstory.application.access.guarding import relations_for_acting
from secondstory.application.access.policy import rule_of
from secondstory.application.ceremony.editions import Gathered
from secondstory.application.ceremony.reader_review import QUESTIONS
from secondstory.application.office import Office
from secondstory.application.understanding.telling import tell
from secondstory.domain.ceremony import publication
from secondstory.domain.ceremony.publication import Announced, ReaderAnswer, ReaderReviewed, Restricted
from secondstory.domain.lifecycle import PostMortem, names_in
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

_AROUND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name of somebody in a text that is to be published. step: of the post-mortem in which it is mended."""

    name: str
    place: str
    step: str
    before: str
    after: str


def may(office: Office, stream: StreamId, act: str) -> bool:
    """Return whether whoever acts may do `act`, such as `publication.published`, to a post-mortem."""
    return office.alone or rule_of(act).allows(relations_for_acting(office.door, stream))


def announce(office: Office, stream: StreamId, where: str) -> None:
    """Record that people are told of what is published. Raises Refused before that, and without saying whom."""
    if not where.strip():
        raise Refused("Whom do you tell? A team, a person, a channel, or everybody.")
    draft = Announced(where=where.strip())
    tell(office, stream, lambda pm: publication.note_reading(pm.publication, draft))


def restrict(office: Office, stream: StreamId, *, category: str, reason: str, until: Moment | None) -> None:
    """Show it only to those who took part, until a day. Raises Refused without a category, a reason or such a day."""
    if until is None or until.at <= office.now():
        raise Refused("Until which day? A restriction ends; it can be made again.")
    draft = Restricted(category=category.strip(), reason=reason.strip(), until=until)
    tell(office, stream, lambda _pm: publication.restrict(draft))


def lift(office: Office, stream: StreamId, reason: str) -> None:
    """Open it again for everybody here. Raises Refused when it is not restricted."""

    def decide(pm: PostMortem) -> Sequence[Event]:
        before = pm.publication.restricted
        category = before.category if before else "open"
        now = Moment(at=office.now())
        return publication.lift(
            pm.publication, Restricted(category=category, reason=reason.strip(), until=now)
        )

    tell(office, stream, decide)


def review(office: Office, stream: StreamId, answers: Mapping[str, str], words: str = "") -> int:
    """Record what a reader who was not there answers to the fixed questions; return how many answers there are.

    Raises Refused for whoever owns it, unless they are alone, and when nothing is answered.
    """
    given = tuple(
        ReaderAnswer(question=code, answer=answers[code].strip())
        for code in QUESTIONS
        if answers.get(code, "").strip()
    )
    if not given:
        raise Refused("Answer at least one of the questions. What did you have to guess?")
    draft = ReaderReviewed(answers=given, words=words.strip() or None)

    def decide(pm: PostMortem) -> Sequence[Event]:
        if not office.alone and office.me in _owners(pm):
            raise Refused("Somebody other than its owner reads it. Ask one who was not there.")
        return publication.note_reading(pm.publication, draft)

    tell(office, stream, decide)
    return len(given)


def _owners(pm: PostMortem) -> tuple[object, ...]:
    return pm.incident.who(Role.OWNER) or (pm.incident.opened_by,)


def named_where(gathered: Gathered) -> tuple[Named, ...]:
    """Return where the text that would be published names somebody of the roster, each name once for each place."""
    names = tuple(gathered.names.values())
    found: list[Named] = []
    for place, step, text in _texts(gathered):
        inside = names_in(text, names)
        # A whole name counts once, not again for each of its words.
        whole = [name for name in inside if not any(name != other and name in other for other in inside)]
        found += [_named(name, place, step, text) for name in whole]
    return tuple(found)


def _named(name: str, place: str, step: str, text: str) -> Named:
    at = text.index(name)
    before = " ".join(text[max(0, at - _AROUND) : at].split(" ")).lstrip()
    return Named(
        name=name, place=place, step=step, before=before, after=text[at + len(name) :][:_AROUND].rstrip()
    )


def _texts(gathered: Gathered) -> Iterator[tuple[str, str, str]]:
    """Yield (place, step, text) of everything that the page would show, apart from thanks, which were agreed to."""
    pm = gathered.pm
    yield "The title", "overview", pm.incident.title
    yield "What set it off", "overview", pm.incident.trigger
    for entry in pm.timeline.entries:
        yield f"T-{entry.number}", "timeline", entry.text
    for gap in pm.timeline.gaps:
        yield f"G-{gap.number}", "timeline", gap.recorded.what
    yield from _of_story(pm.story)
    for one in pm.conditions.standing:
        yield f"C-{one.number}", "map", f"{one.statement}\n{one.effect or ''}"
    for followup in gathered.followups:
        said = (followup.text, followup.end_state, followup.side_effects)
        yield f"FU-{followup.number}", "followups", "\n".join(filter(None, said))
    for account in gathered.accounts:
        yield f"A-{account.number}", "evidence", f"{account.author_role}\n{account.text}"


def _of_story(story: narrative.Story) -> Iterator[tuple[str, str, str]]:
    said = story.storeys
    yield "The opening", "story", "\n".join(filter(None, (said.lede, said.first, said.second)))
    yield "The story", "story", narrative.text(story)
    for point in story.decision_points:
        slots = (point.title, point.done, point.effects, point.expected, point.assumed, point.understood)
        yield f"D-{point.number}", "story", "\n".join(filter(None, (*slots, point.sensible)))
    for note in story.notes:
        yield "A note beside the story", "story", note.text
    for term, meaning in story.glossary.items():
        yield "A word explained", "story", f"{term}: {meaning}"
