"""The picture of a timeline for a page: wide and upright, with what people could know then, or with all of it."""

from datetime import datetime

from markupsafe import Markup

from secondstory.application.ceremony.editions.night import night_of, with_few_words
from secondstory.application.understanding.timelines import end_of, known_by
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.timeline import Entry
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.times import known_times, now_of
from secondstory.web.visiting.visit import Visit
from secondstory.wiring import picturing
from secondstory.wiring.documents import days

MOST_WORDS = 36
"""How many entries carry words in the wide picture; with more of them it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One view of a timeline. then_at: until when people could know it, None for all that is known now.

    typed: the time as it was asked for; wrong: why it could not be read. hidden: how many came to be known later. is_thinned: some dots have no words.
    """

    entries: tuple[Entry, ...]
    hidden: int
    then_at: datetime | None
    typed: str
    wrong: str
    is_thinned: bool
    wide: Markup
    upright: Markup


def drawn(visit: Visit, pm: PostMortem, *, default: str) -> Drawn:
    """Return the view that the address asks for: ?known=then or now, ?at= a time. default: of `known`."""
    asked = str(visit.query.get("known", default))
    text, wrong = str(visit.query.get("at", "")).strip(), ""
    then_at: datetime | None = None
    if asked == "then":
        then_at = end_of(pm)
        try:
            then_at = days.near(text, known_times(pm), now=now_of(visit)).at if text else then_at
        except Refused as unread:
            wrong = str(unread)
    entries = pm.timeline.entries if then_at is None else known_by(pm, then_at)
    night = night_of(pm, visit.zone, entries=entries)
    title = f"Timeline of {pm.label}: {pm.incident.title}"
    wide, upright = picturing.timeline(night, title=title, wide=with_few_words(night, most=MOST_WORDS))
    return Drawn(
        entries=entries,
        hidden=len(pm.timeline.entries) - len(entries),
        then_at=then_at,
        typed=text,
        wrong=wrong,
        is_thinned=len(entries) > MOST_WORDS,
        wide=Markup(wide),  # noqa: S704 - the pictures escape every text they draw
        upright=Markup(upright),  # noqa: S704 - as above
    )
