"""Where things live: the folder of a workspace, its few settings, and the folder of its keys."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondstory.adapters.local_files.durable import write_durably
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.vkey import parse_vkey

FOLDER = ".secondstory"
SETTINGS = "workspace.toml"
RECORD = "record.db"
ENVIRONMENT = "SECONDSTORY_WORKSPACE"
KEYS_ENVIRONMENT = "SECONDSTORY_KEYS"
FORMAT = 1
TIMESTAMP_HOURS = 24
"""How often an authority is asked, where nothing else is said."""
_BUCKET_TEXTS = ("name", "prefix", "endpoint", "region", "profile")
NO_SETTINGS = (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading a settings file raises that is not TOML in UTF-8, or holds something else where a setting should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketSettings:
    """Where locked copies go, and for how long: see `secondstory bucket`. name: empty when there is no bucket.

    prefix: what keys begin with; endpoint: a URL, empty for Amazon's own; region, profile: as Amazon's tools know them.
    days: how long each copy is locked. No credentials: they come from where Amazon's tools find them.
    """

    name: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    profile: str = ""
    days: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is kept beside the record: which format, which log, whose workspace, and where its keys are.

    moved: the day on which it went to another machine, empty when it did not.
    publish_to, publish_git, publish_branch: where a serving process publishes checkpoints: a folder (relative: to the
    workspace), a git remote and its branch; empty for nowhere. publish_open: whether the site hands what was published to
    anybody, without a sign-in.
    timestamp_url, timestamp_roots, timestamp_hours: which time-stamping authority a serving process asks, empty for none;
    the PEM file of the roots that it is believed by (relative: to the workspace), empty for none; and how often.
    older_vkeys: keys that signed before `vkey`, the oldest first. leaving: a key store that a successor replaced and
    that is to be destroyed; empty when there is none.
    """

    format: int
    origin: str
    vkey: str
    keys: Path
    person: str
    moved: str = ""
    publish_to: str = ""
    publish_git: str = ""
    publish_branch: str = ""
    publish_open: bool = False
    timestamp_url: str = ""
    timestamp_roots: str = ""
    timestamp_hours: int = TIMESTAMP_HOURS
    older_vkeys: tuple[str, ...] = ()
    leaving: str = ""
    bucket: BucketSettings = BucketSettings()

    @property
    def vkeys(self) -> tuple[str, ...]:
        """Every verifier key that ever signed here, the newest last: what `log.vkey` publishes, one a line."""
        return (*self.older_vkeys, self.vkey)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one workspace."""

    root: Path

    @property
    def record(self) -> Path:
        """The file of the record."""
        return self.root / RECORD

    @property
    def objects(self) -> Path:
        """The folder of sealed evidence."""
        return self.root / "objects"

    @property
    def texts(self) -> Path:
        """The folder of texts that replace the packaged ones."""
        return self.root / "texts"

    @property
    def drafts(self) -> Path:
        """The folder of what is being written and not recorded yet."""
        return self.root / "drafts"

    @property
    def published(self) -> Path:
        """The folder of published pages."""
        return self.root / "published"

    @property
    def being_made(self) -> Path:
        """The file that stands here while a workspace is being made; with no settings beside it, it is half of one."""
        return self.root / "being-made"

    @property
    def settings(self) -> Path:
        """The file of the settings."""
        return self.root / SETTINGS


def new_place(workspace: str | None) -> Place:
    """Return where `init` makes a workspace: the folder that was named, else `.secondstory` here."""
    named = workspace or os.environ.get(ENVIRONMENT)
    return Place(Path(named).absolute() if named else Path.cwd() / FOLDER)


def find(workspace: str | None) -> Place:
    """Return the workspace that is meant: named, in the environment, or the nearest `.secondstory/` above.

    A folder that was named at `init` or `restore` is one itself, for somebody who stands in it.

    Raises Refused, with the way to make one, when there is none.
    """
    named = workspace or os.environ.get(ENVIRONMENT)
    if named:
        for root in (Path(named).absolute(), Path(named).absolute() / FOLDER):
            if (root / SETTINGS).is_file():
                return Place(root)
        raise Refused(
            f"There is no workspace in {named}. Make one: secondstory --workspace {named} init", code="none"
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER / SETTINGS).is_file():
            return Place(folder / FOLDER)
        if (folder / SETTINGS).is_file() and (folder / RECORD).is_file():
            return Place(folder)
    raise Refused("There is no workspace here or above. Make one: secondstory init", code="none")


def keys_for(origin: str) -> Path:
    """Return the folder for the keys of a new log, outside its data."""
    named = os.environ.get(KEYS_ENVIRONMENT)
    if named:
        return Path(named).absolute()
    home = os.environ.get("XDG_DATA_HOME")
    base = Path(home) if home else Path.home() / ".local" / "share"
    return base / "secondstory" / "keys" / origin.replace("/", "-")


def read_settings(place: Place) -> Settings:
    """Return the settings of a workspace. Raises Refused when they cannot be read, or are of an older format."""
    try:
        raw = tomllib.loads(place.settings.read_text(encoding="utf-8"))
        if int(raw["format"]) < FORMAT:
            raise Refused(
                f"This workspace has format {raw['format']}, from an older version; this software works with format"
                f" {FORMAT}. Nothing was changed. Bring it up to date, with a backup first: secondstory upgrade",
                code="older-format",
            )
        settings = settings_from(raw)
        for vkey in settings.vkeys:
            parse_vkey(vkey)
    except NO_SETTINGS as wrong:
        words = f"{place.settings} cannot be read ({wrong}). The record beside it is untouched; mend the file by hand."
        raise Refused(words) from wrong
    return settings


def settings_from(raw: Mapping[str, Any]) -> Settings:
    """Return the settings that a parsed file holds. Raises KeyError or ValueError when one is missing or is none."""
    publish, timestamp = raw.get("publish", {}), raw.get("timestamp", {})
    return Settings(
        format=int(raw["format"]),
        origin=str(raw["origin"]),
        vkey=str(raw["vkey"]),
        keys=Path(str(raw["keys"])),
        person=str(raw["person"]),
        moved=str(raw.get("moved", "")),
        publish_to=str(publish.get("to", "")),
        publish_git=str(publish.get("git", "")),
        publish_branch=str(publish.get("branch", "")),
        publish_open=publish.get("open", False) is True,
        timestamp_url=str(timestamp.get("url", "")),
        timestamp_roots=str(timestamp.get("roots", "")),
        timestamp_hours=max(1, int(timestamp.get("hours", TIMESTAMP_HOURS))),
        older_vkeys=tuple(str(one) for one in raw.get("older_vkeys", ())),
        leaving=str(raw.get("leaving", "")),
        bucket=_bucket_from(raw.get("bucket", {})),
    )


def write_settings(place: Place, settings: Settings) -> None:
    """Write the settings durably."""
    lines = [
        "# A Second Story workspace. The record is record.db; its keys lie elsewhere, on purpose.",
        f"format = {settings.format}",
        f"origin = {_quoted(settings.origin)}",
        f"vkey = {_quoted(settings.vkey)}",
        f"keys = {_quoted(str(settings.keys))}",
        f"person = {_quoted(settings.person)}",
    ]
    if settings.older_vkeys:
        lines.append(f"older_vkeys = [{', '.join(_quoted(one) for one in settings.older_vkeys)}]")
    if settings.leaving:
        lines.append(f"leaving = {_quoted(settings.leaving)}")
    if settings.moved:
        lines.append(f"moved = {_quoted(settings.moved)}")
    publish = {"to": settings.publish_to, "git": settings.publish_git, "branch": settings.publish_branch}
    if any(publish.values()) or settings.publish_open:
        lines += ["", "[publish]", *(f"{name} = {_quoted(said)}" for name, said in publish.items() if said)]
        lines += ["open = true"] if settings.publish_open else []
    if settings.timestamp_url:
        lines += ["", "[timestamp]", f"url = {_quoted(settings.timestamp_url)}"]
        lines += [f"roots = {_quoted(settings.timestamp_roots)}"] if settings.timestamp_roots else []
        is_usual = settings.timestamp_hours == TIMESTAMP_HOURS
        lines += [] if is_usual else [f"hours = {settings.timestamp_hours}"]
    lines += _bucket_lines(settings.bucket)
    write_durably(place.settings, ("\n".join(lines) + "\n").encode())


def _bucket_from(raw: Mapping[str, Any]) -> BucketSettings:
    said = {name: str(raw.get(name, "")) for name in _BUCKET_TEXTS}
    return BucketSettings(**said, days=int(raw.get("days", BucketSettings().days)))


def _bucket_lines(bucket: BucketSettings) -> list[str]:
    if not bucket.name:
        return []
    said = {name: str(getattr(bucket, name)) for name in _BUCKET_TEXTS}
    lines = [f"{name} = {_quoted(value)}" for name, value in said.items() if value]
    return ["", "[bucket]", *lines, f"days = {bucket.days}"]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
