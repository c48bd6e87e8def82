"""Addresses of the timeline."""

from django.urls import path

from secondstory.web.pages.understanding.timeline import pasting, views

urlpatterns = [
    path("pm/<int:number>/timeline", views.timeline, name="timeline"),
    path("pm/<int:number>/timeline/<int:entry>", views.one_entry, name="timeline-entry"),
    path("pm/<int:number>/timeline/gap", views.gap, name="timeline-gap"),
    path("pm/<int:number>/timeline/paste", pasting.paste, name="timeline-paste"),
]
