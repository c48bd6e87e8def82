"""A post-mortem of the town with something in every part, settled and slept on, so that its gates are open."""

from typing import Any

from secondstory.domain.ceremony.publication import Gate
from secondstory.kernel.ids import StreamId
from tests.web.conftest import Town
from tests.wiring.whole import settled, told

WORDS = "Seats released too early"
OWNED = {f"reason-{Gate.ABOVE_CODE_OWNED.value}": "The board meets on 5 November."}
PUBLISH = "/pm/1/publish"
ASK = f"{PUBLISH}/ask"


class Desk:
    """What `told` works with: Ada's office, alone."""

    def __init__(self, town: Town) -> None:
        self.office = town.ground.workspace.office
        self.me = self.office.me

    def opened(self, title: str) -> Any:
        from secondstory.application.understanding.opening import Opening, open_post_mortem

        return open_post_mortem(self.office, Opening(title=title))


def whole_story(town: Town, words: str = WORDS) -> StreamId:
    """Tell all of it and let a night pass."""
    desk = Desk(town)
    stream = told(desk, words)
    settled(desk, stream)
    town.later(days=2)
    return stream


def goes_out(town: Town, **more: str) -> Any:
    """Publish it with the exception that it needs; return the answer."""
    return town.ada.post(ASK, {"kind": "internal", **OWNED, **more})
