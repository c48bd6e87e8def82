"""Addresses of settings."""

from django.urls import path

from secondstory.web.pages.house.settings import house, retention, texts, yourself

urlpatterns = [
    path("settings", yourself.yourself, name="settings"),
    path("settings/organisation", house.organisation, name="settings-organisation"),
    path("settings/texts", texts.texts, name="settings-texts"),
    path("settings/texts/<slug:topic>", texts.text, name="settings-text"),
    path("settings/retention", retention.retention, name="settings-retention"),
    path("settings/record", house.record, name="settings-record"),
    path("settings/outbox", house.outbox, name="settings-outbox"),
]
