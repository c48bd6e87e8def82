"""Addresses of the desk."""

from django.urls import path

from secondstory.web.pages.desk import views

urlpatterns = [path("desk/rhyme", views.rhyme, name="desk-rhyme"), path("", views.desk, name="desk")]
