"""Addresses at which a witness is asked: https, or http to this machine alone unless somebody says otherwise."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from secondstory.adapters.remote.connected import PORTS
from secondstory.kernel.refused import Refused


def check_address(url: str, *, plain: bool = False) -> SplitResult:
    """Return the parts of a witness's submission prefix.

    plain: allow http beyond this machine. Raises Refused for anything but https, or http to this machine.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise Refused(f"{url} is no address of a witness ({wrong}).") from wrong
    is_odd = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in PORTS or not host or is_odd or any(char <= " " for char in url):
        raise Refused(
            f"{url} is no address of a witness. It reads https://host, perhaps with a port and a path."
        )
    if parts.scheme == "http" and not plain and not _is_here(host):
        raise Refused(
            f"{url} is not encrypted on its way, and beyond this machine a witness is asked over https alone."
        )
    return parts


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
