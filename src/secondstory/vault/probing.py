"""Tries a bucket for real: a canary is locked for a day, and everything that must be refused is tried on it.

That a bucket says "locked" proves nothing: gateways exist that take a lock and delete all the same. So a canary is put, and
it is tried to delete it, to shorten its lock and to downgrade it to governance mode. What is refused may also be refused
because these credentials may do nothing of the kind; so two things that have to work are tried as well: to hide the canary
and take the marker away again, and to lengthen the lock. Source: record-format.md section 4.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from secondstory.kernel.frozen import dataclass
from secondstory.vault.bucket import Bucket, Lock, Mode
from secondstory.vault.errors import LockRefused, VersionMissing

CANARY = "canary/"
CANARY_BYTES = 32
LOCKED = timedelta(days=1)
_FORGOTTEN_AFTER = timedelta(days=2)
_LITTLE = timedelta(hours=1)


class Outcome(StrEnum):
    """What a probe showed. Unclear: all was refused, but these credentials may do nothing of the kind anyway."""

    HOLDS = "holds"
    UNCLEAR = "unclear"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing that was tried on the canary. is_refused: whether the bucket said no; is_control: it should say yes."""

    what: str
    is_refused: bool
    is_control: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one probe showed. wrong: in words, what speaks against the bucket, none when it holds."""

    where: str
    outcome: Outcome
    tried: tuple[Tried, ...] = ()
    wrong: tuple[str, ...] = ()
    version: str = ""


def probe(bucket: Bucket, *, now: datetime, seed: bytes) -> Probe:
    """Put a canary into the bucket and try everything on it. now: aware; seed: 32 random bytes.

    Raises BucketTrouble when the bucket cannot be asked, which says nothing about its locks.
    """
    if not bucket.is_lockable():
        words = (
            "Object Lock is not turned on for this bucket, so nothing in it is protected from being deleted."
        )
        return Probe(where=bucket.name, outcome=Outcome.OPEN, wrong=(words,))
    _sweep(bucket, now)
    key, until = f"{CANARY}{sha256(seed).hexdigest()[:32]}", now + LOCKED
    version = bucket.put(key, [seed], length_bytes=len(seed), until=until)
    lock = None if version in {"", "null"} else bucket.lock_of(key, version)
    if lock is None or not lock.holds(until):
        stands = "no lock at all" if lock is None else f"{lock.mode.value.lower()} mode until {lock.until}"
        words = f"The canary was to be locked in compliance mode for a day, and has {stands}."
        return Probe(where=bucket.name, outcome=Outcome.OPEN, wrong=(words,), version=version)
    tried = _try_everything(bucket, key, version, lock)
    return _judged(bucket, key, version, seed, tried)


def _try_everything(bucket: Bucket, key: str, version: str, lock: Lock) -> tuple[Tried, ...]:
    """Return what was tried, in an order in which no attempt makes another one meaningless while the lock holds."""
    until = lock.until
    shorter, longer = Lock(mode=lock.mode, until=until - _LITTLE), Lock(mode=lock.mode, until=until + _LITTLE)
    lower = Lock(mode=Mode.GOVERNANCE, until=until)
    return (
        _try("hide it and take the marker away", lambda: bucket.remove(key, bucket.hide(key)), control=True),
        _try("shorten its lock", lambda: bucket.relock(key, version, shorter)),
        _try(
            "shorten its lock with the right to bypass",
            lambda: bucket.relock(key, version, shorter, bypass=True),
        ),
        _try("downgrade it to governance mode", lambda: bucket.relock(key, version, lower)),
        _try(
            "downgrade it with the right to bypass", lambda: bucket.relock(key, version, lower, bypass=True)
        ),
        _try("delete it", lambda: bucket.remove(key, version)),
        _try("delete it with the right to bypass", lambda: bucket.remove(key, version, bypass=True)),
        _try("lengthen its lock", lambda: bucket.relock(key, version, longer), control=True),
    )


def _try(what: str, act: Callable[[], None], *, control: bool = False) -> Tried:
    try:
        act()
    except (LockRefused, VersionMissing):
        # On something that a broken bucket has let go already, later attempts have nothing to act on.
        return Tried(what=what, is_refused=True, is_control=control)
    return Tried(what=what, is_refused=False, is_control=control)


def _judged(bucket: Bucket, key: str, version: str, seed: bytes, tried: tuple[Tried, ...]) -> Probe:
    wrong = [f"It let us {one.what}." for one in tried if not one.is_refused and not one.is_control]
    try:
        if b"".join(bucket.open(key, version)) != seed:
            wrong.append("The canary came back as other bytes.")
    except VersionMissing:
        wrong.append("The canary is gone.")
    if wrong:
        outcome = Outcome.OPEN
    elif all(not one.is_refused for one in tried if one.is_control):
        outcome = Outcome.HOLDS
    else:
        outcome = Outcome.UNCLEAR
        barred = " and to ".join(one.what for one in tried if one.is_control and one.is_refused)
        wrong.append(
            f"All of it was refused; but these credentials are not allowed to {barred} either, which no lock forbids. So it"
            " was not shown that the lock is what refuses. Allow both for the time of a probe."
        )
    return Probe(where=bucket.name, outcome=outcome, tried=tried, wrong=tuple(wrong), version=version)


def _sweep(bucket: Bucket, now: datetime) -> None:
    """Remove canaries whose day is over; one that cannot be removed yet stays until the next probe."""
    for one in list(bucket.versions(CANARY)):
        if now - one.at > _FORGOTTEN_AFTER:
            try:
                bucket.remove(one.key, one.version)
            except LockRefused:
                continue
