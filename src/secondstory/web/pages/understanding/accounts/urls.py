"""Addresses of accounts."""

from django.urls import path

from secondstory.web.pages.understanding.accounts import views

urlpatterns = [
    path("pm/<int:number>/accounts", views.accounts, name="accounts"),
    path("pm/<int:number>/accounts/write", views.write_one, name="account-write"),
    path("pm/<int:number>/accounts/<int:account>", views.one, name="account"),
]
