"""The charter as it is adopted: one Markdown text under a version and a digest."""

from hashlib import sha256

from secondstory.domain.ceremony.charter import VersionAdopted
from secondstory.domain.texts import Charter, charter_markdown


def adoption(charter: Charter) -> VersionAdopted:
    """Return the event that adopts this text as a version; its digest is the SHA-256 of the text, in hex."""
    text = charter_markdown(charter)
    return VersionAdopted(version=charter.version, digest=sha256(text.encode()).hexdigest(), text=text)
