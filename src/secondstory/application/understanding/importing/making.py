"""What a person accepts is written here, step by step, on a copy of the state; all of it is appended together."""

from collections.abc import Callable, Mapping, Sequence

from secondstory.application.office import Office
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding.importing.foreign import moment_from
from secondstory.domain import lifecycle
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.imported import Proposed
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import ENTROPY_BYTES, StreamId, new_id
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import FOLLOWUP


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One proposal as a person takes it over: its words, perhaps edited, its details, and the document it is from."""

    proposed: Proposed
    text: str
    details: Mapping[str, str]
    source: str
    at: Moment | None = None

    def moment(self, name: str) -> Moment | None:
        """Return the time in a detail, None when there is none that was read."""
        return moment_from(self.details.get(name, ""))

    def get(self, name: str) -> str | None:
        """Return a detail, None when it is not there or empty."""
        return self.details.get(name) or None


class Making:
    """A post-mortem while proposals become part of it. `drafts` is what is to be appended, `fresh` the new streams."""

    def __init__(self, office: Office, stream: StreamId, pm: PostMortem) -> None:
        """Begin with the post-mortem as it stands."""
        self.office, self.stream, self.pm = office, stream, pm
        self.drafts: list[Draft] = []
        self.fresh: list[StreamId] = []
        self.ids: dict[str, str] = {}
        self._prose: list[str] = []
        self._next_followup = office.door.next_number(FOLLOWUP)

    def tell(self, events: Sequence[Event]) -> None:
        """Add events of the post-mortem and go on from the state they give."""
        for event in events:
            self.drafts.append(Draft(stream=self.stream, event=event))
            entry: Recorded[Event] = Recorded(
                index=0,
                stream=self.stream,
                seq=self.pm.seq + 1,
                by=self.office.me,
                at=self.office.now(),
                event=event,
            )
            self.pm = lifecycle.evolve(self.pm, entry)  # type: ignore[arg-type]  # decisions of this stream's topics

    def beside(self, events: Callable[[int], Sequence[Event]]) -> int:
        """Add a follow-up in a stream of its own; events: of its number. Return that number."""
        number = self._next_followup
        stream = self.office.new_stream("fu")
        self.drafts += [Draft(stream=stream, event=event) for event in events(number)]
        self.fresh.append(stream)
        self._next_followup += 1
        return number

    def add_prose(self, markdown: str) -> None:
        """Add a part to the narrative; all parts become one revision in `finish`."""
        self._prose.append(markdown.strip("\n"))

    def finish(self) -> None:
        """Write the narrative, when parts of it were accepted."""
        if not self._prose:
            return
        story = self.pm.story
        text = "\n\n".join(filter(None, (narrative.text(story).strip("\n"), *self._prose)))
        wanted = len(narrative.paragraphs_of(text))
        now, entropy = self.office.now(), self.office.entropy
        ids = [new_id("pa", at=now, entropy=entropy(ENTROPY_BYTES)) for _ in range(wanted)]
        self.tell(narrative.revise(story, text, new_paragraph_ids=ids, authors=(self.office.me,)))

    def try_out(self, step: Callable[[], str]) -> str:
        """Return what `step` returns; when it is refused, leave everything as it was before, and pass that on."""
        before = (self.pm, len(self.drafts), len(self.fresh), len(self._prose), self._next_followup)
        try:
            return step()
        except Refused:
            self.pm = before[0]
            del self.drafts[before[1] :], self.fresh[before[2] :], self._prose[before[3] :]
            self._next_followup = before[4]
            raise
