"""Addresses of the map."""

from django.urls import path

from secondstory.web.pages.understanding.map import views

urlpatterns = [
    path("pm/<int:number>/map", views.map_page, name="map"),
    path("pm/<int:number>/map.<slug:kind>", views.download, name="map-file"),
]
