"""The charter as it is adopted: one Markdown text under a version and a digest."""

from hashlib import sha256

from secondstory.domain.ceremony.charter import VersionAdopted
from secondstory.domain.texts import Charter, charter_markdown


def adoption(charter: Charter) -> VersionAdopted:
    """Return the event that adopts this text as a version; its digest is the SHA-256 of the text, in hex."""
    return adoption_of(charter.version, charter_markdown(charter))


def adoption_of(version: str, text: str) -> VersionAdopted:
    """Return the event that adopts a text as people wrote it, under a name for the version."""
    return VersionAdopted(version=version, digest=sha256(text.encode()).hexdigest(), text=text)
