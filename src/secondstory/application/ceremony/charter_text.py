"""The charter as one Markdown text: what is adopted as a version, shown, and read at each sitting."""

from hashlib import sha256

from secondstory.domain.ceremony.charter import VersionAdopted
from secondstory.domain.texts import Charter, ConductClass


def as_markdown(charter: Charter) -> str:
    """Return the whole charter as Markdown."""
    lines = [f"# {charter.title}", ""]
    for principle in charter.principles:
        lines += [f"- {principle}"]
    lines += ["", "## Four classes of conduct, and what follows", ""]
    for one in charter.classes:
        lines += _class(one)
    lines += ["## Outside this charter", "", *_class(charter.outside)]
    sections = (
        ("The one hard line", charter.hard_line),
        ("The safe way back", charter.safe_way_back),
        ("Silence that the law allows", charter.legal_silence),
        ("Where this ends", charter.limits),
    )
    for title, text in sections:
        lines += [f"## {title}", "", text, ""]
    return "\n".join(lines).rstrip() + "\n"


def _class(one: ConductClass) -> list[str]:
    return [f"**{one.name}.** {one.definition}", "", f"What follows: {one.response}", ""]


def adoption(charter: Charter) -> VersionAdopted:
    """Return the event that adopts this text as a version; its digest is the SHA-256 of the text, in hex."""
    text = as_markdown(charter)
    return VersionAdopted(version=charter.version, digest=sha256(text.encode()).hexdigest(), text=text)
