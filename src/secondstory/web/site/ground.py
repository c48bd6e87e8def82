"""What every page stands on: the open workspace and the configuration, found from Django's settings."""

from datetime import tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings

from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Addressee
from secondstory.kernel.ids import PersonId
from secondstory.web.site.config import Config
from secondstory.wiring.site.bundles import Bundles
from secondstory.wiring.site.post import Outbox, checkpoint_foot, open_outbox
from secondstory.wiring.site.rhythm import Rhythm
from secondstory.wiring.site.rounds import Rounds
from secondstory.wiring.workspace import Workspace


class Ground:
    """One workspace and how it is served."""

    def __init__(self, workspace: Workspace, config: Config) -> None:
        """Serve `workspace` as `config` says."""
        self.workspace = workspace
        self.config = config
        self.rounds = Rounds(workspace)
        self.bundles = Bundles(workspace)
        self.rhythm = Rhythm(workspace)

    @property
    def first_person(self) -> PersonId:
        """The person whom the workspace was made for."""
        return PersonId(self.workspace.settings.person)

    @cached_property
    def sender(self) -> Addressee:
        """In whose name letters go out."""
        address = self.config.sender or f"second-story@{self.links.host}"
        return Addressee(address=address, name=f"Second Story at {self.config.organisation}")

    @cached_property
    def links(self) -> Links:
        """Where letters lead."""
        return Links(base=self.config.url)

    @cached_property
    def outbox(self) -> Outbox:
        """Every letter before it leaves, and for good when no mail server is named."""
        return open_outbox(
            self.workspace.place,
            self.workspace.clock,
            sender=self.sender,
            foot=lambda: checkpoint_foot(self.workspace),
        )

    @cached_property
    def zone(self) -> tzinfo:
        """The zone that times show in, unless a reader has another."""
        if self.config.zone:
            return ZoneInfo(self.config.zone)
        zone = self.workspace.clock.now().tzinfo
        assert zone is not None
        return zone


def ground() -> Ground:
    """Return what this process serves."""
    found = settings.SECOND_STORY
    assert isinstance(found, Ground)
    return found
