"""Addresses of the record. Those of the log itself are as C2SP tlog-tiles v0.1.0 names them."""

from django.urls import path

from secondstory.web.pages.house.record import bundles, log, published, views

urlpatterns = [
    path("pm/<int:number>/record", views.record, name="record"),
    path("pm/<int:number>/record/<int:entry>.tlog-proof", views.receipt, name="receipt"),
    path("pm/<int:number>/record/<int:entry>.json", views.entry_bytes, name="entry-bytes"),
    path("pm/<int:number>/record/bundle", bundles.ask, name="bundle"),
    path("pm/<int:number>/record/bundle/<slug:name>", bundles.made, name="bundle-made"),
    path("pm/<int:number>/record/bundle/<slug:name>.zip", bundles.download, name="bundle-file"),
    path("verify", log.verify, name="verify"),
    path("checkpoint", log.checkpoint, name="checkpoint"),
    path("log.vkey", log.key, name="log-key"),
    path("tile/<path:name>", log.tile, name="tile"),
    path("record/checkpoint", published.checkpoint, name="published-checkpoint"),
    path("record/log.vkey", published.keys, name="published-keys"),
    path("record/policy", published.policy, name="published-policy"),
    path("record/tile/<path:name>", published.tile, name="published-tile"),
    path("record/verify.py", published.verifier, name="verifier"),
]
