"""Addresses of the charter."""

from django.urls import path

from secondstory.web.pages.ceremony.charter import cases, views

urlpatterns = [
    path("charter", views.charter, name="charter"),
    path("charter/adopt", views.adopt, name="charter-adopt"),
    path("charter/versions/<str:version>", views.version, name="charter-version"),
    path("charter/cases/<str:code>", cases.case, name="case"),
]
