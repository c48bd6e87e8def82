"""The policy of a workspace: the file `policy` in its folder, in the format of tlog-policy."""

import re
from pathlib import Path

from secondstory.adapters.local_files.durable import write_durably
from secondstory.adapters.remote.witness.address import check_address
from secondstory.application.keeping.noting import note_policy
from secondstory.application.record.witnessed import recorded_policy
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof
from secondstory.record.policy import Policy, Witness, parse_policy, vkey_of, with_witness
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey
from secondstory.wiring.places import Place
from secondstory.wiring.workspace import Workspace

FILE = "policy"
GROUP = "witnesses"
_MAX_FILE_BYTES = 1_000_001
_HEAD = "# Whose signatures count for this record (c2sp.org/tlog-policy). Comments stay; keep group and quorum last.\n"
_OURS = re.compile(rb"[ \t]*(group|quorum)[ \t]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A witness that somebody wants to add. name: in the policy; its key's name when left out. quorum: how many of all."""

    vkey: str
    url: str
    name: str | None = None
    quorum: int | None = None
    plain: bool = False


def path_of(place: Place) -> Path:
    """Return where the policy of a workspace lies."""
    return place.root / FILE


def read_policy(path: Path) -> Policy | None:
    """Return the policy in a file, None when there is no such file. Raises Refused when it is none, with its line."""
    stored = _read(path)
    if stored is None:
        return None
    try:
        return parse_policy(stored)
    except BadProof as bad:
        raise Refused(f"{path}: {bad} Mend the file by hand.") from bad


def policy_of(workspace: Workspace) -> Policy | None:
    """Return the policy of a workspace, None when it has none. Raises Refused as `read_policy` does."""
    return read_policy(path_of(workspace.place))


def foreign_policy(path: Path) -> Policy:
    """Return a policy that alone is trusted, log keys included. Raises Refused without the file, or without a log."""
    policy = read_policy(path)
    if policy is None:
        raise Refused(f"There is no file {path}. Name the policy that was given to you.")
    if not policy.logs:
        raise Refused(
            f"{path} names no log, so nothing can be checked with it alone. Add a line: log VERIFIER-KEY"
        )
    return policy


def differs_from_record(workspace: Workspace) -> bool:
    """Return whether the policy file says something else than what was recorded last."""
    return (recorded_policy(workspace.office.reader) or "") != (written_policy(workspace.place) or "")


def written_policy(place: Place) -> str | None:
    """Return the policy file of a workspace as it is recorded, None when there is none."""
    stored = _read(path_of(place))
    return None if stored is None else stored.decode("utf-8", "replace")


def add_witness(workspace: Workspace, wanted: Wanted) -> Policy:
    """Add a witness to the policy of a workspace, and record it. No network is asked.

    Raises Refused when it cannot be added, or when the workspace is closed.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    path = path_of(workspace.place)
    witness = _witness(wanted)
    before = _read(path) or _beginning(workspace)
    try:
        policy = with_witness(parse_policy(before), witness, group=GROUP, threshold=wanted.quorum)
    except BadProof as bad:
        raise Refused(f"{path}: {bad} Mend the file by hand.") from bad
    except ValueError as wrong:
        raise Refused(f"{wrong} The policy lies in {path}, and can be written by hand.") from wrong
    stored = _written(before, policy)
    # Recorded first: a policy in force that the record does not know would look like one that was slipped in.
    note_policy(workspace.office, stored.decode("utf-8", "replace"))
    write_durably(path, stored)
    return policy


def take_policy(workspace: Workspace, file: Path) -> Policy:
    """Make the policy in `file` the one of a workspace, and record it.

    Raises Refused when it is none, when it names logs and not this one, or when the workspace is closed.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    policy, stored = read_policy(file), _read(file)
    if policy is None or stored is None:
        raise Refused(f"There is no file {file}. Name the file that holds the policy.")
    if policy.logs and workspace.verifier not in [one.key for one in policy.logs]:
        raise Refused(f"{file} names other logs than this one. Add the line: log {workspace.settings.vkey}")
    for witness in policy.witnesses:
        if witness.url is not None:
            check_address(witness.url, plain=True)
    note_policy(workspace.office, stored.decode("utf-8", "replace"))
    write_durably(path_of(workspace.place), stored)
    return policy


def _witness(wanted: Wanted) -> Witness:
    try:
        key = parse_vkey(wanted.vkey)
    except ValueError as wrong:
        raise Refused(f"{wrong} Copy the key as the witness prints it when it starts.") from wrong
    if key.type != ED25519_COSIGNATURE:
        raise Refused(
            f"{key.name} is not the key of a witness but of a log. The witness prints its own when it starts."
        )
    check_address(wanted.url, plain=wanted.plain)
    name = wanted.name or key.name
    if not name.isascii() or not name.isprintable():
        raise Refused("Name the witness in plain letters: --name NAME")
    return Witness(name=name, key=key, url=wanted.url)


def _beginning(workspace: Workspace) -> bytes:
    return f"{_HEAD}log {workspace.settings.vkey}\nquorum none\n".encode()


def _written(before: bytes, policy: Policy) -> bytes:
    """Return the file with what a person wrote into it, and the new witness, group and quorum at its end."""
    kept = [line for line in before.splitlines(keepends=True) if not _OURS.match(line)]
    new = policy.witnesses[-1]
    (group,) = policy.groups
    lines = [
        f"witness {new.name} {vkey_of(new.key)} {new.url}\n",
        f"group {group.name} {group.threshold} {' '.join(group.members)}\n",
        f"quorum {policy.quorum}\n",
    ]
    stored = b"".join(kept) + "".join(lines).encode("utf-8", "surrogateescape")
    if parse_policy(stored) != policy:
        raise AssertionError("the policy was not written as it was decided")
    return stored


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE_BYTES)
    except FileNotFoundError:
        return None
