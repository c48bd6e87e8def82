"""What a person does with their account: write it, add to it, correct it, say who reads it, mark where it differs."""

from collections.abc import Callable, Sequence

from secondstory.application.office import Office, act, act_on
from secondstory.application.understanding.references import account_rows, cited, number_of
from secondstory.application.understanding.telling import Told, read
from secondstory.domain.keeping import evidence
from secondstory.domain.lifecycle import fold_stream
from secondstory.domain.understanding import accounts, incidents, narrative
from secondstory.domain.understanding.accounts import (
    Account,
    Continued,
    Corrected,
    DiffersFrom,
    DiffersFromEvidence,
    Shared,
    Withheld,
    Written,
)
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCOUNT, EVIDENCE

_LOOKED = (evidence.Sealed, evidence.Read, evidence.Exported)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An account after something was written in it. entry: the index of what was recorded, None for nothing."""

    account: Account
    before_evidence: bool
    entry: int | None


def has_looked(office: Office, stream: StreamId) -> bool:
    """Return whether whoever acts sealed, opened or exported any evidence of this post-mortem."""
    rows = office.door.rows(EVIDENCE, {"postmortem": stream})
    entries = (entry for row in rows for entry in office.reader.events(StreamId(str(row["stream"]))))
    return any(entry.by == office.me and isinstance(entry.event, _LOOKED) for entry in entries)


def accounts_of(office: Office, stream: StreamId) -> tuple[Account, ...]:
    """Return the accounts of a post-mortem that may be read, by number; those whose words are gone are left out."""
    found = (_load(office, StreamId(str(row["stream"]))) for row in account_rows(office, stream))
    return tuple(one for one in found if one.stream is not None)


def own_account(office: Office, stream: StreamId) -> Account | None:
    """Return the account that whoever acts has written of this post-mortem, or None."""
    return next((one for one in accounts_of(office, stream) if one.author == office.me), None)


def account(office: Office, stream: StreamId, ref: str) -> Account:
    """Return the account of a post-mortem that `ref` names, such as A-2. Raises Refused when there is none to read."""
    number = number_of(ref, "A")
    found = next((one for one in accounts_of(office, stream) if one.number == number), None)
    if found is None:
        raise Refused(f"There is no A-{number} that you may read here; --list shows those you may.")
    return found


def write(
    office: Office, stream: StreamId, text: str, *, role: str, before_evidence: bool | None = None
) -> Kept:
    """Write down what one remembers, in a stream of its own.

    before_evidence: None = derived: true as long as its author has looked at no evidence of this post-mortem.
    Raises Refused when the author has written already, when it is empty, or without a role.
    """
    own = own_account(office, stream)
    if own is not None:
        raise Refused(
            f"You have written A-{own.number}. Add what came back to you with --more, or put something right with"
            f" --correct A-{own.number}; the first words stay.",
            code="written-already",
        )
    before = not has_looked(office, stream) if before_evidence is None else before_evidence
    made = office.new_stream("ac")

    def decide(_states: object) -> list[tuple[StreamId, Event]]:
        incidents.must_be_open(read(office, stream).incident)
        draft = Written(
            post_mortem=stream,
            number=office.door.next_number(ACCOUNT, {"postmortem": stream}),
            author_role=role.strip(),
            before_evidence=before,
            paragraphs=narrative.paragraphs_of(text),
        )
        return [(made, event) for event in accounts.write(Account(), draft)]

    appended = act_on(office, {made: _fold}, decide)
    return Kept(
        account=_load(office, made), before_evidence=before, entry=appended.first if appended else None
    )


def add_to(office: Office, stream: StreamId, text: str, *, before_evidence: bool | None = None) -> Kept:
    """Add to one's account what came back later. Raises Refused when there is none yet, or when it is empty."""
    own = own_account(office, stream)
    if own is None or own.stream is None:
        raise Refused("You have written no account here yet, so there is nothing to add to. Write it first.")
    before = not has_looked(office, stream) if before_evidence is None else before_evidence
    draft = Continued(before_evidence=before, paragraphs=narrative.paragraphs_of(text))
    appended = act(office, own.stream, _fold, lambda state: accounts.add_to(state, draft, by=office.me))
    return Kept(
        account=_load(office, own.stream), before_evidence=before, entry=appended.first if appended else None
    )


def correct(office: Office, stream: StreamId, draft: Corrected) -> Told:
    """Put something right in an account. Raises Refused for anybody but its author, without a reason or a text."""
    return _tell(office, stream, lambda state: accounts.correct(state, draft, by=office.me))


def choose_readers(office: Office, stream: StreamId, choice: Shared | Withheld) -> Told:
    """Share an account with the room, or keep it; nothing when it is so. Raises Refused for all but its author."""
    return _tell(office, stream, lambda state: accounts.choose_readers(state, choice, by=office.me))


def mark_difference(office: Office, one: Account, other: str, about: str) -> Told:
    """Mark where an account differs from another one (A-2) or from evidence (E-2, T-7); neither changes.

    Raises Refused when the other is not there, and for anybody but its author.
    """
    assert one.stream is not None
    assert one.post_mortem is not None
    (ref,) = cited(office, read(office, one.post_mortem), [other]) or ("",)
    if not ref:
        raise Refused("From what does it differ? Name it: --from E-2, --from A-2 or --from T-7.")
    draft: DiffersFrom | DiffersFromEvidence = DiffersFromEvidence(ref=ref, about=about)
    if ref.startswith("A-"):
        second = account(office, one.post_mortem, ref)
        assert second.stream is not None
        draft = DiffersFrom(other=second.stream, other_number=second.number, about=about)
    return _tell(office, one.stream, lambda state: accounts.mark_difference(state, draft, by=office.me))


def _tell(office: Office, stream: StreamId, decide: Callable[[Account], list[Event]]) -> Told:
    decided: list[Event] = []

    def again(state: Account) -> list[Event]:
        decided[:] = decide(state)
        return decided

    appended = act(office, stream, _fold, again)
    return Told() if appended is None else Told(events=tuple(decided), entry=appended.first)


def _fold(entries: Sequence[Recorded[Event]]) -> Account:
    folded: Account = fold_stream("ac", entries)
    return folded


def _load(office: Office, stream: StreamId) -> Account:
    return office.load(stream, _fold)
