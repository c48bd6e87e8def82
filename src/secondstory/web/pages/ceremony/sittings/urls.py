"""Addresses of sittings."""

from django.urls import URLPattern, URLResolver, include, path

from secondstory.web.pages.ceremony.sittings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pm/<int:number>/sittings", views.sittings, name="sittings"),
    path("pm/<int:number>/sittings/<int:sitting>", views.one, name="sitting"),
    path("pm/<int:number>/sittings/<int:sitting>.ics", views.calendar, name="sitting-calendar"),
    path("", include("secondstory.web.pages.ceremony.sittings.room.urls")),
]
