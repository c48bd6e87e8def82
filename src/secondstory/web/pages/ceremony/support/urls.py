"""Addresses of support."""

from django.urls import path

from secondstory.web.pages.ceremony.support import views

urlpatterns = [path("pm/<int:number>/support", views.support, name="support")]
