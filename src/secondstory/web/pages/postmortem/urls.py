"""Addresses in the space of one post-mortem."""

from django.urls import path

from secondstory.web.pages.postmortem import views

urlpatterns = [
    path("open", views.open_one, name="open"),
    path("pm/<int:number>/", views.overview, name="overview"),
]
