"""What tests of evidence share: a form that seals, and a room of two."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from secondstory.application.understanding.roles import give_role
from secondstory.domain.understanding.incidents import Role
from tests.web.conftest import Town, text_of

SECRET = b"step 1 ok\npassword = 'hT7-xQm29-Lkd8vZp'\nstep 3 ok\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def seal(browser: Any, name: str = "hold.log", content: bytes = b"hold 48\n", **more: str) -> Any:
    """Send one file by the plain form, without any script."""
    file = SimpleUploadedFile(name, content)
    form = {"do": "seal", "captured_from": "booking-3", "how": "file", "files": file, "whole": "yes", **more}
    return browser.post("/pm/1/evidence", form)


def sealed(browser: Any, name: str = "hold.log", content: bytes = b"hold 48\n") -> None:
    """Seal one file, and be sure of it."""
    answer = seal(browser, name, content)
    assert answer.status_code == 303, text_of(answer)
    assert answer.headers["Location"] == "/pm/1/evidence", answer.headers["Location"]


def opens_with_bo(town: Town) -> str:
    """Let Ada open a post-mortem in which Bo takes part; return where its evidence is."""
    address = town.opens()
    office = town.office("ada")
    give_role(office, office.door.stream_of("PM-1"), Role.PARTICIPANT, town.people["bo"])
    return f"{address}evidence"
