"""Addresses of people."""

from django.urls import path

from secondstory.web.pages.house.people import inviting, one, sheets, views

urlpatterns = [
    path("people", views.everybody, name="people"),
    path("people/invite", inviting.invite, name="people-invite"),
    path("people/table", sheets.table, name="people-table"),
    path("people/people.csv", sheets.people_csv, name="people-csv"),
    path("people/services.csv", sheets.services_csv, name="services-csv"),
    path("people/<str:person>", one.person, name="person"),
    path("people/<str:person>/leave", one.leave, name="person-leave"),
]
