"""One small world in which every person is one thing, so that a table can say what each of them sees and may do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from secondstory.application.access.guarding import GuardedJournal, GuardedReader
from secondstory.application.access.policy import Rule, rule_of
from secondstory.application.office import Office
from secondstory.application.ports.storage import Log, Rows
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended, Journal
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import charter, followups, publication, sittings, support
from secondstory.domain.keeping import erasure, evidence, holds, installation, people
from secondstory.domain.understanding import accounts, incidents
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.door import Door
from secondstory.vault.keys import Keys
from tests.offices import MemoryOffice
from tests.people import ADA, BO, CEM, DEE, EVE, FAY

PEOPLE: Mapping[str, PersonId] = {
    "opener": ADA,
    "owner": PersonId("pe_owner"),
    "facilitator": BO,
    "scribe": PersonId("pe_scribe"),
    "participant": PersonId("pe_participant"),
    "involved": PersonId("pe_involved"),
    "commander": PersonId("pe_commander"),
    "invited": PersonId("pe_invited"),
    "listener": PersonId("pe_listener"),
    "guest": PersonId("pe_guest"),
    "asked": CEM,
    "followup-owner": PersonId("pe_fuowner"),
    "author": PersonId("pe_author"),
    "supporter": PersonId("pe_supporter"),
    "supported": DEE,
    "administrator": PersonId("pe_admin"),
    "requester": PersonId("pe_requester"),
    "left": EVE,
    "stranger": FAY,
}
"""Who is what. `left` was a participant and left the organisation; `author` left the room after writing."""

DRAFT, LEARNT, PUBLIC, RESTRICTED = (StreamId(f"pm_{name}") for name in ("draft", "learnt", "public", "shut"))
OF_DRAFT: Mapping[str, StreamId] = {
    prefix: StreamId(f"{prefix}_draft") for prefix in ("fu", "ac", "su", "ev", "ho", "er")
}
SHARED_ACCOUNT = StreamId("ac_shared")
FU_OF_LEARNT = StreamId("fu_learnt")
EV_OF_PUBLIC = StreamId("ev_public")
FU_OF_PUBLIC = StreamId("fu_public")
BY_RULE = StreamId("er_rule")
"""An erasure that a rule of retention asked for, of an account."""
TEAMS = StreamId("pe_teams")
CHARTER = StreamId("ch_charter")
WORD = "Wintergreen"
"""A word that every text of every post-mortem here has, for searching."""


class Unrecorded(Journal):
    """A journal that takes everything and records nothing, so that one world serves every cell."""

    def __init__(self) -> None:
        """Take everything."""
        self.taken: list[Draft] = []

    def append(self, drafts: Sequence[Draft], **_how: object) -> Appended:  # type: ignore[override]
        """Take `drafts`."""
        self.taken += drafts
        return Appended(first=0, count=len(drafts), signed=None)  # type: ignore[arg-type]


@dataclass
class Making:
    """What offices are made of here, so that a test can put something that leaks in its place."""

    door: Callable[[Rows, PersonId], Door] = Door
    reader: Callable[[Log, Keys, Door], Reader] = GuardedReader
    rules: Callable[[str], Rule] = rule_of


@dataclass
class World:
    """The people and streams, recorded for real in memory."""

    at: MemoryOffice = field(default_factory=MemoryOffice)
    make: Making = field(default_factory=Making)

    def __post_init__(self) -> None:
        """Tell everything that happened."""
        everybody = [people.Joined(person=who, name=name) for name, who in PEOPLE.items()]
        left = people.Left(person=PEOPLE["left"])
        team = [people.TeamFormed(team="Disks"), people.TeamJoined(team="Disks", person=PEOPLE["asked"])]
        self.tell(TEAMS, "administrator", *everybody, *team, left)
        self.tell(
            INSTALLATION_STREAM,
            "administrator",
            installation.Created(origin="demo/tests", format_version=1),
            installation.PolicySet(name="administrators", value=str(PEOPLE["administrator"])),
        )
        self.tell(
            CHARTER, "administrator", charter.VersionAdopted(version="1", digest="0" * 64, text="Kind.")
        )
        for number, stream in enumerate((DRAFT, LEARNT, PUBLIC, RESTRICTED), start=1):
            self._post_mortem(stream, number)
        self._around()

    def tell(self, stream: StreamId, by: str, *events: Event) -> None:
        """Record `events` past every guard."""
        drafts = [Draft(stream=stream, event=event) for event in events]
        self.at.desk.journal.append(drafts, by=PEOPLE[by])

    def door(self, name: str) -> Door:
        """Return the door of one person."""
        return self.make.door(self.at.desk.storage.rows, PEOPLE[name])

    def office(self, name: str, behind: Journal | None = None) -> Office:
        """Return the guarded office of one person; what it records goes to `behind`."""
        return guarded(self.at, PEOPLE[name], behind, self.make)

    def _post_mortem(self, stream: StreamId, number: int) -> None:
        opened = incidents.Opened(
            number=number, kind=incidents.IncidentKind.INCIDENT, title=f"{WORD} {number}"
        )
        roles = [(Role(role.value), PEOPLE[role.value]) for role in Role]
        taken = [incidents.RoleTaken(role=role, person=person) for role, person in roles]
        more = [
            incidents.RoleTaken(role=Role.PARTICIPANT, person=PEOPLE["left"]),
            incidents.RoleTaken(role=Role.PARTICIPANT, person=PEOPLE["author"]),
            incidents.RoleLeft(role=Role.PARTICIPANT, person=PEOPLE["author"]),
            incidents.TriggerStated(text=f"{WORD} fell"),
        ]
        planned = sittings.Scheduled(
            number=1, kind=sittings.SittingKind.LEARNING, invited=(PEOPLE["invited"],)
        )
        self.tell(stream, "opener", opened, *taken, *more, planned)
        if stream != DRAFT:
            self.tell(
                stream, "facilitator", sittings.Opened(number=1, read_out=True), sittings.Closed(number=1)
            )
        if stream in {PUBLIC, RESTRICTED}:
            self.tell(stream, "owner", edition())
        if stream == RESTRICTED:
            self.tell(stream, "owner", publication.Restricted(category="legal", reason="an open matter"))

    def _around(self) -> None:
        asked = followups.Asked(of="disks", because=followups.Because.EXPERTISE, text="You built it.")
        taken = followups.Accepted(owner=PEOPLE["followup-owner"])
        for number, (stream, of) in enumerate(
            ((OF_DRAFT["fu"], DRAFT), (FU_OF_LEARNT, LEARNT), (FU_OF_PUBLIC, PUBLIC)), start=1
        ):
            self.tell(stream, "owner", _proposed(number, of), asked, taken)
        self.tell(OF_DRAFT["ac"], "author", _account(1))
        self.tell(SHARED_ACCOUNT, "author", _account(2), accounts.Shared())
        offered = support.Offered(post_mortem=DRAFT, to_role="on call", what="an ear", to=PEOPLE["supported"])
        self.tell(OF_DRAFT["su"], "supporter", offered)
        self.tell(OF_DRAFT["ev"], "scribe", sealed(DRAFT))
        self.tell(EV_OF_PUBLIC, "scribe", sealed(PUBLIC))
        self.tell(
            OF_DRAFT["ho"],
            "owner",
            holds.Placed(
                number=1, post_mortem=DRAFT, sources=("calls",), custodians=("us",), reason="needed"
            ),
        )
        self.tell(
            OF_DRAFT["er"],
            "requester",
            erasure.Requested(
                number=1, scope=erasure.Scope.ITEM, target=OF_DRAFT["ev"], basis="law", reason="a name"
            ),
        )
        self._by_rule()

    def _by_rule(self) -> None:
        asked = erasure.Requested(
            number=2, scope=erasure.Scope.STREAM, target=OF_DRAFT["ac"], basis="policy 4", reason="two years"
        )
        rule = erasure.AskedByRule(kind="account", rule=1, kept_until=self.at.clock.now())
        drafts = [Draft(stream=BY_RULE, event=event) for event in (asked, rule)]
        self.at.desk.journal.append(drafts, by=None)


def guarded(
    at: MemoryOffice, person: PersonId, behind: Journal | None = None, make: Making | None = None
) -> Office:
    """Return the office of somebody who is not alone, as wiring makes it."""
    make = make or Making()
    door = make.door(at.desk.storage.rows, person)
    return Office(
        journal=GuardedJournal(behind or at.desk.journal, door, person, rules=make.rules),
        reader=make.reader(at.desk.storage, at.desk.keys, door),
        door=door,
        clock=at.desk.clock,
        entropy=at.desk.entropy,
        me=person,
        alone=False,
    )


def edition() -> publication.Published:
    """Return the publication of a first edition."""
    return publication.Published(
        edition=publication.EditionKind.INTERNAL,
        number=1,
        revision=0,
        checkpoint_size=0,
        checkpoint_root="",
    )


def _proposed(number: int, of: StreamId) -> followups.Proposed:
    return followups.Proposed(
        number=number,
        text=f"{WORD} no longer falls",
        origins=(followups.Origin(post_mortem=of),),
        phase=followups.Phase.PREVENT,
        changes=followups.Changes.CONDITION,
    )


def _account(number: int) -> accounts.Written:
    return accounts.Written(
        post_mortem=DRAFT,
        number=number,
        author_role="on call",
        before_evidence=True,
        paragraphs=("I saw it fall.",),
    )


def sealed(of: StreamId) -> evidence.Sealed:
    """Return a sealed item of a post-mortem."""
    return evidence.Sealed(
        post_mortem=of,
        number=1,
        digest="0" * 64,
        length_bytes=1,
        media_type="text/plain",
        ciphertext_digest="1" * 64,
        name="log",
        captured_from="a host",
        how=evidence.Capture.FILE,
    )
