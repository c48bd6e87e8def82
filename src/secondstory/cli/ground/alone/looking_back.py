"""The middle of the walk: evidence and where memory differed, three decision points, and the sweep of the levels."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from secondstory.application.ceremony import soloing
from secondstory.application.understanding import accounts, naming, stories, timelines
from secondstory.cli.ground.alone.asking import one_after_another, until_it_holds
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
        far = "one entry" if entries == 1 else f"{entries} entries"
        walk.asker.tell(f"So far the line has {far}: secondstory timeline {walk.label} shows what is there.")
    one_after_another(walk.asker, partial(_seal, walk))
    one_after_another(walk.asker, partial(_entry, walk))
    one_after_another(walk.asker, partial(_difference, walk))
    one_after_another(walk.asker, partial(_gap, walk))
    if not walk.pm.timeline.entries:
        walk.asker.tell(f"The line is empty. It can grow at any time: secondstory timeline {walk.label} add.")


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


def _entry(walk: Walk, place: int) -> bool:
    key = f"evidence.entries.{place}"
    when = walk.asker.ask(f"{key}.at", "When did something happen? (Enter: the line is complete)")
    if not when:
        return False
    occurred = walk.moment(when)
    text = walk.asker.ask(f"{key}.text", "What happened then?")
    last = ", ".join(walk.shown_by)
    shown = walk.asker.ask(
        f"{key}.source", f"What shows it, such as E-1? (Enter: {last or 'what you remember'})", default=last
    )
    if soloing.told_already(walk.pm, text, occurred) is None:
        _add(walk, occurred, text, shown)
    return True


def _add(walk: Walk, occurred: Moment, text: str, shown: str) -> None:
    sources = tuple(one.strip() for one in shown.split(",") if one.strip())
    remembered = not sources or all(one.upper().startswith("A") for one in sources)
    kind = EntryKind.ACCOUNT if remembered else EntryKind.FACT
    draft = EntryAdded(number=0, occurred=occurred, kind=kind, text=text, sources=sources)
    added = timelines.add_entry(walk.office, walk.stream, draft).one(EntryAdded)
    if added is not None:
        walk.kept(f"T-{added.number}, {walk.seat.shown.moment(occurred)}")
    walk.shown_by = sources


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
    what = walk.asker.ask(
        f"{key}.what", "What is missing that you would expect to be there? (Enter: nothing else)"
    )
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
    one_after_another(walk.asker, partial(_point, walk))
    told = len(walk.pm.story.decision_points)
    if told < DECISION_POINTS:
        more = f"secondstory story {walk.label} decision"
        walk.asker.tell(f"{told} of {DECISION_POINTS} moments are told. Others can follow: {more}.")


def _point(walk: Walk, place: int) -> bool:
    if len(walk.pm.story.decision_points) >= DECISION_POINTS:
        return False
    key = f"decisions.points.{place}"
    title = walk.asker.ask(f"{key}.title", "A moment, in a few words (Enter: no other)")
    if not title:
        return False
    if any(one.title == title for one in walk.pm.story.decision_points):
        return True
    done = walk.asker.ask(f"{key}.done", "What was done? Waiting is something one does, too.")
    when = walk.asker.ask(f"{key}.when", "When was that? (Enter: not known)")
    moment = walk.moment(when) if when else None
    draft = DecisionPointAdded(number=0, title=title, done=done, when=moment)
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
            slot: dict[str, Any] = {name: said}
            filled = DecisionPointFilled(number=number, **slot)
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
    one_after_another(walk.asker, partial(_condition, look))
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
        look.walk.asker.tell(
            f"{named.question} Another condition can say it; this one can be reworded later."
        )
    return True


def _nothing(look: _Look) -> None:
    ask = look.walk.asker.ask
    asked = ask(
        f"{look.key}.nothing_found", "You looked and found nothing: what did you ask? (Enter: not looked at)"
    )
    why = (
        ""
        if asked
        else ask(f"{look.key}.not_looked", "Why was it not looked at? The page says so beside it.")
    )
    draft = LevelExplored(
        level=look.level,
        status=LevelStatus.NOTHING_FOUND if asked else LevelStatus.NOT_EXPLORED,
        asked=asked or None,
        of_whom=soloing.MYSELF if asked else None,
        reason=why or None,
    )
    naming.explore(look.walk.office, look.walk.stream, draft)
    look.walk.kept(f"what became of {look.level.value}.")
