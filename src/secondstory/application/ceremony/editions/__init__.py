"""From folded states to an edition: what one published page shows, in plain types, with roles instead of names."""

from secondstory.application.ceremony.editions.building import Frame, edition_of
from secondstory.application.ceremony.editions.gathering import Gathered, gather
from secondstory.application.ceremony.editions.published import gather_published
from secondstory.application.ceremony.editions.words import GAP_CAUSES, custody_of, gap_words, sitting_words

__all__ = [
    "GAP_CAUSES",
    "Frame",
    "Gathered",
    "custody_of",
    "edition_of",
    "gap_words",
    "gather",
    "gather_published",
    "sitting_words",
]
