"""Addresses for coming in."""

from django.urls import path

from secondstory.web.pages.house.joining import views

urlpatterns = [
    path("come-in/<str:token>", views.come_in, name="come-in"),
    path("begin/<str:token>", views.begin, name="begin"),
]
