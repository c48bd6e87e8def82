"""Writing the story with others: texts woven together, versions kept and compared, wording looked at."""

from secondstory.application.understanding.drafting.comparing import Compared, compared
from secondstory.application.understanding.drafting.sources import Source, sources_of
from secondstory.application.understanding.drafting.versions import Kept, Sheet, keep_version, restore
from secondstory.application.understanding.drafting.weaving import Passage, Woven, weave
from secondstory.application.understanding.drafting.wording import Noticed, look_at_wording

__all__ = [
    "Compared",
    "Kept",
    "Noticed",
    "Passage",
    "Sheet",
    "Source",
    "Woven",
    "compared",
    "keep_version",
    "look_at_wording",
    "restore",
    "sources_of",
    "weave",
]
