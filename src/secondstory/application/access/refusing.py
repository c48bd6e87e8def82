"""The words of a no: that there is nothing here, or who may do it."""

from collections.abc import Mapping

from secondstory.application.access.policy import Rule
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import Relation

_KINDS: Mapping[str, str] = {
    "pm": "post-mortem",
    "fu": "follow-up",
    "ac": "account",
    "su": "offer of support",
    "ev": "evidence",
    "ho": "hold",
    "er": "erasure",
}
_WHO: Mapping[Relation, str] = {
    Relation.OWNER: "whoever owns the review",
    Relation.FACILITATOR: "its facilitator",
    Relation.SCRIBE: "its scribe",
    Relation.PARTICIPANT: "those who take part in it",
    Relation.MAKER: "those who take part in its post-mortem",
    Relation.IN_ROOM: "those who take part in its post-mortem",
    Relation.AUTHOR: "whoever wrote it",
    Relation.SUPPORTED: "the person it is for",
    Relation.ASKED: "those who were asked",
    Relation.FOLLOWUP_OWNER: "whoever owns the follow-up",
    Relation.ADMINISTRATOR: "whoever looks after this installation",
}


def not_here(stream: StreamId) -> Refused:
    """Return the answer to whoever asks for what is not there, or not for them: the same for both."""
    kind = _KINDS.get(prefix_of(stream), "page")
    words = "There is no such evidence here." if kind == "evidence" else f"There is no such {kind} here."
    return Refused(words, code="not-here")


def not_yours(rule: Rule) -> Refused:
    """Return the answer to somebody who may read it and may not do this."""
    who = list(dict.fromkeys(words for relation, words in _WHO.items() if relation in rule.may))
    if rule.oneself:
        who.append("whoever it is about")
    if not who:
        return Refused("Nobody does that by hand here. It happens by itself.", code="not-yours")
    listed = who[0] if len(who) == 1 else f"{', '.join(who[:-1])} or {who[-1]}"
    return Refused(f"That is for {listed} to do. Ask them, and they can do it with you.", code="not-yours")
