"""Every address of the site. Each area has its own list; a test holds them against what each view declares."""

from allauth.account.views import PasswordResetFromKeyDoneView
from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "ceremony.charter",
    "ceremony.followups",
    "ceremony.publication",
    "ceremony.sittings",
    "ceremony.support",
    "desk",
    "house.joining",
    "house.people",
    "house.record",
    "house.settings",
    "library",
    "postmortem",
    "understanding.accounts",
    "understanding.evidence",
    "understanding.map",
    "understanding.story",
    "understanding.timeline",
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"secondstory.web.pages.{area}.urls")) for area in AREAS),
    path(
        "account/password/reset/key/done/",
        PasswordResetFromKeyDoneView.as_view(template_name="signin/password_kept.html"),
    ),
    path("account/", include("allauth.urls")),
]

handler403 = "secondstory.web.visiting.errors.missing"
handler404 = "secondstory.web.visiting.errors.missing"
handler500 = "secondstory.web.visiting.errors.broken"
handler429 = "secondstory.web.visiting.resting.resting"
