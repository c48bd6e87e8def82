"""What the pages of evidence show of an item, a hold and a likely secret."""

from datetime import datetime

from secondstory.application.keeping import custody
from secondstory.application.keeping.holding import holds_of
from secondstory.application.keeping.letting_go.redacting import span_words
from secondstory.application.keeping.sealing import LikelySecret
from secondstory.domain.keeping.evidence import (
    CopyLocked,
    Corrected,
    Erased,
    Evidence,
    EvidenceEvent,
    Exported,
    Flagging,
    Handed,
    MadeFrom,
    OriginalOpened,
    Read,
    Redacted,
    Reproduced,
    Sealed,
    SecretsFlagged,
)
from secondstory.domain.keeping.holds import Hold
from secondstory.kernel.covering import WORDS
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Precision
from secondstory.web.site.words import plural
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.evidence import vault_of

METHODS = {
    "command": "output of a command",
    "file": "a file",
    "export": "an export",
    "screenshot": "a screenshot",
    "copy": "a copy",
    "import": "read in",
}
CAUSES = {
    "retention-expired": "kept for a time only, and that time was over",
    "never-captured": "never captured",
    "access-denied": "no access to it",
    "legally-erased": "erased by law",
    "unknown": "nobody knows yet",
}
SECRETS = {
    "private-key-block": "a private key",
    "authorization-header": "a sign-in header",
    "cookie": "a cookie that signs somebody in",
    "llm-key": "a key of a service",
    "webhook-address": "an address that takes messages from whoever knows it",
    "json-web-token": "a sign-in token",
    "address-with-password": "an address with a password in it",
    "command-option": "a password on a command line",
    "curl-user": "a password on a command line",
    "netrc": "a password in a sign-in file",
    "set-value": "a password or key that is set",
    "named-value": "a password or key beside its name",
    "told-password": "a password that somebody told",
    "directive": "a password in a configuration",
    "call-argument": "a password or key given to a call",
    "key-argument": "a password or key given to a call",
}
SOON_D = 7
_DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One item in a list. proof: matches, redacted or missing; standing: the same in words."""

    label: str
    sealed: Sealed
    state: Evidence
    method: str
    clock: str
    who: str
    proof: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """One hold in a list. ends: when it runs out in words; is_soon: within a week, so that something may be lost."""

    hold: Hold
    stands: bool
    is_soon: bool


def items_shown(visit: Visit, post_mortem: StreamId, names: dict[str, str]) -> list[ItemShown]:
    """Return the items of a post-mortem in the order in which they were sealed."""
    streams = (StreamId(str(row["stream"])) for row in custody.items(visit.office, post_mortem))
    states = (custody.state_of(visit.office, stream) for stream in streams)
    return [item_shown(visit, state, names) for state in states if state.sealed is not None]


def item_shown(visit: Visit, state: Evidence, names: dict[str, str]) -> ItemShown:
    """Return one item as it is shown."""
    sealed = custody.sealed_of(state)
    proof, standing = _standing(visit, state, sealed)
    return ItemShown(
        label=f"E-{sealed.number}",
        sealed=sealed,
        state=state,
        method=METHODS[sealed.how.value],
        clock=clock_words(sealed),
        who=name_in(names, state.sealed_by),
        proof=proof,
        standing=standing,
    )


def clock_words(sealed: Sealed) -> str:
    """Return the clock that its times are from, with how far it may be off; empty when nobody said."""
    give = f" ± {sealed.clock_uncertainty_s} s" if sealed.clock_uncertainty_s is not None else ""
    return f"{sealed.clock}{give}" if sealed.clock else ""


def name_in(names: dict[str, str], person: PersonId | None) -> str:
    """Return the name of a person; somebody who is not known here is somebody."""
    return names.get(str(person), "somebody")


def holds_shown(visit: Visit, post_mortem: StreamId) -> list[HoldShown]:
    """Return the holds of a post-mortem: those that stand first, by the day on which they run out."""
    now = visit.office.now()
    shown = [_hold_shown(one, now) for one in holds_of(visit.office, post_mortem)]
    return sorted(shown, key=lambda one: (not one.stands, _ends(one.hold), one.hold.number))


def hold_shown(visit: Visit, hold: Hold) -> HoldShown:
    """Return one hold as it is shown."""
    return _hold_shown(hold, visit.office.now())


def deed(event: EvidenceEvent) -> str:
    """Return what somebody did with an item, as words that follow their name."""
    match event:
        case Sealed():
            return "sealed it"
        case SecretsFlagged():
            count = plural(event.count, "likely secret")
            masked = event.outcome is Flagging.MASKED
            return f"blotted out {count} first" if masked else f"sealed it with {count} in it: {event.reason}"
        case Read():
            return f"opened it: {event.purpose}" if event.purpose else "opened it"
        case Exported():
            return f"took a copy out: {event.purpose}"
        case Handed():
            return f"handed it to {event.to}: {event.reason}"
        case Corrected():
            return f"corrected line {event.cites}: {event.text}"
        case Reproduced():
            return f"ran its command again: {'the same' if event.same else event.difference}"
        case Erased():
            return f"erased it, on this basis: {event.basis}"
        case Redacted():
            return f"redacted {span_words(event.lines)} ({WORDS[event.because]}): {event.why}"
        case MadeFrom():
            return f"made it from E-{event.number}, with {span_words(event.lines)} covered ({WORDS[event.because]})"
        case OriginalOpened():
            return f"opened the original: {event.purpose}"
        case CopyLocked():
            return f"locked a copy in {event.where} until {event.until.date().isoformat()}"
        case _:
            return f"had a part of it hidden, on this basis: {event.basis}"


def secret_words(found: LikelySecret) -> str:
    """Return which kind of secret it may be, as people say it."""
    return SECRETS.get(found.rule, found.rule.replace("-", " "))


def _hold_shown(hold: Hold, now: datetime) -> HoldShown:
    stands = hold.stands(now)
    left_s = (hold.until.at - now).total_seconds() if hold.until else None
    return HoldShown(
        hold=hold, stands=stands, is_soon=stands and left_s is not None and left_s < SOON_D * _DAY_S
    )


def _ends(hold: Hold) -> float:
    if hold.until is None:
        return float("inf")
    return hold.until.at.timestamp() + (_DAY_S if hold.until.precision is Precision.DAY else 0)


def redaction_words(state: Evidence) -> tuple[str, str] | None:
    """Return what a page says of a redaction, as (heading, words); None for an item that has nothing to do with one."""
    if state.redacted is not None:
        done = state.redacted
        held = ", ".join(f"HO-{number}" for number in done.holds)
        kept = f"The original stays sealed as it was{f', under hold {held}' if held else ''}."
        gone = "The original was lawfully erased."
        heading = f"Redacted: E-{done.copy_number} is read in its place"
        what = f"{span_words(done.lines).capitalize()}: {WORDS[done.because]}. {done.why}"
        return heading, f"{what.rstrip('.')}. {gone if state.erased else kept}"
    if state.made_from is not None:
        made = state.made_from
        words = (
            f"{span_words(made.lines).capitalize()} of E-{made.number} covered here: {WORDS[made.because]}."
        )
        return f"A redacted copy of E-{made.number}", f"{words} SHA-256 of the original: {made.digest}"
    return None


def _standing(visit: Visit, state: Evidence, sealed: Sealed) -> tuple[str, str]:
    if state.redacted is not None:
        gone = "; original erased" if state.erased is not None else ""
        return "redacted", f"Redacted: read as E-{state.redacted.copy_number}{gone}"
    if state.erased is not None:
        return "redacted", "Erased, with its basis"
    if not vault_of(visit.ground.workspace).objects.exists(sealed.ciphertext_digest):
        return "missing", "Missing"
    if state.made_from is not None:
        return "redacted", f"Redacted copy of E-{state.made_from.number}"
    if state.flagged is not None and state.flagged.outcome is Flagging.MASKED:
        return "redacted", f"{plural(state.flagged.count, 'place')} blotted out"
    if state.flagged is not None:
        return "matches", "Sealed, with likely secrets"
    return "matches", "Sealed"
