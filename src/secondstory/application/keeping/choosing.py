"""From what a person says to what is to be erased: a post-mortem's texts, an account, an item, a stream."""

import re
from collections.abc import Sequence

from secondstory.application.keeping.destroying import Means
from secondstory.application.keeping.erasable import (
    ErasableText,
    erasable_texts,
    having,
    named,
    paragraphs_now,
)
from secondstory.application.keeping.erasing import Wanted
from secondstory.application.office import Office
from secondstory.domain.keeping.erasure import Scope
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCOUNT, EVIDENCE, Table

_ITEM = re.compile(r"[Ee]-?(\d+)")
_ACCOUNT = re.compile(r"[Aa]-?(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was typed."""

    ref: str | None
    parts: tuple[str, ...]
    words: str | None
    of: str | None
    stream: str | None
    basis: str
    reason: str


def choose(office: Office, means: Means, chosen: Chosen) -> Wanted:
    """Return what is wanted. Raises Refused, with how to say it, when it names nothing or several things."""
    if chosen.stream:
        return _wanted(chosen, Scope.STREAM, _whole_stream(means, chosen.stream))
    if item := _ITEM.fullmatch(chosen.ref or ""):
        return _wanted(chosen, Scope.ITEM, _within(office, EVIDENCE, chosen.of, "E", int(item[1])))
    target = office.door.stream_of(chosen.ref or "")
    accounts = [found for one in chosen.parts if (found := _ACCOUNT.fullmatch(one))]
    if accounts:
        if len(chosen.parts) > 1:
            raise Refused(
                "An account is a stream of its own: ask for it alone, and for the rest in another request."
            )
        account = _within(office, ACCOUNT, chosen.ref, "A", int(accounts[0][1]))
        return _wanted(chosen, Scope.PART, account, erasable_texts(means.storage, office.reader, account))
    return _wanted(chosen, Scope.PART, target, _texts(office, means, chosen, target))


def _texts(office: Office, means: Means, chosen: Chosen, target: StreamId) -> Sequence[ErasableText]:
    if not chosen.parts and not chosen.words:
        raise Refused(
            f"Which part of {chosen.ref}? Say --part T-4, C-2, D-1, A-1, P-3 or title, or --words with a few words of it."
            " A whole stream is named by its id: --stream ID.",
            code="which-part",
        )
    readable = erasable_texts(means.storage, office.reader, target)
    latest = paragraphs_now(means.storage, office.reader, target)
    found = [text for one in chosen.parts for text in named(readable, one, latest=latest)]
    found += having(readable, chosen.words) if chosen.words else []
    # By place and not by value: a text holds facts, which do not hash.
    return [one for _, one in sorted({(one.index, one.part): one for one in found}.items())]


def _within(office: Office, table: Table, of: str | None, letter: str, number: int) -> StreamId:
    where: dict[str, object] = {"number": number}
    if of:
        where["postmortem"] = office.door.stream_of(of)
    rows = office.door.rows(table, where)
    if len(rows) == 1:
        return StreamId(str(rows[0]["stream"]))
    if rows:
        raise Refused(f"Several post-mortems have an {letter}-{number}. Say which: --of PM-3")
    raise Refused(f"There is no {letter}-{number} here. secondstory show PM-3 lists what a post-mortem has.")


def _whole_stream(means: Means, said: str) -> StreamId:
    stream = StreamId(said)
    if not means.storage.of_stream(stream):
        raise Refused(f"There is no stream {said}. secondstory log shows the ids of streams.")
    if said.split("_", maxsplit=1)[0] in {"in", "er", "ch"} or said == "pe_directory":
        raise Refused(
            "This stream says how the record itself came about; it stays. Its texts can be erased by part."
        )
    return stream


def _wanted(chosen: Chosen, scope: Scope, target: StreamId, texts: Sequence[ErasableText] = ()) -> Wanted:
    return Wanted(scope=scope, target=target, basis=chosen.basis, reason=chosen.reason, texts=tuple(texts))
