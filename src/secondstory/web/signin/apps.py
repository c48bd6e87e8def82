"""The sign-in application as Django knows it."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """People who sign in, their invitations, and the links that open a door once."""

    name = "secondstory.web.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for an address that changed."""
        from allauth.account.signals import email_changed

        from secondstory.web.signin.addresses import carry_over

        email_changed.connect(carry_over, dispatch_uid="secondstory.carry_over")
