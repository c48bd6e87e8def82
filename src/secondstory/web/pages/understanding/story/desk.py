"""What lies on the desk of somebody who writes: their sheet, what it began from, and what waits beside it."""

from secondstory.application.looking import Standing
from secondstory.domain.understanding import narrative
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.drafts import Draft, Drafts, is_sheet

SHEET_BYTES = 8
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """The open sheet. instead_of: the draft whose words it goes on with, None when it goes on from the record."""

    sheet: str
    text: str
    base: int
    instead_of: Draft | None
    beside: tuple[Draft, ...]


def stream_of(standing: Standing) -> StreamId:
    """Return the stream of a post-mortem that was loaded."""
    assert standing.pm.stream is not None
    return standing.pm.stream


def drafts_of(visit: Visit, standing: Standing) -> Drafts:
    """Return the drafts of whoever visits."""
    return Drafts(visit.ground.workspace.place.drafts, stream_of(standing), visit.person)


def on_desk(visit: Visit, standing: Standing) -> OnDesk:
    """Return what the editor opens with: what was typed and refused, else a draft that waits, else the last version."""
    story = standing.pm.story
    fresh = visit.office.entropy(SHEET_BYTES).hex()
    waiting = drafts_of(visit, standing).waiting()
    last = story.latest.number if story.latest else 0
    if "text" in visit.form:
        stated = visit.form.get("sheet", "")
        sheet = stated if is_sheet(stated) else fresh
        base = visit.form.get("base", "")
        beside = tuple(one for one in waiting if one.sheet != sheet)
        return OnDesk(
            sheet=sheet,
            text=str(visit.form["text"]),
            base=int(base) if base.isdecimal() else last,
            instead_of=None,
            beside=beside,
        )
    wanted = visit.query.get("sheet")
    chosen = next((one for one in waiting if wanted in (None, one.sheet)), None)
    if wanted == "last" or chosen is None:
        return OnDesk(sheet=fresh, text=narrative.text(story), base=last, instead_of=None, beside=waiting)
    beside = tuple(one for one in waiting if one is not chosen)
    return OnDesk(sheet=fresh, text=chosen.text, base=chosen.started_from, instead_of=chosen, beside=beside)


def base_of(visit: Visit) -> int:
    """Return the version that a form began with. Raises Refused when the form does not say."""
    return number_of(visit, "base")


def number_of(visit: Visit, name: str) -> int:
    """Return a number that a form carries unseen. Raises Refused when it does not, or when it is none."""
    stated = visit.form.get(name, "")
    if not stated.isdecimal() or len(stated) > LONGEST_NUMBER:
        raise Refused(
            "This page was too old to be taken. Load it again; what you typed stays here until then."
        )
    return int(stated)
