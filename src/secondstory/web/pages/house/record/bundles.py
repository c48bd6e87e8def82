"""A bundle of one post-mortem for strangers: made and checked when a form asks for it, and sent as a zip."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.witnessing.bundling import Wanted, bundle

_CHUNK_BYTES = 1 << 18


@page("member")
def download(visit: Visit, number: int) -> HttpResponse:
    """Answer a form with a bundle of what this person may read; copies of evidence are recorded as the command does."""
    standing = visit.postmortem(number)
    if not visit.posting:
        raise Http404
    purpose = visit.field("purpose")
    here = reverse("record", kwargs={"number": number})
    label = standing.pm.label
    wanted = Wanted(ref=label, evidence=purpose or None)
    workspace = visit.ground.workspace
    # Beside the record and not in /tmp: it may hold opened evidence, and only the owner may look into this folder.
    with tempfile.TemporaryDirectory(dir=workspace.place.root, prefix="bundle-") as folder:
        out = Path(folder) / f"{label}-bundle.zip"
        try:
            bundle(workspace, visit.office, wanted, out)
        except Refused as why:
            return visit.done(str(why), to=here)
        except BadProof as bad:
            words = f"The record is not what was recorded, and no bundle was made of it: {bad} Next: secondstory verify"
            return visit.done(words, to=here)
        return _sent(out)


class _Opened:
    """A file that is read once, in chunks, and closed when the answer is over, however much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(_CHUNK_BYTES), b"")


def _sent(out: Path) -> HttpResponse:
    """Return the file as a download. It is opened here and outlives its name: once it was sent, nothing of it is on the disk."""
    answer = StreamingHttpResponse(_Opened(out.open("rb")), content_type="application/zip")
    answer.headers["Content-Length"] = str(out.stat().st_size)
    answer.headers["Content-Encoding"] = "identity"
    answer.headers["Content-Disposition"] = f'attachment; filename="{out.name}"'
    return answer  # type: ignore[return-value]
