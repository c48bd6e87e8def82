"""Trust policies: which logs are known, which witnesses, and how many of them have to have signed.

A policy is judged as bytes: names, addresses and comments may hold any octet above 0x7F, and none is interpreted.
Source: tlog-policy (untagged), "Policy file syntax and structure".
"""

import re
from collections.abc import Callable, Collection

from secondstory.kernel.frozen import dataclass, replace
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note
from secondstory.record.vkey import ED25519, ED25519_COSIGNATURE, Verifier, parse_vkey, vkey

MAX_POLICY_BYTES = 1_000_000
NONE = "none"
_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_SPACE = re.compile(rb"[ \t]+")
_NUMBER = re.compile("[0-9]{1,9}")
_NAME = re.compile("[^ \t\n\x00-\x1f\x7f#][^ \t\n\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLog:
    """A log whose checkpoints are accepted: its key, whose name is the origin, and its address if one was written."""

    key: Verifier
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness under the name it has in this policy alone, its key, and its submission prefix if one was written."""

    name: str
    key: Verifier
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`threshold` of `members`, each a witness or a group above it, make the group a witness."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy as it was written. quorum: the name of a witness or group, None where none is asked for."""

    logs: tuple[PolicyLog, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str | None = None

    def verifiers(self) -> tuple[Verifier, ...]:
        """Return every key of the policy, logs first."""
        return (*(one.key for one in self.logs), *(one.key for one in self.witnesses))

    def satisfied_by(self, signed: Collection[str]) -> bool:
        """Return whether the witnesses named in `signed` are a quorum."""
        return self.quorum is None or self.quorum in self._standing(signed)

    def asked(self) -> tuple[str, ...]:
        """Return the names of the witnesses that can help to a quorum, in the order in which they are written."""
        reached = self._reached()
        return tuple(one.name for one in self.witnesses if one.name in reached)

    def missing(self, signed: Collection[str]) -> tuple[str, ...]:
        """Return the witnesses that have not signed and could help; empty once there is a quorum."""
        if self.satisfied_by(signed):
            return ()
        return tuple(name for name in self.asked() if name not in signed)

    def words(self) -> str:
        """Return what the policy asks for, in words for people."""
        reached = self._reached()
        said = [_rule(group) for group in self.groups if group.name in reached]
        if self.quorum is None:
            return "No witness is asked for."
        return " ".join(said) if said else f"{shown_name(self.quorum)} has to have signed."

    def _reached(self) -> set[str]:
        """Return the names that the quorum stands on, itself included."""
        members = {group.name: group.members for group in self.groups}
        reached: set[str] = set()
        ahead = [self.quorum] if self.quorum else []
        while ahead:
            name = ahead.pop()
            reached.add(name)
            ahead += members.get(name, ())
        return reached

    def _standing(self, signed: Collection[str]) -> set[str]:
        """Return every name that has witnessed. Groups stand below their members, so one pass downward is enough."""
        standing = {one.name for one in self.witnesses if one.name in signed}
        for group in self.groups:
            if sum(member in standing for member in group.members) >= group.threshold:
                standing.add(group.name)
        return standing


def parse_policy(stored: bytes) -> Policy:
    """Return the policy in a file.

    Raises BadProof for whatever the specification does not allow, naming the line; nothing is guessed or repaired.
    """
    if len(stored) > MAX_POLICY_BYTES:
        raise BadProof(f"A policy has at most {MAX_POLICY_BYTES} bytes.")
    *lines, rest = stored.split(b"\n")
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        reading.take(number, line)
    if rest:
        raise _wrong(len(lines) + 1, "The line does not end; close the last line of a policy as well.")
    return reading.policy()


def render(policy: Policy) -> bytes:
    """Return the file of a policy; reading it gives the same policy.

    Raises ValueError for one that no file can hold.
    """
    lines = [_line("log", vkey_of(one.key), one.url) for one in policy.logs]
    lines += [_line("witness", one.name, vkey_of(one.key), one.url) for one in policy.witnesses]
    lines += [_line("group", one.name, str(one.threshold), *one.members) for one in policy.groups]
    lines.append(_line("quorum", policy.quorum or NONE))
    stored = "".join(lines).encode("utf-8", "surrogateescape")
    try:
        is_same = parse_policy(stored) == policy
    except BadProof as wrong:
        raise ValueError(str(wrong)) from wrong
    if not is_same:
        raise ValueError("A name or an address of this policy holds a space or a line break.")
    return stored


def is_policy_name(text: str) -> bool:
    """Return whether `text` can name a witness or a group: one word, not `none`, and no comment."""
    return text != NONE and _NAME.fullmatch(text) is not None


def shown_name(name: str) -> str:
    """Return a name as a screen can show it: octets that are no UTF-8 become a replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def vkey_of(key: Verifier) -> str:
    """Return the line of a verifier key."""
    return vkey(key.name, key.public, kind=key.type)


def signed_by(policy: Policy, note: Note) -> dict[str, int]:
    """Return the witnesses of the policy that cosigned the note, each with its own time in seconds since 1970.

    A key that signed twice counts once, with its newest time. Raises BadSignature when a line of a witness that the
    policy knows does not verify.
    """
    times: dict[str, int] = {}
    for witness in policy.witnesses:
        key = witness.key
        for line in note.signatures:
            if (line.name, line.key_id) == (key.name, key.key_id):
                times[witness.name] = max(_checked(witness, note, line.signature), times.get(witness.name, 0))
    return times


def _checked(witness: Witness, note: Note, signature: bytes) -> int:
    try:
        time = witness.key.check(note.text, signature)
    except BadSignature as bad:
        raise BadSignature(f"The line of the witness {witness.name} does not fit this checkpoint.") from bad
    return time or 0


class _Reading:
    """What has been read so far, and which names are taken. One method for each kind of line."""

    def __init__(self) -> None:
        self._logs: list[PolicyLog] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorum: str | None = None
        self._has_quorum = False
        self._members: set[str] = set()
        self._names: set[str] = set()
        self._kinds: dict[str, Callable[[int, list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._asks,
        }

    def take(self, number: int, line: bytes) -> None:
        """Read one line."""
        if _FORBIDDEN.search(line):
            raise _wrong(number, "It holds a control character; tab is the only one a line may have.")
        items = [item.decode("utf-8", "surrogateescape") for item in _SPACE.split(line) if item]
        if not items or items[0].startswith("#"):
            return
        kind, *words = items
        if kind not in self._kinds:
            raise _wrong(number, f"{shown_name(kind)} is no kind of line: log, witness, group or quorum.")
        self._kinds[kind](number, words)

    def policy(self) -> Policy:
        """Return the whole."""
        if not self._has_quorum:
            raise BadProof(
                "This policy has no quorum line. Without one nothing can be decided; none is one too."
            )
        return Policy(
            logs=tuple(self._logs),
            witnesses=tuple(self._witnesses),
            groups=tuple(self._groups),
            quorum=self._quorum,
        )

    def _log(self, number: int, words: list[str]) -> None:
        if len(words) not in {1, 2}:
            raise _wrong(number, "A log line reads: log, its verifier key, its address if it has one.")
        key = _key(number, words[0], ED25519, "log")
        if any(one.key.public == key.public for one in self._logs):
            raise _wrong(number, "The same public key stands on another log line.")
        self._logs.append(PolicyLog(key=key, url=words[1] if len(words) > 1 else None))

    def _witness(self, number: int, words: list[str]) -> None:
        if len(words) not in {2, 3}:
            raise _wrong(
                number, "A witness line reads: witness, a name, its verifier key, its address if it has one."
            )
        name = self._new_name(number, words[0])
        key = _key(number, words[1], ED25519_COSIGNATURE, "witness")
        if any(one.key.public == key.public for one in self._witnesses):
            raise _wrong(number, "The same public key stands on another witness line.")
        self._witnesses.append(Witness(name=name, key=key, url=words[2] if len(words) > 2 else None))

    def _group(self, number: int, words: list[str]) -> None:
        if len(words) < 3:
            raise _wrong(number, "A group line reads: group, a name, any, all or a number, and its members.")
        name, rule, *members = words
        for member in members:
            self._known(number, member)
            if member in self._members:
                raise _wrong(number, f"{shown_name(member)} is a member already; each name can be one once.")
            self._members.add(member)
        threshold = _threshold(number, rule, len(members))
        self._groups.append(
            Group(name=self._new_name(number, name), threshold=threshold, members=tuple(members))
        )

    def _asks(self, number: int, words: list[str]) -> None:
        if len(words) != 1:
            raise _wrong(
                number, "A quorum line reads: quorum, and the name of a witness or a group, or none."
            )
        if self._has_quorum:
            raise _wrong(number, "There is a quorum line already; a policy has one.")
        if words[0] != NONE:
            self._known(number, words[0])
            self._quorum = words[0]
        self._has_quorum = True

    def _new_name(self, number: int, name: str) -> str:
        if name == NONE:
            raise _wrong(number, "The name none is taken: it stands for no quorum at all.")
        if name in self._names:
            raise _wrong(number, f"The name {shown_name(name)} is taken by an earlier line.")
        self._names.add(name)
        return name

    def _known(self, number: int, name: str) -> None:
        if name not in self._names:
            raise _wrong(number, f"No witness or group above this line is called {shown_name(name)}.")


def _key(number: int, text: str, kind: int, what: str) -> Verifier:
    try:
        key = parse_vkey(text)
    except UnicodeEncodeError as odd:
        raise _wrong(number, f"The name in the key of this {what} is not UTF-8.") from odd
    except ValueError as wrong:
        raise _wrong(number, str(wrong)) from wrong
    if key.type != kind:
        needed = "cosignatures (type 4)" if kind == ED25519_COSIGNATURE else "checkpoints (type 1)"
        raise _wrong(number, f"The key of {key.name} is of another kind: a {what} signs {needed}.")
    return key


def _threshold(number: int, rule: str, members: int) -> int:
    if rule in {"any", "all"}:
        return 1 if rule == "any" else members
    if _NUMBER.fullmatch(rule) is None or not 1 <= int(rule) <= members:
        raise _wrong(number, f"A group asks for any, all or a number from 1 to {members}, its members.")
    return int(rule)


def _rule(group: Group) -> str:
    many, among = len(group.members), ", ".join(map(shown_name, group.members))
    if many == 1:
        return f"{among} has to have signed."
    how_many = "All" if group.threshold == many else f"At least {group.threshold}"
    return f"{how_many} of {among} have to have signed."


def _line(*words: str | None) -> str:
    return f"{' '.join(word for word in words if word is not None)}\n"


def _wrong(number: int, words: str) -> BadProof:
    return BadProof(f"Line {number} of the policy: {words}")


def with_witness(policy: Policy, witness: Witness, *, group: str, threshold: int | None = None) -> Policy:
    """Return the policy with one more witness, and a quorum of `threshold` of all of them.

    threshold: the witness alone, or more than half, when left out. Raises ValueError when the name or the key is there
    already, when the groups were made by other hands than this function's, or when there are too few for the threshold.
    """
    if any(witness.name == one.name or witness.key.public == one.key.public for one in policy.witnesses):
        raise ValueError(f"The witness {witness.name}, or its key, is in the policy already.")
    if witness.name == group or not is_policy_name(witness.name):
        raise ValueError(f"A witness cannot be called {shown_name(witness.name)}: one word, and not {group}.")
    if [one.name for one in policy.groups] not in ([], [group]) or policy.quorum not in (
        None,
        group,
        *(one.name for one in policy.witnesses),
    ):
        raise ValueError(
            "This policy has groups of its own, so where a witness belongs is for a person to say."
        )
    witnesses = (*policy.witnesses, witness)
    names = tuple(one.name for one in witnesses)
    needed = threshold if threshold is not None else len(names) // 2 + 1
    if not 1 <= needed <= len(names):
        raise ValueError(f"A quorum of {needed} cannot be had from {len(names)} in all.")
    grouped = (Group(name=group, threshold=needed, members=names),)
    return replace(policy, witnesses=witnesses, groups=grouped, quorum=group)
