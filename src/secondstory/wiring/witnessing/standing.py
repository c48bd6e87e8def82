"""How a workspace stands with its witnesses: what the policy asks, who signed what, and how far it is confirmed."""

from secondstory.application.record.witnessed import last_words, newest_witnessed
from secondstory.kernel.frozen import dataclass
from secondstory.wiring.witnessing.asking import read_kept
from secondstory.wiring.witnessing.policy import differs_from_record, policy_of
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessStanding:
    """One witness: the largest size it signed, and when by its own clock (seconds since 1970); None before the first."""

    name: str
    url: str | None
    size: int | None
    at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessesStanding:
    """All of them. size: entries here; witnessed: how many of them a quorum confirmed; asks and words: for people."""

    asks: str
    witnesses: tuple[WitnessStanding, ...]
    size: int
    witnessed: int
    words: str
    is_edited: bool


def standing_of(workspace: Workspace) -> WitnessesStanding:
    """Return how the workspace stands with its witnesses. Raises Refused when policy or history cannot be read."""
    policy = policy_of(workspace)
    size = workspace.storage.head().size
    if policy is None:
        return WitnessesStanding(
            asks="No witness is asked for.",
            witnesses=(),
            size=size,
            witnessed=0,
            words="",
            is_edited=differs_from_record(workspace),
        )
    kept = read_kept(workspace.place)
    last = last_words(policy, kept)
    known = [(one.name, one.url, *last.get(one.name, (None, None))) for one in policy.witnesses]
    newest = newest_witnessed(policy, kept, workspace.verifiers) if policy.quorum else None
    witnessed = newest.size if newest else 0
    return WitnessesStanding(
        asks=policy.words(),
        witnesses=tuple(WitnessStanding(name=n, url=u, size=s, at=at) for n, u, s, at in known),
        size=size,
        witnessed=witnessed,
        words=_words(size, witnessed),
        is_edited=differs_from_record(workspace),
    )


def line_for_status(workspace: Workspace) -> str | None:
    """Return how far the record is witnessed, None where no witness is asked for. Raises Refused as above."""
    policy = policy_of(workspace)
    if policy is None or policy.quorum is None:
        return None
    newest = newest_witnessed(policy, read_kept(workspace.place), workspace.verifiers)
    return _words(workspace.storage.head().size, newest.size if newest else 0)


def _words(size: int, witnessed: int) -> str:
    if witnessed == size:
        return f"All {size} entries are witnessed."
    if not witnessed:
        return f"None of the {size} entries is witnessed yet. Next: secondstory witness request"
    return (
        f"{witnessed} of {size} entries are witnessed; the newest {size - witnessed} are not yet."
        " Next: secondstory witness request"
    )
