"""Makes a witness ready to answer: its folder and key on the first run, the logs it follows, and where it listens."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from secondstory.adapters.local_files.durable import NotWritten
from secondstory.adapters.remote.witness.memory import Memory, open_memory
from secondstory.adapters.remote.witness.server import Desk, WitnessServer
from secondstory.adapters.remote.witness.troubles import WitnessFailed
from secondstory.kernel.refused import Refused
from secondstory.record.vkey import ED25519, Verifier, is_name, parse_vkey

_NO_LOG = "Name the log that is to be watched: --log VKEY, as often as there are logs. Without one nothing is signed."


class Serving:
    """A witness that is ready."""

    def __init__(self, memory: Memory, server: WitnessServer) -> None:
        """Take over a server that listens already."""
        self._memory = memory
        self._server = server

    @property
    def vkey(self) -> str:
        """The verifier key to hand to those who run logs."""
        return self._memory.vkey

    @property
    def name(self) -> str:
        """The name of the witness."""
        return self._memory.name

    @property
    def address(self) -> str:
        """Where it listens, as an address."""
        host, port = self._server.server_address[:2]
        shown = host if isinstance(host, str) else host.decode()
        return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

    def serve(self) -> None:
        """Answer until somebody stops it."""
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._server.server_close()

    def stop(self) -> None:
        """Stop a `serve` that runs in another thread."""
        self._server.shutdown()


def make_ready(
    folder: Path,
    *,
    logs: Sequence[str],
    listen: str,
    name: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    now: Callable[[], float] = time.time,
) -> Serving:
    """Return a witness for `logs` (verifier keys) that listens on `listen`, such as 127.0.0.1:8790.

    now: seconds since 1970. Raises Refused with what is in the way.
    """
    keys = [_log_key(one) for one in logs]
    if not keys:
        raise Refused(_NO_LOG)
    if name is not None and not is_name(name):
        raise Refused("A witness has a name without spaces or +, such as witness.example.org/w1.")
    host, port = _address(listen)
    try:
        memory = open_memory(folder, name=name)
    except (WitnessFailed, NotWritten) as why:
        raise Refused(str(why)) from why
    try:
        server = WitnessServer((host, port), Desk(memory=memory, logs=keys, now=now, say=say))
    except (OSError, OverflowError) as why:
        raise Refused(
            f"{listen} cannot be listened on ({why}). Name another address: --listen HOST:PORT"
        ) from why
    return Serving(memory, server)


def _log_key(text: str) -> Verifier:
    try:
        key = parse_vkey(text)
    except ValueError as wrong:
        raise Refused(
            f"{wrong} Copy the line that `secondstory log --checkpoint --json` gives as vkey."
        ) from wrong
    if key.type != ED25519:
        raise Refused(f"{key.name} is the key of a witness, and what is watched is a log.")
    return key


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(host if host != "localhost" else "127.0.0.1")
        number = int(port)
    except ValueError as wrong:
        raise Refused(f"{listen} is no address to listen on. It reads 127.0.0.1:8790.") from wrong
    return host, number
