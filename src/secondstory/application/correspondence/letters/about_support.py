"""Letters about support. They hold a link and no words of it: what is offered stays between the two people.

All of them are personal: whoever looks after the outbox sees that a letter went out, and neither to whom nor why.
"""

from secondstory.application.correspondence.letters.wording import Envelope, letter
from secondstory.application.ports.post import Letter

SUBJECT = "There is a word for you"


def offered(envelope: Envelope, link: str) -> Letter:
    """Return the letter to somebody who is offered support: a link, and nothing of what it says."""
    return letter(
        envelope,
        SUBJECT,
        "Somebody left a word for you. It is on a page that only the two of you can read:",
        link,
        "There is no hurry, and no answer is a fine answer for now.",
        purpose="support-offered",
        is_personal=True,
    )


def answered(envelope: Envelope, link: str) -> Letter:
    """Return the letter to the supporter when there is an answer; which one stands on the page."""
    return letter(
        envelope,
        SUBJECT,
        "There is an answer to what you offered. It is on the page that only the two of you can read:",
        link,
        purpose="support-answered",
        is_personal=True,
    )


def companion(envelope: Envelope, link: str) -> Letter:
    """Return the letter to somebody who was named as company for a sitting."""
    return letter(
        envelope,
        SUBJECT,
        "Somebody would like to have you beside them when we sit together. They will tell you more themselves; you"
        " can say no.",
        f"Where it is about: {link}",
        "Coming along means to be there. You need to say and prepare nothing.",
        purpose="support-companion",
        is_personal=True,
    )


def look_in(envelope: Envelope, link: str, *, days: int, said_no: bool) -> Letter:
    """Return the reminder to the supporter, and to nobody else, 7 or 30 days after the offer."""
    again = (
        "They would rather not, then, and that is fine. If it feels right, leave the door open once more, quietly."
        if said_no
        else "Ask how they are. What happened may weigh more now than in the first days, or less."
    )
    return letter(
        envelope,
        SUBJECT,
        f"{days} days ago you moved towards somebody. {again}",
        f"When you have, note it there, so that we do not ask again: {link}",
        purpose=f"support-look-in-{days}",
        is_personal=True,
    )
