"""A rule of the house said no. The words say what to do instead and are shown to people as they are."""

from collections.abc import Iterable


class Refused(Exception):
    """The act was not done, nothing was recorded, and `problems` say why and what to do next.

    problems: one sentence or two each, never empty. code: a short word for scripts, such as `night-between`.
    """

    def __init__(self, problems: str | Iterable[str], *, code: str = "refused") -> None:
        """Collect the problems; a single string is one problem."""
        self.problems: tuple[str, ...] = (problems,) if isinstance(problems, str) else tuple(problems)
        self.code = code
        super().__init__(" ".join(self.problems))


def refuse_if_any(problems: Iterable[str], *, code: str = "refused") -> None:
    """Raise Refused with every problem in `problems`; do nothing when there is none."""
    collected = tuple(problems)
    if collected:
        raise Refused(collected, code=code)
