"""Looking at follow-ups: what a person can do with one, what happened to it, and which of them wait for whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from secondstory.application import looking
from secondstory.application.access.guarding import relations_for_acting
from secondstory.application.access.policy import rule_of
from secondstory.application.ceremony.knowing_people import everybody, person_named
from secondstory.application.office import Office
from secondstory.domain.ceremony.followups import FollowUp, Standing
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import ACCESS, CONDITION, FOLLOWUP, POSTMORTEM, TEAM_MEMBER, Row, Where

PER_PAGE = 25

_TAGS: Mapping[str, str] = {
    "ask": "asked",
    "accept": "accepted",
    "decline": "declined",
    "done": "reported_done",
    "verify": "verified",
    "effect": "effect_checked",
    "reopen": "reopened",
    "escalate": "escalated",
    "due": "due_set",
    "block": "blocked",
    "unblock": "unblocked",
    "track": "tracked",
    "strength": "strength_confirmed",
    "reword": "reworded",
    "hand-over": "handed_over",
    "let-go": "let_go",
    "supersede": "superseded",
    "drop": "dropped",
}
"""What can be done with a follow-up, in the order in which it usually is, and what is then recorded."""
_BY_STANDING: Mapping[Standing, str] = {
    Standing.PROPOSED: "ask",
    Standing.ASKED: "ask accept decline",
    Standing.OWNED: "done",
    Standing.DONE: "verify reopen",
    Standing.VERIFIED: "effect reopen",
    Standing.EFFECTIVE: "effect reopen",
    Standing.DROPPED: "reopen",
    Standing.SUPERSEDED: "",
}


def open_acts(office: Office, state: FollowUp) -> tuple[str, ...]:
    """Return what whoever looks can do with a follow-up now: as it stands, and as the policy has it."""
    fitting = _fitting(office, state)
    if office.alone or state.stream is None:
        return tuple(act for act in _TAGS if act in fitting)
    held = relations_for_acting(office.door, state.stream)
    own = held | {Relation.ONESELF}
    return tuple(
        act
        for act, tag in _TAGS.items()
        if act in fitting and rule_of(f"followup.{tag}").allows(own if act == "accept" else held)
    )


def _fitting(office: Office, state: FollowUp) -> frozenset[str]:
    found = set(_BY_STANDING[state.standing].split())
    if state.is_live:
        found |= {"escalate", "track", "strength", "reword", "supersede", "drop"}
    if state.standing is Standing.OWNED:
        found |= {"hand-over", "let-go", "due", "unblock" if state.waiting_for else "block"}
    if office.alone and state.standing is Standing.PROPOSED:
        found.add("accept")
    if state.owner == office.me and not office.alone:
        found.discard("verify")
    return frozenset(found)


def history_of(office: Office, stream: StreamId) -> list[Recorded[Event]]:
    """Return everything that happened to a follow-up, in order. Raises Refused when it may not be seen."""
    looking.followup(office, stream)
    return office.reader.events(stream)


def answered_by(office: Office, states: Iterable[FollowUp]) -> dict[tuple[str, int], Row]:
    """Return the conditions that follow-ups answer, by post-mortem and number, as far as those may be read."""
    streams = {str(one.post_mortem) for state in states for one in state.origins}
    rows = office.door.rows(CONDITION, {"stream": sorted(streams)}, order="number") if streams else []
    return {(str(row["stream"]), int(str(row["number"]))): row for row in rows}


def origins_seen(office: Office, *states: FollowUp) -> list[Row]:
    """Return the post-mortems that follow-ups answer and that whoever looks may read, and no word of the others."""
    wanted = sorted({str(one.post_mortem) for state in states for one in state.origins})
    return office.door.rows(POSTMORTEM, {"stream": wanted}, order="number") if wanted else []


def number_of(office: Office, stream: StreamId | None) -> int | None:
    """Return the number of another follow-up, None when it may not be seen."""
    row = office.door.row(FOLLOWUP, stream) if stream else None
    return int(str(row["number"])) if row is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One part of the board: the follow-ups of one page of it, and how many there are in all."""

    followups: tuple[FollowUp, ...]
    count: int


def shelf(office: Office, name: str, *, limit: int = PER_PAGE, offset: int = 0) -> Shelf:
    """Return one part of the board for whoever looks: mine, asked, unowned or second-look."""
    where, order = _SHELVES[name](office)
    rows = office.door.rows(FOLLOWUP, where, order=order, limit=limit, offset=offset)
    found = [_load(office, StreamId(str(row["stream"]))) for row in rows]
    return Shelf(followups=tuple(found), count=office.door.count(FOLLOWUP, where))


