"""Takes back what a rule of retention asked for once that rule no longer stands: in the name of the installation."""

from secondstory.application.keeping.erasing import fold
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict, Storage
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping.erasure import Erasure, withdraw
from secondstory.domain.keeping.retention import Retention, still_asks
from secondstory.domain.lifecycle import fold_retention
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASURE
from secondstory.vault.keys import Keys

WHY = "The rule that asked for this no longer stands."


def recall(office: Office, storage: Storage, keys: Keys) -> tuple[int, ...]:
    """Take back every open erasure whose rule was changed or removed; return the n of each ER-n, usually none.

    Read past the door on purpose: what somebody may not see is taken back all the same. What it takes back is no refusal by
    a person: the rule that stands now may ask for it when its own days are over.
    """
    reader = Reader(storage, keys)
    for attempt in range(ATTEMPTS):
        rules, _ = standing_rules(reader)
        found = [(one, seq) for one, seq in _open(storage, reader) if not is_still_asked(one, rules)]
        if not found:
            return ()
        expects = {one.stream: seq for one, seq in found if one.stream is not None}
        drafts = [
            Draft(stream=one.stream, event=event)
            for one, _ in found
            if one.stream is not None
            for event in withdraw(one, WHY)
        ]
        try:
            office.journal.append(drafts, by=None, expects=expects)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return tuple(one.number for one, _ in found)
    raise AssertionError("every attempt returned or raised")


def standing_rules(reader: Reader) -> tuple[Retention, int]:
    """Return the rules that stand, and the sequence of the installation's stream that they were read at."""
    entries = reader.events(INSTALLATION_STREAM)
    return fold_retention(entries), entries[-1].seq if entries else 0


def is_still_asked(one: Erasure, rules: Retention) -> bool:
    """Return whether an erasure is asked for by a person, or by a rule that stands."""
    return one.rule is None or still_asks(rules, one.rule.kind, one.rule.rule)


def _open(storage: Storage, reader: Reader) -> list[tuple[Erasure, int]]:
    rows = storage.rows.select(ERASURE, {"state": ("requested", "approved")}, order="number")
    entries = [reader.events(StreamId(str(row["stream"]))) for row in rows]
    return [(fold(found), found[-1].seq) for found in entries if found]
