"""What every step of the walk works with: the post-mortem as it stands now, the words, and whoever answers."""

from typing import TYPE_CHECKING

from secondstory.application.understanding.telling import read
from secondstory.cli.ground.alone.asking import Asker
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.texts import SoloProtocol, SoloStep

if TYPE_CHECKING:
    from secondstory.application.office import Office
    from secondstory.cli.postmortem.seat import Seat
    from secondstory.kernel.ids import StreamId
    from secondstory.kernel.moments import Moment

_UNTIMED = SoloStep(code="", minutes=0, title="", about="", prompts=())


class Walk:
    """A walk through one post-mortem."""

    def __init__(self, seat: "Seat", asker: Asker, *, tonight: str | None = None) -> None:
        """Walk at `seat`. tonight: why a yes does not wait for a night."""
        self.seat = seat
        self.asker = asker
        self.tonight = tonight
        self.shown_by: tuple[str, ...] = ()
        """What showed the last entry of the line; the next one often stands in the same log."""
        self.protocol: SoloProtocol = seat.workspace.texts.solo()

    @property
    def office(self) -> "Office":
        """Everything an act needs."""
        return self.seat.office

    @property
    def stream(self) -> "StreamId":
        """The post-mortem."""
        return self.seat.stream

    @property
    def label(self) -> str:
        """Its name among people."""
        return self.seat.label

    @property
    def pm(self) -> PostMortem:
        """The post-mortem as it stands now."""
        return read(self.office, self.stream)

    def moment(self, text: str) -> "Moment":
        """Return the time that `text` states; a time of day alone is taken on the day nearest to what is known."""
        self.seat.pm = self.pm
        stated = self.seat.moment(text)
        assert stated is not None
        return stated

    def step(self, code: str) -> SoloStep:
        """Return the words of a step; empty ones when this workspace's protocol has none of that code."""
        return next((one for one in self.protocol.steps if one.code == code), _UNTIMED)

    def prompt(self, code: str, place: int, otherwise: str) -> str:
        """Return one prompt of a step, counted from 0, or other words where there is none."""
        prompts = self.step(code).prompts
        return prompts[place] if place < len(prompts) else otherwise

    def title(self, code: str, *, prompts: bool = False) -> None:
        """Say which step begins, about how long it takes, and what it is for. The minutes are a guide; none counts."""
        step = self.step(code)
        bold = self.seat.terminal.style(step.title or code.capitalize(), "bold")
        minutes = f" (about {step.minutes} minutes)" if step.minutes else ""
        self.asker.tell(f"\n{bold}{minutes}")
        if step.about:
            self.asker.tell(step.about)
        if prompts:
            self.points(step.prompts)

    def points(self, lines: tuple[str, ...]) -> None:
        """Say some lines as a list."""
        for line in lines:
            self.asker.tell(f"  · {line}")

    def kept(self, what: str) -> None:
        """Say that something was recorded."""
        self.asker.tell(self.seat.terminal.style(f"Kept: {what}", "soft"))
