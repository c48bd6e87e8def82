"""Addresses in the space of one post-mortem."""

from django.urls import path

from secondstory.web.pages.postmortem import alone, ending, facts, roles, views

urlpatterns = [
    path("open", views.open_one, name="open"),
    path("pm/<int:number>/", views.overview, name="overview"),
    path("pm/<int:number>/people", roles.roles, name="roles"),
    path("pm/<int:number>/facts", facts.facts, name="facts"),
    path("pm/<int:number>/alone", alone.alone, name="solo"),
    path("pm/<int:number>/withdraw", ending.withdraw, name="withdraw"),
    path("pm/<int:number>/merge", ending.merge, name="merge"),
]
