"""The middle of the walk: evidence and where memory differed, three decision points, and the sweep of the levels."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from secondstory.application.understanding import accounts, naming, soloing, stories, timelines
from secondstory.cli.ground.alone.asking import until_it_holds
from secondstory.cli.ground.alone.steps import Walk
from secondstory.domain.lifecycle import DECISION_POINTS
from secondstory.domain.texts import LevelQuestions
from secondstory.domain.understanding.accounts import DiffersFromEvidence
from secondstory.domain.understanding.conditions import FIVE_LEVELS, Added, Level, LevelExplored, LevelStatus
from secondstory.domain.understanding.narrative import DecisionPointAdded, DecisionPointFilled
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind, GapCause, GapRecorded
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

_SLOTS = (
    ("effects", "What did you see come of it?"),
    ("expected", "What had you expected?"),
    ("assumed", "What did you take for granted?"),
    ("understood", "What did you think was going on?"),
    ("sensible", "What made this the sensible step then?"),
)
_CAUSES = "retention-expired, never-captured, access-denied, legally-erased or unknown"


def evidence(walk: Walk) -> None:
    """Seal what expires, build the line forwards, and mark where it differs from what was remembered."""
    soloing.begin(walk.office, walk.stream)
    walk.title("evidence")
    entries = len(walk.pm.timeline.entries)
    if entries:
        walk.asker.tell(f"So far the line has {entries} entries: secondstory timeline {walk.label} shows them.")
    for place in count():
        if not until_it_holds(walk.asker, lambda place=place: _seal(walk, place)):  # type: ignore[misc]
            break
    last = ""
    for place in count():
        found = until_it_holds(walk.asker, lambda place=place, last=last: _entry(walk, place, last))  # type: ignore[misc]
        if found is None:
            break
        last = found
    for one in (_difference, _gap):
        for place in count():
            if not until_it_holds(walk.asker, lambda one=one, place=place: one(walk, place)):  # type: ignore[misc]
                break
    if not walk.pm.timeline.entries:
        walk.asker.tell("The line is empty. skip goes on without one; later keeps your place.")


def _seal(walk: Walk, place: int) -> bool:
    what = f"{walk.prompt('evidence', 0, 'What expires first?')} A file to seal (Enter: no other)"
    path = walk.asker.ask(f"evidence.files.{place}", what)
    if not path:
        return False
    from secondstory.application.keeping.sealing import Item, seal_evidence
    from secondstory.wiring.evidence import file_source, machine, vault_of

    file = Path(path).expanduser()
    item = Item(post_mortem=walk.stream, name=file.name, captured_from=machine())
    sealed = seal_evidence(walk.office, vault_of(walk.seat.workspace), item, file_source(file))
    walk.kept(f"E-{sealed.number}, {file.name}, {sealed.length_bytes:,} bytes, sealed.")
    return True


def _entry(walk: Walk, place: int, last: str) -> str | None:
    """Ask for one entry and keep it; return what shows it, None when there is no other."""
    key = f"evidence.entries.{place}"
    when = walk.asker.ask(f"{key}.at", "When did something happen? (Enter: the line is complete)")
    if not when:
        return None
    walk.seat.pm = walk.pm
    occurred = walk.seat.moment(when)
    assert occurred is not None
    text = walk.asker.ask(f"{key}.text", "What happened then?")
    shown = walk.asker.ask(
        f"{key}.source", f"What shows it, such as E-1? (Enter: {last or 'what you remember'})", default=last
    )
    if soloing.told_already(walk.pm, text, occurred) is None:
        _add(walk, occurred, text, shown)
    return shown


def _add(walk: Walk, occurred: Moment, text: str, shown: str) -> None:
    sources = tuple(one.strip() for one in shown.split(",") if one.strip())
    remembered = not sources or all(one.upper().startswith("A") for one in sources)
    kind = EntryKind.ACCOUNT if remembered else EntryKind.FACT
    draft = EntryAdded(number=0, occurred=occurred, kind=kind, text=text, sources=sources)
    added = timelines.add_entry(walk.office, walk.stream, draft).one(EntryAdded)
    if added is not None:
        walk.kept(f"T-{added.number}, {walk.seat.shown.moment(occurred)}")


def _difference(walk: Walk, place: int) -> bool:
    own = accounts.own_account(walk.office, walk.stream)
    if own is None:
        return False
    key = f"evidence.differences.{place}"
    where = walk.prompt("evidence", 1, "Where does the evidence differ from what you remembered?")
    about = walk.asker.ask(f"{key}.about", f"{where} (Enter: nowhere else)")
    if not about:
        return False
    other = walk.asker.ask(f"{key}.shown_by", "What shows it, such as T-3 or E-1?")
    if not any(isinstance(one, DiffersFromEvidence) and one.about == about for one in own.differences):
        accounts.mark_difference(walk.office, own, other, about)
        walk.kept(f"A-{own.number} differs from {other}; both stay.")
    return True


def _gap(walk: Walk, place: int) -> bool:
    key = f"evidence.gaps.{place}"
    what = walk.asker.ask(f"{key}.what", "What is missing that you would expect to be there? (Enter: nothing else)")
    if not what:
        return False
    cause = walk.asker.ask(f"{key}.cause", f"Why is it missing: {_CAUSES}?", default="unknown")
    policy = walk.asker.ask(f"{key}.policy", "Which rule or setting made it so? (Enter: none known)")
    if any(one.recorded.what == what for one in walk.pm.timeline.gaps):
        return True
    if cause not in {one.value for one in GapCause}:
        raise Refused(f"{cause} is not one of the causes: {_CAUSES}.")
    draft = GapRecorded(number=0, cause=GapCause(cause), what=what, policy=policy or None)
    timelines.record_gap(walk.office, walk.stream, draft)
    walk.kept("a gap. It is a gap, and not a question about anybody.")
    return True


def decisions(walk: Walk) -> None:
    """Stand in three moments that could have gone another way."""
    soloing.begin(walk.office, walk.stream)
    walk.title("decisions")
    points = walk.pm.story.decision_points
    if points and points[-1].empty_slots:
        walk.asker.tell(f"You were in D-{points[-1].number}: {points[-1].title}.")
        _fill(walk, points[-1].number, f"decisions.points.{len(points) - 1}", points[-1].empty_slots)
    for place in count():
        told = len(walk.pm.story.decision_points)
        if told >= DECISION_POINTS:
            break
        if not until_it_holds(walk.asker, lambda place=place: _point(walk, place)):  # type: ignore[misc]
            _enough(walk)


def _enough(walk: Walk) -> None:
    from secondstory.cli.ground.alone.asking import PassedOver

    told = len(walk.pm.story.decision_points)
    walk.asker.tell(f"{told} of {DECISION_POINTS} moments are told. Others can follow: secondstory story {walk.label}.")
    raise PassedOver


def _point(walk: Walk, place: int) -> bool:
    key = f"decisions.points.{place}"
    title = walk.asker.ask(f"{key}.title", "A moment, in a few words (Enter: no other)")
    if not title:
        return False
    if any(one.title == title for one in walk.pm.story.decision_points):
        return True
    done = walk.asker.ask(f"{key}.done", "What was done? Waiting is something one does, too.")
    when = walk.asker.ask(f"{key}.when", "When was that? (Enter: not known)")
    walk.seat.pm = walk.pm
    draft = DecisionPointAdded(number=0, title=title, done=done, when=walk.seat.moment(when or None))
    added = stories.add_decision_point(walk.office, walk.stream, draft).one(DecisionPointAdded)
    assert added is not None
    walk.kept(f"D-{added.number}.")
    _fill(walk, added.number, key, tuple(name for name, _ in _SLOTS))
    return True


def _fill(walk: Walk, number: int, key: str, slots: tuple[str, ...]) -> None:
    for place, (name, otherwise) in enumerate(_SLOTS, 1):
        if name not in slots:
            continue
        said = walk.asker.ask(f"{key}.{name}", walk.prompt("decisions", place, otherwise))
        if said:
            filled = DecisionPointFilled(number=number, **{name: said})
            stories.fill_decision_point(walk.office, walk.stream, filled)


@dataclass(frozen=True, slots=True)
class _Look:
    """One level as it is looked at."""

    walk: Walk
    level: Level
    words: LevelQuestions | None

    @property
    def key(self) -> str:
        return f"levels.{self.level.value}"

    @property
    def questions(self) -> tuple[str, ...]:
        return self.words.for_one() if self.words else ()


def levels(walk: Walk) -> None:
    """Look at each of the five levels, or say why not."""
    soloing.begin(walk.office, walk.stream)
    walk.title("levels")
    walk.asker.tell('A condition reads well as: "X made Y likelier, as seen in Z".')
    words = {one.code: one for one in walk.seat.workspace.texts.questions()}
    for level in FIVE_LEVELS:
        conditions = walk.pm.conditions
        if conditions.at(level) or conditions.said_of(level) is not None:
            continue
        _level(_Look(walk, level, words.get(level.value)))


def _level(look: _Look) -> None:
    walk = look.walk
    name = look.words.name if look.words else look.level.value
    walk.asker.tell(f"\n{walk.seat.terminal.style(name, 'bold')}. {look.words.about if look.words else ''}")
    walk.points(look.questions[:4])
    for place in count():
        if not until_it_holds(walk.asker, lambda place=place: _condition(look, place)):  # type: ignore[misc]
            break
    if not walk.pm.conditions.at(look.level):
        until_it_holds(walk.asker, lambda: _nothing(look))


def _condition(look: _Look, place: int) -> bool:
    more = "nothing else" if look.walk.pm.conditions.at(look.level) else "nothing"
    said = look.walk.asker.ask(f"{look.key}.found.{place}", f"What did you find? (Enter: {more})")
    if not said:
        return False
    if any(one.statement == said for one in look.walk.pm.conditions.standing):
        return True
    named = naming.add(look.walk.office, look.walk.stream, Added(number=0, statement=said, level=look.level))
    look.walk.kept(f"C-{named.number}.")
    if named.question:
        look.walk.asker.tell(f"{named.question} Another condition can say it; this one can be reworded later.")
    return True


def _nothing(look: _Look) -> None:
    ask = look.walk.asker.ask
    asked = ask(f"{look.key}.nothing_found", "You looked and found nothing: what did you ask? (Enter: not looked at)")
    why = "" if asked else ask(f"{look.key}.not_looked", "Why was it not looked at? The page says so beside it.")
    draft = LevelExplored(
        level=look.level,
        status=LevelStatus.NOTHING_FOUND if asked else LevelStatus.NOT_EXPLORED,
        asked=asked or None,
        of_whom=soloing.MYSELF if asked else None,
        reason=why or None,
    )
    naming.explore(look.walk.office, look.walk.stream, draft)
    look.walk.kept(f"what became of {look.level.value}.")
