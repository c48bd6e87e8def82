"""Addresses of the library, of the search, and of what rhymes."""

from django.urls import path

from secondstory.web.pages.library import similar, views

urlpatterns = [
    path("post-mortems", views.library, name="library"),
    path("search", views.find, name="search"),
    path("pm/<int:number>/similar", similar.similar, name="similar"),
]
