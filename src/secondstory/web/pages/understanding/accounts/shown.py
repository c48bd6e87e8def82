"""What the pages show of an account."""

from secondstory.application.office import Office
from secondstory.application.understanding.accounts import accounts_of
from secondstory.domain.understanding.accounts import Account, DiffersFrom
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId

BEFORE = "written from memory, before any log"
AFTER = "written after looking at logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """One account in a row of them. differs: about what, and from which other one or evidence, in words."""

    label: str
    account: Account
    when: str
    is_own: bool
    differs: tuple[str, ...]


def accounts_shown(office: Office, post_mortem: StreamId) -> list[AccountShown]:
    """Return the accounts that may be read, oldest first; a difference stands on both sides."""
    found = sorted(accounts_of(office, post_mortem), key=lambda one: (str(one.written_at), one.number))
    return [_shown(office, one, found) for one in found]


def _shown(office: Office, one: Account, found: list[Account]) -> AccountShown:
    own = [
        (f"A-{mark.other_number}" if isinstance(mark, DiffersFrom) else mark.ref, mark.about)
        for mark in one.differences
    ]
    theirs = [
        (f"A-{other.number}", mark.about)
        for other in found
        for mark in other.differences
        if isinstance(mark, DiffersFrom) and mark.other == one.stream
    ]
    return AccountShown(
        label=f"A-{one.number}",
        account=one,
        when=BEFORE if one.before_evidence else AFTER,
        is_own=one.author == office.me,
        differs=tuple(dict.fromkeys(f"From {ref}: {about}" for ref, about in (*own, *theirs))),
    )
