"""What a story can cite: sealed evidence, accounts, entries of the timeline, each by its mark."""

from secondstory.application.office import Office
from secondstory.application.understanding.references import account_rows
from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.frozen import dataclass
from secondstory.readmodel.tables import EVIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that can be cited. place: which step of the post-mortem shows it."""

    mark: str
    words: str
    place: str
    line: str = ""


def sources_of(office: Office, pm: PostMortem) -> tuple[Source, ...]:
    """Return what the story of a post-mortem can cite and this person may see, evidence first."""
    stream = pm.stream
    assert stream is not None
    sealed = office.door.rows(EVIDENCE, {"postmortem": stream}, order="number")
    return (
        *(
            Source(mark=f"E-{row['number']}", words=str(row["name"]), place="evidence", line="sealed")
            for row in sealed
        ),
        *(
            Source(
                mark=f"A-{row['number']}",
                words=f"Account, {row['role']}" if row["role"] else "Account",
                place="evidence",
                line="before evidence" if row["before_evidence"] else "after looking things up",
            )
            for row in account_rows(office, stream)
        ),
        *(Source(mark=f"T-{one.number}", words=one.text, place="timeline") for one in pm.timeline.entries),
    )
