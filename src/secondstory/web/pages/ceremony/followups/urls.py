"""Addresses of follow-ups."""

from django.urls import path

from secondstory.web.pages.ceremony.followups import acting, answering, views

urlpatterns = [
    path("pm/<int:number>/follow-ups", views.of_one, name="followups"),
    path("pm/<int:number>/follow-ups/propose", views.propose, name="followup-propose"),
    path("follow-ups", views.board, name="board"),
    path("follow-ups/<int:number>/", views.one, name="followup"),
    path("follow-ups/<int:number>/answer", answering.answer, name="followup-answer"),
    path("follow-ups/<int:number>/<slug:act>", acting.act, name="followup-act"),
]
