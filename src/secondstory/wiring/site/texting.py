"""The workspace's own texts: read, checked whole before they are kept, and taken away again."""

import tempfile
from pathlib import Path

from secondstory.adapters.local_files.durable import settle_place, write_durably
from secondstory.adapters.texts.packaged import PACKAGED, TOPICS, PackagedTexts
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace

__all__ = ["TOPICS", "drop_text", "is_own", "keep_text", "text_of"]


def is_own(workspace: Workspace, topic: str) -> bool:
    """Return whether the workspace brings its own text of a topic."""
    return _own(workspace, topic).is_file()


def text_of(workspace: Workspace, topic: str, *, packaged: bool = False) -> str:
    """Return a text as it stands in its file. packaged: ours, also when the workspace has its own."""
    _must_be_topic(topic)
    path = PACKAGED / f"{topic}.toml" if packaged else workspace.texts.path(topic)
    return path.read_text("utf-8")


def keep_text(workspace: Workspace, topic: str, text: str) -> None:
    """Keep a text as the workspace's own. Raises Refused, with the line, when it does not say what it has to."""
    _must_be_topic(topic)
    content = text.replace("\r\n", "\n")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{topic}.toml").write_text(content, "utf-8")
        try:
            getattr(PackagedTexts(Path(folder)), topic)()
        except Refused as broken:
            said = str(broken).replace(f"{folder}/", "").partition(" Nothing was changed.")[0]
            raise Refused(said) from broken
    settle_place(workspace.place.texts, mode=0o700)
    write_durably(_own(workspace, topic), content.encode(), mode=0o600)
    _read_again(workspace)


def drop_text(workspace: Workspace, topic: str) -> None:
    """Go back to the packaged text."""
    _must_be_topic(topic)
    _own(workspace, topic).unlink(missing_ok=True)
    _read_again(workspace)


def _own(workspace: Workspace, topic: str) -> Path:
    return workspace.place.texts / f"{topic}.toml"


def _must_be_topic(topic: str) -> None:
    if topic not in TOPICS:
        raise Refused("There is no such text here. The page of texts lists them.")


def _read_again(workspace: Workspace) -> None:
    workspace.__dict__.pop("texts", None)
