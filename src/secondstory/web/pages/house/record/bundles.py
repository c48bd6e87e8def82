"""A bundle of one post-mortem for strangers: asked for with a form, made in the background, fetched once by whoever asked."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from secondstory.application.looking import Standing
from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof, MustReload
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.refusals import words_of
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.bundles import Job, State

_GONE = (
    "That bundle is no longer here: each is kept for an hour, and for whoever asked alone. Ask for it again."
)
_ALTERED = (
    "The record is not what was recorded, and no bundle was made of it. Tell whoever keeps this server: secondstory"
    " verify says what differs, and where."
)
_WEATHER = (
    "The disk or the key store of this server said no while it was made. Nothing of it was kept. Tell whoever keeps this"
    " server, and ask for it again then."
)


@page("member")
def ask(visit: Visit, number: int) -> HttpResponse:
    """Take a form that asks for a bundle of what this person may read; copies of evidence are recorded as the command does."""
    standing = visit.postmortem(number)
    if not visit.posting:
        raise Http404
    # An office of its own: it works on when this visit is over, with the same eyes.
    office = visit.ground.workspace.office_for(visit.person, alone=visit.office.alone)
    job = visit.ground.bundles.ask(office, standing.pm.label, visit.field("purpose"))
    return visit.done(to=reverse("bundle-made", kwargs={"number": number, "name": job.id}))


@page("member")
def made(visit: Visit, number: int, name: str) -> HttpResponse:
    """Show how far a bundle is, to whoever asked for it."""
    standing = visit.postmortem(number)
    job = _job(visit, standing, name)
    if job is None:
        return _gone(visit, number)
    what, done, of_all = job.progress
    return in_space(
        visit,
        standing,
        "record",
        "record/bundle.html",
        job=job,
        states=State,
        what=what,
        done=done,
        of_all=of_all,
        why=_why(job),
        record=reverse("record", kwargs={"number": number}),
        file=reverse("bundle-file", kwargs={"number": number, "name": name}),
    )


@page("member")
def download(visit: Visit, number: int, name: str) -> HttpResponse:
    """Send a finished bundle to whoever asked for it. Once all of it was sent, nothing of it is on the disk."""
    standing = visit.postmortem(number)
    job = _job(visit, standing, name)
    if job is None:
        return _gone(visit, number)
    if job.state is not State.READY:
        return visit.done(to=reverse("bundle-made", kwargs={"number": number, "name": name}))
    found = visit.ground.bundles.fetch(job)
    if found is None:
        return _gone(visit, number)
    answer = StreamingHttpResponse(found, content_type="application/zip")
    answer.headers["Content-Length"] = str(found.length_bytes)
    answer.headers["Content-Encoding"] = "identity"
    answer.headers["Content-Disposition"] = f'attachment; filename="{job.path.name}"'
    return answer  # type: ignore[return-value]


def _job(visit: Visit, standing: Standing, name: str) -> Job | None:
    return visit.ground.bundles.find(name, visit.person, standing.pm.label)


def _gone(visit: Visit, number: int) -> HttpResponse:
    """Answer for one that was fetched, is too old, or is somebody else's: the same words for all."""
    return visit.done(_GONE, to=f"{reverse('record', kwargs={'number': number})}#bundle")


def _why(job: Job) -> str:
    if job.state is not State.ENDED:
        return ""
    if isinstance(job.trouble, Refused):
        return words_of(job.trouble)
    return _ALTERED if isinstance(job.trouble, BadProof | MustReload) else _WEATHER
