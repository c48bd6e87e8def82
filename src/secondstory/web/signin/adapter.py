"""How allauth behaves here: nobody signs up on their own, a wrong word gives nothing away, and texts are ours."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

NO_MATCH = "This address and this password do not belong together here. Look at both once more, or ask for a new password."


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The house's rules for accounts."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "incorrect_password": "This is not your password here. Try once more, or ask for a new one.",
        "enter_current_password": "This is not your password now. Nothing was changed.",
        "too_many_login_attempts": (
            "Several tries did not fit, so this address rests for five minutes. Then try again, or ask for a new"
            " password now."
        ),
        "email_taken": "Somebody signs in with this address already. Choose another one.",
        "unverified_primary_email": "Confirm the new address first: the link is in the mail we sent there.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth passes it
        """Return False: people come by invitation."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: there are no user names."""


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The house's words for the second step."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not fit now. Codes change every 30 seconds: wait for the next one, and type that.",
        "unverified_email": "Confirm your address first: the link is in the mail we sent there.",
        "cannot_delete_authenticator": "This is still needed to sign in. Add another way first.",
    }
