"""Addresses of publication and of what is published."""

from django.urls import path

from secondstory.web.pages.ceremony.publication import asking, files, reading, views

urlpatterns = [
    path("pm/<int:number>/publish", views.publish, name="publish"),
    path("pm/<int:number>/publish/ask", asking.ask, name="publish-ask"),
    path("pm/<int:number>/publish/restrict", asking.restrict, name="publish-restrict"),
    path("pm/<int:number>/publish/preview", reading.preview, name="publish-preview"),
    path("pm/<int:number>/export/<str:form>", files.export, name="export"),
    path("post-mortems/<int:number>", reading.reading, name="reading"),
    path("post-mortems/<int:number>/as/<str:form>", files.published, name="reading-file"),
    path("post-mortems/reading.css", reading.look, name="reading-look"),
    path("feed.atom", files.feed, name="feed"),
]
