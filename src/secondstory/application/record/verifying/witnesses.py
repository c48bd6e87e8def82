"""Whether the record is witnessed as its policy asks, from checkpoints that were kept with their cosignatures.

Entries younger than the grace are no failure: a witness is asked now and then, and an append never waits for one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from secondstory.application.ports.storage import Log
from secondstory.application.record.reading import Reader
from secondstory.application.record.verifying.checkpoints import Read
from secondstory.application.record.verifying.report import Problem, altered, missing, not_witnessed
from secondstory.application.record.witnessed import KeptNote, recorded_policy
from secondstory.domain.stored import Undecodable
from secondstory.kernel.frozen import dataclass, replace
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note, parse_note
from secondstory.record.policy import Policy, signed_by
from secondstory.vault.keys import Keys

GRACE = timedelta(hours=24)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN_POLICY = (
    "That these witnesses are other people: the policy lies beside the record. Whoever has one from elsewhere trusts that"
    " alone (secondstory verify --policy FILE)."
)
_NOBODY = "Witnesses: the policy asks for none. One on another machine catches whoever holds the signing key."


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessing:
    """What is asked of the witnesses. kept: the history of checkpoints; now: aware.

    is_alone: the policy came from outside, so that its log keys are trusted and no other. written: the policy file of
    the workspace, None when there is none. unread: what could not be read of policy or history, for people.
    """

    policy: Policy
    kept: tuple[KeptNote, ...]
    now: datetime
    grace: timedelta = GRACE
    is_alone: bool = False
    written: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What the witnesses confirm: a problem or none, what is proved by them, and what is not."""

    problems: tuple[Problem, ...] = ()
    proved: tuple[str, ...] = ()
    not_proved: tuple[str, ...] = ()


def check_policy(witnessing: Witnessing, log: Log, keys: Keys) -> Iterator[Problem]:
    """Yield what is wrong with the policy file: unreadable, or other than what the record says it is."""
    yield from (missing("what witnesses signed", words) for words in witnessing.unread)
    if witnessing.is_alone or witnessing.unread:
        return
    try:
        recorded = recorded_policy(Reader(log, keys))
    except (BadProof, Undecodable):
        return  # the stream of the installation cannot be read, and that was said
    if recorded is not None and witnessing.written is None:
        yield missing("the policy", "MISSING. The record says that there is one: whose signatures count.")
    elif (recorded or "") != (witnessing.written or ""):
        words = (
            "It is not the one that was recorded last. When it is meant so: secondstory witness policy FILE"
        )
        yield altered("the policy", words)


def check_witnesses(witnessing: Witnessing | None, held: Sequence[Read], log: Log, keys: Keys) -> Confirmed:
    """Return how far the record is confirmed.

    held: the checkpoints that agree with the entries; a cosignature on any other says nothing for this record.
    """
    if witnessing is None:
        return Confirmed(not_proved=(_NOBODY,))
    problems = tuple(check_policy(witnessing, log, keys))
    found = _confirmed(witnessing, held, log, keys)
    return replace(found, problems=(*problems, *found.problems))


def _confirmed(witnessing: Witnessing, held: Sequence[Read], log: Log, keys: Keys) -> Confirmed:
    if witnessing.policy.quorum is None:
        return Confirmed(not_proved=(_NOBODY,))
    size, times, reach = _newest_witnessed(witnessing.policy, held)
    total = log.head().size
    proved = (_proved(size, total, times),) if times else ()
    own = () if witnessing.is_alone or not proved else (_OWN_POLICY,)
    if size >= total:
        return Confirmed(proved=proved, not_proved=own)
    since = _time_of(size, log, keys)
    behind = _not_yet(size, total)
    if since is not None and abs(witnessing.now - since) <= witnessing.grace:
        young = f"Not yet witnessed: {behind}. {_hours(witnessing.grace)}"
        return Confirmed(proved=proved, not_proved=(*own, young))
    absent = witnessing.policy.missing(reach) or witnessing.policy.missing(())
    words = (
        f"Not witnessed as the policy asks: {behind}, the first of them {_since(since)}. {witnessing.policy.words()}"
        f" Not signed: {', '.join(absent)}. Ask them: secondstory witness request"
    )
    return Confirmed(problems=(not_witnessed("witnesses", words),), proved=proved, not_proved=own)


def _newest_witnessed(policy: Policy, held: Sequence[Read]) -> tuple[int, dict[str, int], set[str]]:
    """Return the largest size that a quorum signed, who signed it and when, and who signed something larger.

    Nothing was signed by one: 0, and nobody.
    """
    reach: set[str] = set()
    found = [(one.checkpoint.size, one.claimed.note) for one in held if one.checkpoint is not None]
    for size, note in sorted(found, reverse=True):
        times = _signers(policy, note)
        if policy.satisfied_by(times):
            return size, times, reach
        reach |= times.keys()
    return 0, {}, reach


def _signers(policy: Policy, note: bytes) -> dict[str, int]:
    try:
        parsed: Note = parse_note(note)
        return signed_by(policy, parsed)
    except (BadProof, BadSignature):
        return {}


def _time_of(index: int, log: Log, keys: Keys) -> datetime | None:
    """Return the time of the entry at `index`, or of the next that tells one; None when none does.

    It is this machine's own word. Whoever sets the clock wrong on purpose gains the grace, and no more.
    """
    reader = Reader(log, keys)
    for stored in log.entries(index):
        try:
            heading = reader.header(stored)
        except BadProof:
            continue
        if heading is not None:
            return heading.at
    return None


def _proved(size: int, total: int, times: dict[str, int]) -> str:
    who = ", ".join(f"{name} ({_day(time)})" for name, time in sorted(times.items()))
    how_many = f"All {size} entries" if size == total else f"The first {size} of {total} entries"
    return f"{how_many} are confirmed by witnesses: {who}."


def _not_yet(size: int, total: int) -> str:
    return "1 entry" if total - size == 1 else f"{total - size} entries"


def _hours(grace: timedelta) -> str:
    return f"They are younger than {grace.total_seconds() / 3600:g} hours, so nothing is wrong with that."


def _since(at: datetime | None) -> str:
    return f"from {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at is not None else "of unknown age"


def _day(seconds: int) -> str:
    try:
        return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return "a time that no clock shows"
