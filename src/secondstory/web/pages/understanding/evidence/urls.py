"""Addresses of evidence, uploads, holds and erasures."""

from django.urls import path

from secondstory.web.pages.understanding.evidence import (
    erasing,
    holds,
    items,
    originals,
    uploads,
    views,
    waiting,
)

_EVIDENCE = "pm/<int:number>/evidence"

urlpatterns = [
    path(_EVIDENCE, views.evidence, name="evidence"),
    path(f"{_EVIDENCE}/gap", views.gap, name="evidence-gap"),
    path(f"{_EVIDENCE}/uploads", uploads.begin, name="uploads"),
    path(f"{_EVIDENCE}/uploads/<str:upload>", waiting.one, name="upload"),
    path(f"{_EVIDENCE}/uploads/<str:upload>/parts", uploads.parts, name="upload-parts"),
    path(f"{_EVIDENCE}/uploads/<str:upload>/seal", uploads.seal, name="upload-seal"),
    path(f"{_EVIDENCE}/holds/new", holds.place_one, name="hold-place"),
    path(f"{_EVIDENCE}/holds/<int:hold>", holds.one, name="hold"),
    path(f"{_EVIDENCE}/holds/<int:hold>/release", holds.release_one, name="hold-release"),
    path(f"{_EVIDENCE}/<int:item>", items.item, name="item"),
    path(f"{_EVIDENCE}/<int:item>/original", originals.original, name="original"),
    path(f"{_EVIDENCE}/<int:item>/bytes", originals.picture, name="item-bytes"),
    path(f"{_EVIDENCE}/<int:item>/copy", originals.copy, name="item-copy"),
    path(f"{_EVIDENCE}/<int:item>/erase", erasing.ask_for, name="item-erase"),
    path("pm/<int:number>/erasures/<int:erasure>", erasing.one, name="erasure"),
]