def board(office: Office, *, limit: int) -> dict[str, Shelf]:
    """Return the beginning of every part of the board, nothing twice.

    What is asked of whoever looks is not among the unowned, and nobody looks a second time at what they did.
    """
    own_work = {"stream": _streams(office, Relation.FOLLOWUP_OWNER), "state": Standing.DONE.value}
    return {
        "asked": shelf(office, "asked", limit=limit),
        "unowned": _without(office, "unowned", _asked(office)[0], limit=limit),
        "mine": shelf(office, "mine", limit=limit),
        "second-look": _without(office, "second-look", own_work, limit=limit),
    }


def _without(office: Office, name: str, left_out: Where, *, limit: int) -> Shelf:
    where, order = _SHELVES[name](office)
    out = {str(row["stream"]) for row in office.door.rows(FOLLOWUP, left_out)}
    rows = office.door.rows(FOLLOWUP, where, order=order, limit=limit + len(out))
    streams = [StreamId(str(row["stream"])) for row in rows if str(row["stream"]) not in out][:limit]
    found = tuple(_load(office, stream) for stream in streams)
    return Shelf(followups=found, count=office.door.count(FOLLOWUP, where) - len(out))


def _asked(office: Office) -> tuple[Where, str]:
    return {"stream": _streams(office, Relation.ASKED), "state": Standing.ASKED.value}, "number"


def _mine(office: Office) -> tuple[Where, str]:
    held = _streams(office, Relation.FOLLOWUP_OWNER)
    return {"stream": held, "state": (Standing.OWNED.value, Standing.DONE.value)}, "state due number"


def _unowned(_office: Office) -> tuple[Where, str]:
    return {"state": (Standing.PROPOSED.value, Standing.ASKED.value)}, "-state number"


def _second_look(_office: Office) -> tuple[Where, str]:
    return {"state": (Standing.DONE.value, Standing.VERIFIED.value)}, "state number"


_SHELVES: Mapping[str, Callable[[Office], tuple[Where, str]]] = {
    "asked": _asked,
    "unowned": _unowned,
    "mine": _mine,
    "second-look": _second_look,
}
SHELVES = tuple(_SHELVES)


def _streams(office: Office, relation: Relation) -> list[str]:
    where = {"viewer": office.door.viewers, "relation": relation.value}
    return [str(row["stream"]) for row in office.door.rows(ACCESS, where)]


def _load(office: Office, stream: StreamId) -> FollowUp:
    folded: FollowUp = office.load(stream, _fold)
    return folded


def _fold(entries: Sequence[Recorded[Event]]) -> FollowUp:
    folded: FollowUp = fold_stream("fu", entries)
    return folded


def is_asked_of(office: Office, state: FollowUp) -> bool:
    """Return whether a question is open and goes to whoever looks, or to a team of theirs."""
    if state.standing is not Standing.ASKED or state.stream is None:
        return False
    return Relation.ASKED in office.door.relations(state.stream)


def teams(office: Office) -> tuple[str, ...]:
    """Return the names of the teams that have somebody in them."""
    return tuple(dict.fromkeys(str(row["team"]) for row in office.door.rows(TEAM_MEMBER, order="team")))


def addressed(office: Office, said: str) -> tuple[str, str]:
    """Return whom somebody means, as a question keeps it and as it is read: a person by their id, a team by its name.

    What names neither is kept as it was said, as a team that nobody has entered yet. Raises Refused when several
    people are called so.
    """
    wanted = said.strip()
    if wanted.startswith("pe_") and wanted in looking.names(office):
        return wanted, looking.names(office)[wanted]
    known = {team.casefold(): team for team in everybody(office).teams}
    if wanted.casefold() in known:
        return known[wanted.casefold()], known[wanted.casefold()]
    person = person_named(office, wanted) if wanted else None
    return (person.person, person.name) if person is not None else (wanted, wanted)


def reaches(office: Office, of: str) -> bool:
    """Return whether a question to `of` has somebody here who can answer it."""
    if of in looking.names(office):
        return True
    return any(team.casefold() == of.casefold() for team in everybody(office).teams)


def name_for(names: Mapping[str, str], owner: PersonId | None, owner_name: str | None) -> str:
    """Return the name of an owner: as they are called now, else as they were when they said yes."""
    return names.get(str(owner), "") if owner else owner_name or ""
