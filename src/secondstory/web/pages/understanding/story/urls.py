"""Addresses of the story of a post-mortem."""

from django.urls import path

from secondstory.web.pages.understanding.story import around, lines, moments, reading, versions, views

urlpatterns = [
    path("pm/<int:number>/story", views.story, name="story"),
    path("pm/<int:number>/story/read", reading.preview, name="story-read"),
    path("pm/<int:number>/story/settle", views.settle, name="story-settle"),
    path("pm/<int:number>/story/two", around.two_stories, name="story-two"),
    path("pm/<int:number>/story/around", around.around, name="story-around"),
    path("pm/<int:number>/story/moments", moments.moments, name="story-moments"),
    path("pm/<int:number>/story/moments/<int:point>", moments.one_moment, name="story-moment"),
    path("pm/<int:number>/story/versions", versions.versions, name="story-versions"),
    path("pm/<int:number>/story/draft", lines.draft, name="story-draft"),
    path("pm/<int:number>/story/keep", lines.keep, name="story-keep"),
    path("pm/<int:number>/story/now", lines.now, name="story-now"),
    path("pm/<int:number>/story/wording", lines.wording, name="story-wording"),
]
"""The last four are for the script of the editor, which sends and gets JSON."""
