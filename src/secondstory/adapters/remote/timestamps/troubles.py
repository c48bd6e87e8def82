"""The ways in which an authority cannot be relied on, with words for whoever asks it."""

from secondstory.kernel.refused import Refused


class NoToken(Refused):
    """No token was had that could be kept: no answer, a refusal, or an answer to something else. Nothing was kept."""


class NotInstalled(Refused):
    """What reads tokens is not installed here."""

    def __init__(self) -> None:
        """Say how to get it."""
        super().__init__(
            "Timestamps need one more package: pip install 'secondstory[timestamps]'. Nothing was asked, and the record"
            " is as it was.",
            code="no-timestamps",
        )
