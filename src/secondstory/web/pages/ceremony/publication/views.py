"""The step Publish: the gates, a reader's answers, advice on wording, and what can be done once it is out."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.ceremony import publishing, visibility
from secondstory.application.ceremony.editions import Gathered, gather
from secondstory.application.ceremony.reader_review import QUESTIONS
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.publication import ClosedGate, Publication
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.ceremony.publication.gates import closed_now, gate_rows, said
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.site.words import day, plural
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.documents.pages import frame_of, markdown_of
from secondstory.wiring.wording import setup_for

MOST_FINDINGS = 12
_ACTS = ("published", "restricted", "announced", "amended", "reader_reviewed")
_KINDS = {"internal": "for everybody here", "public": "also for people outside"}


@page("member")
def publish(visit: Visit, number: int) -> HttpResponse:
    """Show what stands before publication, or what stands after it; take a review, an announcement, an amendment."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"review": _review, "announce": _announce, "amend": _amend})(
            visit, standing
        )
        return answer
    stream = visit.stream(standing.pm.label)
    gathered = gather(visit.office, stream)
    closed = closed_now(visit, gathered)
    findings = publishing.language_of(
        markdown_of(gathered, frame_of(visit.ground.workspace)), setup_for(visit.office)
    )
    publication = standing.pm.publication
    changed = publication.is_published and not publishing.is_current(visit.office, stream)
    return in_space(
        visit,
        standing,
        "publish",
        "publication/publish.html",
        lamp=_lamp(visit, publication, closed, changed=changed, number=number),
        gates=gate_rows(visit, gathered),
        closed=closed,
        named=visibility.named_where(gathered),
        questions=QUESTIONS,
        findings=findings[:MOST_FINDINGS],
        more_findings=len(findings) - len(findings[:MOST_FINDINGS]),
        publication=publication,
        changed=changed,
        names=gathered.names,
        kinds=_KINDS,
        may={act: visibility.may(visit.office, stream, f"publication.{act}") for act in _ACTS},
        tables=_tables(gathered),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The one next step of this page. exception: whether it can also be published with a reason."""

    title: str
    sentence: str
    act: str = ""
    url: str = ""
    exception: bool = False


def _lamp(
    visit: Visit, publication: Publication, closed: Sequence[ClosedGate], *, changed: bool, number: int
) -> Next | None:
    ask = reverse("publish-ask", kwargs={"number": number})
    restricted = publication.restricted
    if restricted and restricted.until and restricted.until.at <= visit.office.now():
        title = f"It was restricted until {day(restricted.until.at, visit.zone)}"
        sentence = "That day is over. Open it again for everybody here, or say anew why not."
        url = reverse("publish-restrict", kwargs={"number": number})
        return Next(title=title, sentence=sentence, act="Look at the restriction", url=url)
    if publication.is_published and not changed:
        if publication.announced or restricted:
            return None
        sentence = "The room has heard. A team that meets the same conditions would like to know as well."
        return Next(title="Tell people that it is there", sentence=sentence, act="Tell them", url="#announce")
    if closed:
        head = "One gate is closed" if len(closed) == 1 else f"{len(closed)} gates are closed"
        first = "#names" if closed[0].gate.value == "roster-names" else "#gates"
        act = f"See what opens {'it' if len(closed) == 1 else 'them'}"
        return Next(title=head, sentence=said(closed), act=act, url=first, exception=True)
    if changed:
        title = f"It has changed since edition {len(publication.editions)} went out"
        sentence = (
            "Readers see the edition that was published. Publish another when they should see this one."
        )
        return Next(
            title=title, sentence=sentence, act=f"Publish edition {publication.next_edition}", url=ask
        )
    sentence = "Every gate is open. Look at it once more as readers will see it."
    return Next(title="It is ready to be read", sentence=sentence, act="Publish it", url=ask)


def _tables(gathered: Gathered) -> tuple[tuple[str, str], ...]:
    """Return the tables that have something in them, for the files of comma-separated values."""
    pm = gathered.pm
    found = (
        ("followups", "Follow-ups", gathered.followups),
        ("timeline", "Timeline", pm.timeline.entries),
        ("conditions", "Conditions", pm.conditions.standing),
        ("impact", "Impact", pm.incident.impacts),
    )
    return tuple((key, words) for key, words, rows in found if rows)


def _review(visit: Visit, standing: Standing) -> HttpResponse:
    answers = {code: visit.field(f"answer-{code}") for code in QUESTIONS}
    count = visibility.review(
        visit.office, visit.stream(standing.pm.label), answers, visit.field("review-words")
    )
    return visit.done(f"Kept: your answers to {plural(count, 'question')}.", to=f"{visit.here}#review")


def _announce(visit: Visit, standing: Standing) -> HttpResponse:
    where = visit.field("where", ask="Whom do you tell? A team, a person, a channel, or everybody.")
    visibility.announce(visit.office, visit.stream(standing.pm.label), where)
    return visit.done(f"Told: {where}.")


def _amend(visit: Visit, standing: Standing) -> HttpResponse:
    done = publishing.amend(
        visit.office, visit.stream(standing.pm.label), visit.field("text"), visit.field("reason")
    )
    count = len(done.gathered.pm.publication.amendments)
    return visit.done(
        f"Amended: {plural(count, 'amendment')} now stand{'s' if count == 1 else ''} on the page."
    )
