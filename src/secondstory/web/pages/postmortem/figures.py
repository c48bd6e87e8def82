"""What stands in large figures on the overview: the impact, and how long it took until somebody noticed."""

from secondstory.domain.lifecycle import PostMortem
from secondstory.web.pages.postmortem.lamp import address_of
from secondstory.web.site.words import plural

SECONDS_PER_MINUTE = 60
MINUTES_SHOWN = 180
HOURS_SHOWN = 48


def figures_of(pm: PostMortem) -> list[tuple[str, str, str, str]]:
    """Return rows of words, figure, evidence mark and where that is; the last two empty where there is none."""
    rows = []
    for one in pm.incident.impacts:
        if one.number is not None:
            words, mark = one.kind or one.party, one.evidence[0] if one.evidence else ""
            shown = figure(one.number, one.unit or "")
            rows.append((f"{words[:1].upper()}{words[1:]}", shown, mark, _item(mark, pm)))
    times = pm.incident.times
    if times.began and times.detected:
        minutes = int((times.detected.at - times.began.at).total_seconds() // SECONDS_PER_MINUTE)
        rows.append(("First effect until noticed", _span(minutes), "", ""))
    return rows


def figure(number: str, unit: str) -> str:
    """Return a number with its unit as people read it: `1,912 seats`."""
    shown = f"{int(number):,}" if number.isdecimal() else number
    return f"{shown} {unit}".strip()


def _span(minutes: int) -> str:
    if minutes < MINUTES_SHOWN:
        return f"{minutes} min"
    hours, rest = divmod(minutes, SECONDS_PER_MINUTE)
    return f"{hours} h {rest} min" if hours < HOURS_SHOWN else plural(hours // 24, "day")


def _item(mark: str, pm: PostMortem) -> str:
    letter, _, number = mark.partition("-")
    here = address_of("evidence", pm.incident.number)
    return f"{here}/{number}" if letter == "E" and number.isdecimal() and here else ""
