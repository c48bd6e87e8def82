"""Looks at a deployment before and while it runs: what is missing, against what, and the cheapest next step."""

import os
import socket
from pathlib import Path

from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.refused import Refused
from secondstory.web.site.config import CONFIG_ENVIRONMENT, Config, read_config
from secondstory.web.site.settings import DATABASE
from secondstory.wiring.places import find
from secondstory.wiring.safekeeping import health

MUST, BETTER, WELL = "to be done", "could be better", "well"
_LOCAL = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One look: how it stands (MUST, BETTER or WELL) and the words for it."""

    standing: str
    words: str


def look_at(config: Config) -> list[Finding]:
    """Return what was found, in the order in which an operator would mend it."""
    return [*_workspace(config), *_address(config), *_port(config), *_mail(config), *_room()]


def for_doctor(root: Path) -> list[health.Finding]:
    """Return the same for `doctor`, when the workspace in `root` has been served; nothing when it never was."""
    if not (root / DATABASE).is_file():
        return []
    named = os.environ.get(CONFIG_ENVIRONMENT)
    config = replace(read_config(Path(named) if named else None), workspace=str(root))
    return [
        health.Finding(
            name="web application",
            against="a site that cannot be reached, or by too many",
            standing=health.Standing(one.standing),
            words=one.words,
        )
        for one in look_at(config)
    ]


def _workspace(config: Config) -> list[Finding]:
    try:
        place = find(config.workspace)
    except Refused as missing:
        return [Finding(standing=MUST, words=str(missing))]
    if place.root.stat().st_mode & 0o077:
        words = f"The folder of the workspace can be read by others. Close it: chmod 700 {place.root}"
        return [Finding(standing=MUST, words=words)]
    return [
        Finding(standing=WELL, words=f"The workspace is in {place.root}, and its owner alone can read it.")
    ]


def _address(config: Config) -> list[Finding]:
    if config.host not in _LOCAL and not config.is_secure:
        words = (
            f"It listens on {config.host}, where others can reach it, and its address is not https. Put a proxy with TLS"
            ' before it and say address = "https://..."; docs/how-to/serve.md shows one.'
        )
        return [Finding(standing=MUST, words=words)]
    if not config.is_secure:
        return [Finding(standing=WELL, words="It answers this machine alone, without TLS.")]
    if not config.behind_proxy:
        words = "The address is https, and no proxy is trusted. Say behind_proxy = true when one on this machine ends TLS."
        return [Finding(standing=BETTER, words=words)]
    return [Finding(standing=WELL, words=f"People reach it at {config.address}, over TLS.")]


def _port(config: Config) -> list[Finding]:
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as why:
            words = (
                f"Port {config.port} on {config.host} cannot be had ({why.strerror}). Is it running already?"
            )
            return [Finding(standing=BETTER, words=words)]
    return [Finding(standing=WELL, words=f"Port {config.port} on {config.host} is free.")]


def _mail(config: Config) -> list[Finding]:
    if config.smtp is None:
        words = "No mail server is named. Every mail waits in the outbox page, where an administrator can read it."
        return [Finding(standing=BETTER, words=words)]
    try:
        with socket.create_connection((config.smtp.host, config.smtp.port), timeout=5):
            pass
    except OSError as why:
        words = f"The mail server {config.smtp.host}:{config.smtp.port} does not answer ({why}). Mail waits in the outbox."
        return [Finding(standing=MUST, words=words)]
    return [Finding(standing=WELL, words=f"Mail goes by {config.smtp.host}.")]


def _room() -> list[Finding]:
    stat = os.statvfs(Path.cwd())
    free = stat.f_bavail * stat.f_frsize
    if free < 1 << 30:
        return [
            Finding(standing=MUST, words=f"The disk has {free >> 20} MB left. Make room before it is needed.")
        ]
    return [Finding(standing=WELL, words=f"The disk has {free >> 30} GB left.")]
