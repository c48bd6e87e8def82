"""From a form to sealed evidence: what came is kept first, so that no question about it can lose it."""

from collections.abc import Iterator
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.urls import reverse

from secondstory.application.keeping import custody
from secondstory.application.keeping.sealing import SealedEvidence
from secondstory.application.looking import Standing
from secondstory.kernel.frozen import dataclass, field
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.site.words import size
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.uploads import About, SecretsFound, Upload, seal_upload, uploads_of

METHODS = ("file", "export", "screenshot", "copy")
CUT = (
    "The form came in cut short, so nothing of it was sealed. Send it again; a large file goes best from a browser that"
    " runs scripts, which sends it in parts."
)
_LONGEST_NAME = 200
_MOST_UNCERTAIN_S = 10**7


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the uploads of one form: which were sealed, said in words, and which still wait."""

    said: list[str] = field(default_factory=list)
    waiting: list[Upload] = field(default_factory=list)


def seal_form(visit: Visit, standing: Standing) -> Outcome:
    """Seal the files and the pasted text of a form. Raises Refused when there are none, or the form was cut."""
    if visit.form.get("whole") != "yes":
        # The last field of the form. A body that was cut on its way has lost it, and perhaps files before it, of which
        # Django says nothing.
        raise Refused(CUT)
    about = about_of(visit, standing, name="")
    arrived = list(_arrived(visit, about))
    if not arrived:
        raise Refused("Choose a file, or paste what you have. Nothing was sealed.")
    outcome = Outcome()
    for upload in arrived:
        said = try_to_seal(visit, upload)
        outcome.said.extend([said] if said else [])
        outcome.waiting.extend([] if said else [upload])
    return outcome


def try_to_seal(visit: Visit, upload: Upload) -> str | None:
    """Return what was done in words, None when something has to be asked first; then the upload waits."""
    if not upload.about.captured_from.strip():
        return None
    twin = twin_of(visit, upload)
    if twin:
        uploads_of(visit.ground.workspace).discard(upload)
        return f"{twin} holds these very bytes already, so {upload.about.name} was not sealed twice."
    try:
        sealed = seal_upload(visit.ground.workspace, visit.office, upload)
    except SecretsFound:
        return None
    return sealed_words(sealed, upload.about.name)


def sealed_words(sealed: SealedEvidence, name: str) -> str:
    """Return what a person reads once an item is sealed."""
    return f"Sealed: E-{sealed.number}, {name}, {size(sealed.length_bytes)}."


def twin_of(visit: Visit, upload: Upload) -> str:
    """Return the label of the item of this post-mortem that has the very bytes of an upload, empty when none has."""
    rows = custody.items(visit.office, StreamId(upload.about.post_mortem))
    same = [row for row in rows if row["digest"] == upload.about.sha256]
    states = (custody.state_of(visit.office, StreamId(str(row["stream"]))) for row in same)
    return next((f"E-{one.sealed.number}" for one in states if one.is_here and one.sealed), "")


def about_of(
    visit: Visit, standing: Standing, *, name: str, length_bytes: int = 0, sha256: str = ""
) -> About:
    """Return what a form says about bytes, whoever reads them later."""
    how = visit.field("how") or "file"
    if how not in METHODS:
        raise Refused("How was it taken? One of: a file, an export, a screenshot, a copy.")
    return About(
        person=visit.person,
        post_mortem=str(standing.pm.stream),
        name=name,
        length_bytes=length_bytes,
        sha256=sha256,
        begun_at=visit.office.now().isoformat(),
        captured_from=visit.field("captured_from"),
        how=how,
        clock=visit.field("clock"),
        clock_uncertainty_s=_uncertainty(visit),
    )


def clean_name(name: str) -> str:
    """Return a name without folders and control characters, as short as a name."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable()).strip()
    return plain[:_LONGEST_NAME] or "unnamed"


def own_uploads(visit: Visit, standing: Standing) -> list[Upload]:
    """Return what this person sent for this post-mortem and did not seal yet; older than two days is let go."""
    uploads = uploads_of(visit.ground.workspace)
    uploads.sweep(visit.office.now())
    return [one for one in uploads.all() if is_own(visit, standing, one)]


def is_own(visit: Visit, standing: Standing, upload: Upload) -> bool:
    """Return whether an upload is this person's, for this post-mortem."""
    return upload.about.person == visit.person and upload.about.post_mortem == standing.pm.stream


def own_upload(visit: Visit, standing: Standing, upload: str) -> Upload:
    """Return an upload of this person. Missing and forbidden are the same page."""
    found = uploads_of(visit.ground.workspace).find(upload)
    if found is None or not is_own(visit, standing, found):
        raise Http404
    return found


def must_be_whole(upload: Upload) -> None:
    """Raise Refused, with how to go on, when bytes of an upload are still to come."""
    if not upload.is_whole:
        about = upload.about
        raise Refused(
            f"{upload.received_bytes:,} of {about.length_bytes:,} bytes are here, so nothing was sealed. Choose the same file"
            " again; it goes on where it stopped."
        )


def upload_url(standing: Standing, upload: Upload) -> str:
    """Return the address where an upload waits."""
    return reverse("upload", kwargs={"number": standing.pm.incident.number, "upload": upload.id})


def _arrived(visit: Visit, about: About) -> Iterator[Upload]:
    uploads = uploads_of(visit.ground.workspace)
    for file in visit.request.FILES.getlist("files"):
        assert isinstance(file, UploadedFile)
        yield uploads.take(replace(about, name=clean_name(file.name or "")), file.chunks())
    pasted = str(visit.form.get("pasted", ""))
    if pasted.strip():
        named = visit.field("pasted_name") or "pasted.txt"
        text = pasted.replace("\r\n", "\n").encode()
        yield uploads.take(replace(about, name=clean_name(named), how="copy"), [text])


def _uncertainty(visit: Visit) -> int | None:
    said = visit.field("clock_uncertainty")
    if not said:
        return None
    if not said.isdecimal() or not said.isascii() or int(said) > _MOST_UNCERTAIN_S:
        raise Refused("How far may the clock be off? Give whole seconds, such as 2.")
    return int(said)
