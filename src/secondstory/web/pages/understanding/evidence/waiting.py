"""The page where an upload waits that has a question to answer before it is sealed."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.keeping.letting_go.retaining import words_for
from secondstory.application.looking import Standing
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.sealing import (
    METHODS,
    clean_name,
    must_be_whole,
    own_upload,
    own_uploads,
    sealed_words,
    upload_url,
)
from secondstory.web.pages.understanding.evidence.shown import METHODS as METHOD_WORDS
from secondstory.web.pages.understanding.evidence.shown import secret_words
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.uploads import SecretsFound, Upload, found_in, seal_upload, uploads_of

_MOST_SHOWN = 40
NOT_TEXT = (
    "It is not UTF-8 text, so places in it cannot be blotted out safely, and nothing was sealed. Say why it is sealed as"
    " it is, or mend it with a program that knows its format and send it again."
)
SECRETS_LEFT = (
    "There are likely secrets in it still, so nothing was sealed. Say why it is sealed as it is, or mend it and send it"
    " again."
)


@page("member")
def one(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Show an upload that waits, with what is asked before it is sealed; seal or discard it."""
    standing = visit.postmortem(number)
    found = own_upload(visit, standing, upload)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing, found)
        return answer
    secrets = found_in(visit.ground.workspace, found) if found.is_whole else ()
    return in_space(
        visit,
        standing,
        "evidence",
        "evidence/upload.html",
        upload=found,
        secrets=[(secret_words(one), one) for one in secrets[:_MOST_SHOWN]],
        more=max(0, len(secrets) - _MOST_SHOWN),
        methods=[(one, METHOD_WORDS[one].capitalize()) for one in METHODS],
        kept_words=words_for(visit.office, "evidence"),
    )


def _said(visit: Visit, upload: Upload) -> Upload:
    """Keep what the form of a waiting upload says, before anything can be refused."""
    how = visit.field("how") or upload.about.how
    return uploads_of(visit.ground.workspace).describe(
        upload,
        name=clean_name(visit.field("name") or upload.about.name),
        captured_from=visit.field("captured_from") or upload.about.captured_from,
        how=how if how in METHODS else upload.about.how,
    )


def _seal_it(visit: Visit, standing: Standing, upload: Upload, **how: Any) -> HttpResponse:
    said = _said(visit, upload)
    must_be_whole(said)
    try:
        sealed = seal_upload(visit.ground.workspace, visit.office, said, **how)
    except SecretsFound as found:
        raise Refused(SECRETS_LEFT) from found
    except Refused as refused:
        raise Refused(NOT_TEXT if refused.code == "not-text" else refused.problems) from refused
    return visit.done(sealed_words(sealed, said.about.name), to=_after(visit, standing))


def _seal_clean(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    return _seal_it(visit, standing, upload)


def _seal_redacted(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    return _seal_it(visit, standing, upload, redact=True)


def _seal_anyway(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    ask = "Why is it sealed with them in it? Say so in a sentence; it stands beside the item."
    return _seal_it(visit, standing, upload, despite=visit.field("reason", ask=ask))


def _discard(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    uploads_of(visit.ground.workspace).discard(upload)
    return visit.done(
        f"Discarded: {upload.about.name}. Nothing of it was sealed.", to=_after(visit, standing)
    )


def _after(visit: Visit, standing: Standing) -> str:
    """Return where to go next: the next upload that waits with a question, else the evidence page."""
    left = [one for one in own_uploads(visit, standing) if one.is_whole]
    if left:
        return upload_url(standing, left[0])
    return reverse("evidence", kwargs={"number": standing.pm.incident.number})


ACTS = {"seal": _seal_clean, "redact": _seal_redacted, "anyway": _seal_anyway, "discard": _discard}
