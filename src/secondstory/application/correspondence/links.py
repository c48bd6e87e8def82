"""Where the pages are that letters point to."""

from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses of pages. base: how people reach the site, without a slash at the end.

    Each of them is a page to look at: following a link from a letter changes nothing, whoever or whatever follows it.
    """

    base: str

    @property
    def host(self) -> str:
        """The name of the site, for ids that must be unique in the world."""
        return self.base.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"

    @property
    def desk(self) -> str:
        """The recipient's own first page."""
        return f"{self.base}/"

    @property
    def charter(self) -> str:
        """The charter that holds."""
        return f"{self.base}/charter"

    @property
    def feed(self) -> str:
        """The feed of published post-mortems."""
        return f"{self.base}/feed.atom"

    def joining(self, token: str) -> str:
        """Return where an invitation to the workspace leads."""
        return f"{self.base}/come-in/{token}"

    def post_mortem(self, number: int) -> str:
        """Return the space of PM-number."""
        return f"{self.base}/pm/{number}/"

    def reading(self, number: int) -> str:
        """Return the published page of PM-number."""
        return f"{self.base}/post-mortems/{number}"

    def support(self, number: int) -> str:
        """Return the support step of PM-number."""
        return f"{self.base}/pm/{number}/support"

    def sitting(self, number: int, sitting: int) -> str:
        """Return the page of S-sitting of PM-number."""
        return f"{self.base}/pm/{number}/sittings/{sitting}"

    def follow_up(self, number: int) -> str:
        """Return the page of FU-number."""
        return f"{self.base}/follow-ups/{number}/"

    def answer(self, number: int, answer: str) -> str:
        """Return the page that asks once more before an answer is recorded. answer: yes, changes or no."""
        return f"{self.base}/follow-ups/{number}/answer?with={answer}"
