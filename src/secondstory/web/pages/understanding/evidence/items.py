"""One item of evidence: what is known of it, its chain of custody, and what somebody adds to that."""

from django.http import Http404, HttpResponse

from secondstory.application import looking
from secondstory.application.keeping import custody
from secondstory.application.keeping.erasing import erasures
from secondstory.application.keeping.letting_go.redacting import Wish, lines_said, redact
from secondstory.application.looking import Standing
from secondstory.domain.keeping.evidence import CopyLocked, Evidence, Read, Touched
from secondstory.kernel.covering import WORDS, Because
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.shown import deed, item_shown, name_in, redaction_words
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.evidence import vault_of


@page("member")
def item(visit: Visit, number: int, item: int) -> HttpResponse:
    """Show an item with its custody; correct what was said of it, hand it on."""
    standing = visit.postmortem(number)
    state = item_of(visit, number, item)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing, state)
        return answer
    names = looking.names(visit.office)
    custody_lines = [(one, _who(names, one), deed(one.event)) for one in state.custody]
    return in_space(
        visit,
        standing,
        "evidence",
        "evidence/item.html",
        one=item_shown(visit, state, names),
        custody=custody_lines,
        lines=[(line.seq, f"{line.seq}: {who} {what}") for line, who, what in custody_lines],
        reasons=[(one.value, words) for one, words in WORDS.items()],
        redaction=redaction_words(state),
        opened=state.is_read and custody.is_recorded_today(visit.office, state, Read()),
        erasures=[row for row in erasures(visit.office) if row["target"] == state.stream],
    )


def _who(names: dict[str, str], one: Touched) -> str:
    """Return who did it: a locked copy is nobody's act, the installation sees to it."""
    return "the installation" if isinstance(one.event, CopyLocked) else name_in(names, one.by)


def item_of(visit: Visit, number: int, item: int) -> Evidence:
    """Return an item of a post-mortem. Missing and forbidden are the same page."""
    try:
        stream = custody.find(visit.office, f"E-{item}", of=f"PM-{number}")
        return custody.state_of(visit.office, stream)
    except Refused as missing:
        raise Http404 from missing


def stream_of(state: Evidence) -> StreamId:
    """Return the stream of an item that was sealed."""
    assert state.stream is not None
    return state.stream


def _correct(visit: Visit, _standing: Standing, state: Evidence) -> HttpResponse:
    cites = visit.field("cites") or "1"
    if not cites.isdecimal() or not cites.isascii():
        raise Refused("Which line of the custody is corrected? Choose one of those that stand there.")
    custody.correct(visit.office, stream_of(state), cites=int(cites), text=visit.field("text"))
    return visit.done(
        "Your correction stands beside the first version. A correction made by you is honesty, and stays safe."
    )


def _hand(visit: Visit, _standing: Standing, state: Evidence) -> HttpResponse:
    to = visit.field("to")
    custody.hand(visit.office, stream_of(state), to=to, reason=visit.field("reason"))
    return visit.done(f"Handed on: to {to}. The reason is kept.")


def _redact(visit: Visit, _standing: Standing, state: Evidence) -> HttpResponse:
    because = visit.field("because")
    if because not in {one.value for one in Because}:
        raise Refused("Which kind of reason is it? Choose one of those that stand there.")
    wish = Wish(because=Because(because), why=visit.field("why"), lines=lines_said(visit.field("lines")))
    done = redact(visit.office, vault_of(visit.ground.workspace), stream_of(state), wish)
    return visit.done(
        f"Redacted. Readers are given E-{done.copy_number} now, and both items say so. The original stays sealed."
    )


ACTS = {"correct": _correct, "hand": _hand, "redact": _redact}
