"""The sign-in application as Django knows it."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """People who sign in, their invitations, and the links that open a door once."""

    name = "secondstory.web.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"
