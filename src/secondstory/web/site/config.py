"""The configuration of a site: one TOML file or the environment, checked whole before anything starts."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.refused import Refused, refuse_if_any

ENVIRONMENT = "SECONDSTORY_WEB_"
CONFIG_ENVIRONMENT = "SECONDSTORY_WEB_CONFIG"
"""Names the file of the configuration when no option does."""

DEFAULT_PORT = 8470


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """Where mail goes. security: "starttls", "tls" or "none"."""

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    security: str = "starttls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What an operator decides.

    address: how people reach the site from outside, without a slash at the end.
    behind_proxy: whether the headers of a proxy on this machine say what the outside asked for.
    """

    workspace: str | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    address: str = ""
    organisation: str = "this organisation"
    threads: int = 12
    behind_proxy: bool = False
    sender: str = ""
    smtp: Smtp | None = None
    zone: str = ""

    @property
    def url(self) -> str:
        """The address that links in mails begin with."""
        return self.address or f"http://{self.host}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over TLS, so that cookies may say so."""
        return self.url.startswith("https://")


_PLAIN = {
    "workspace": str,
    "host": str,
    "port": int,
    "address": str,
    "organisation": str,
    "threads": int,
    "behind_proxy": bool,
    "sender": str,
    "zone": str,
}
_SMTP = {"host": str, "port": int, "user": str, "password": str, "security": str}


def read_config(path: Path | None, environment: Mapping[str, str] = os.environ) -> Config:
    """Return the configuration of `path`, with the environment (`SECONDSTORY_WEB_PORT`, `..._SMTP_HOST`) on top.

    Raises Refused with everything that is wrong in it, one line each.
    """
    raw = _file(path) if path is not None else {}
    problems: list[str] = [f"{key} means nothing here" for key in raw if key not in {*_PLAIN, "smtp"}]
    plain = _read(raw, _PLAIN, environment, ENVIRONMENT, problems)
    mail_raw = raw.get("smtp", {})
    if not isinstance(mail_raw, dict):
        problems.append("smtp is a table: [smtp], then host = ...")
        mail_raw = {}
    problems += [f"smtp.{key} means nothing here" for key in mail_raw if key not in _SMTP]
    mail = _read(mail_raw, _SMTP, environment, f"{ENVIRONMENT}SMTP_", problems)
    if mail and not mail.get("host"):
        problems.append("smtp.host is missing: the name of the mail server")
    refuse_if_any(problems)
    config = Config(**plain)
    if mail:
        config = replace(config, smtp=Smtp(**mail))
    refuse_if_any(_wrong(config))
    return config


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise Refused(f"{path} cannot be read ({why.strerror}). Name the file of the configuration.") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Refused(f"{path} is not TOML: {why}. Nothing was started.") from why


def _read(
    raw: Mapping[str, Any],
    kinds: Mapping[str, type],
    environment: Mapping[str, str],
    prefix: str,
    problems: list[str],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in kinds.items():
        value: Any = environment.get(f"{prefix}{name.upper()}", raw.get(name))
        if value is None:
            continue
        if isinstance(value, str) and kind is not str:
            value = _parsed(value, kind)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            problems.append(f"{name} is {_KINDS[kind]}, and here it is {raw.get(name, value)!r}")
            continue
        found[name] = value
    return found


_KINDS = {str: "text", int: "a whole number", bool: "true or false"}


def _parsed(text: str, kind: type) -> object:
    if kind is bool:
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            text.lower()
        )
    return int(text) if text.isdecimal() else None


def _wrong(config: Config) -> list[str]:
    problems: list[str] = []
    if not 0 <= config.port < 65536:
        problems.append(f"port is {config.port}; it lies between 1 and 65535")
    if not 2 <= config.threads <= 64:
        problems.append(f"threads is {config.threads}; between 2 and 64 serve well")
    if config.address and (
        urlsplit(config.address).scheme not in {"http", "https"} or config.address.endswith("/")
    ):
        problems.append(
            f"address is {config.address}; it looks like https://stories.example, without a slash"
        )
    if config.smtp and config.smtp.security not in {"starttls", "tls", "none"}:
        problems.append("smtp.security is one of starttls, tls, none")
    if config.smtp and "@" not in config.sender:
        problems.append("sender is missing: the address that mails come from")
    return problems
