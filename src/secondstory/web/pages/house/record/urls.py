"""Addresses of the record. Those of the log itself are as C2SP tlog-tiles v0.1.0 names them."""

from django.urls import path

from secondstory.web.pages.house.record import log, views

urlpatterns = [
    path("pm/<int:number>/record", views.record, name="record"),
    path("pm/<int:number>/record/<int:entry>.tlog-proof", views.receipt, name="receipt"),
    path("pm/<int:number>/record/<int:entry>.json", views.entry_bytes, name="entry-bytes"),
    path("verify", log.verify, name="verify"),
    path("checkpoint", log.checkpoint, name="checkpoint"),
    path("log.vkey", log.key, name="log-key"),
    path("tile/<path:name>", log.tile, name="tile"),
]
