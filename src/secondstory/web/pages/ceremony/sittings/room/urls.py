"""Addresses of a room."""

from django.urls import path

from secondstory.web.pages.ceremony.sittings.room import views

urlpatterns = [
    path("pm/<int:number>/sittings/<int:sitting>/room", views.room, name="room"),
    path("pm/<int:number>/sittings/<int:sitting>/room/state", views.state, name="room-state"),
]
