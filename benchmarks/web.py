"""How fast pages are at 10,000 post-mortems, beside a bare page of the same framework in the same run.

python -m benchmarks.web FOLDER        FOLDER: made by benchmarks.corpus, or made now
python -m benchmarks.web FOLDER --hour the bad hour, see benchmarks.hour
"""

import argparse
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import hour
from secondstory.readmodel.tables import ACCESS, POSTMORTEM

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

WARM, TIMES = 10, 80


@dataclass
class Taken:
    """What was measured of one page: seconds for each request, bytes as sent."""

    seconds: list[float] = field(default_factory=list)
    length: int = 0
    errors: int = 0

    def at(self, share: float) -> float:
        """Return the time in ms that `share` of the requests stayed under."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def serve_site(folder: Path, port: int) -> None:
    """Serve the corpus, with one reader signed in; print their cookie."""
    os.environ.setdefault("SECONDSTORY_KEYS", str(folder / "keys"))
    from secondstory.web.serving.serve import prepare, serve
    from secondstory.web.site.config import Config
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(folder / "workspace"))
    ready = prepare(Config(host="127.0.0.1", port=port, zone="UTC"), workspace)
    from django.test import Client

    from secondstory.web.signin.models import User

    writer, number = a_writer(workspace)
    said = [str(number)]
    for key, person in (("reader", workspace.settings.person), ("writer", writer)):
        user = User.objects.filter(person=person).first()
        user = user or User.objects.create_user(f"{key}@example.test", person=person)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        said.append(str(client.cookies["sessionid"].value))
    sys.stdout.write(" ".join(said) + "\n")
    sys.stdout.flush()
    serve(ready)


def a_writer(workspace: "Workspace") -> tuple[str, int]:
    """Return somebody who owns a post-mortem that is not published, and its number."""
    rows = workspace.storage.rows
    for one in rows.select(POSTMORTEM, {"published_at": None}, limit=50):
        owners = rows.select(ACCESS, {"stream": one["stream"], "relation": "owner"}, limit=1)
        if owners:
            return str(owners[0]["viewer"]), int(str(one["number"]))
    raise SystemExit("This corpus has no post-mortem that somebody still writes.")


@contextmanager
def running(words: Sequence[str], port: int) -> Iterator[tuple[str, int]]:
    """Yield the first line that a server says, and its pid, once it answers."""
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().strip() if "--serve" in words else ""
            for _ in range(200):
                try:
                    http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
                    break
                except OSError:
                    time.sleep(0.1)
            yield said, process.pid
        finally:
            process.terminate()


def measure(port: int, path: str, cookie: str, times: int = TIMES) -> Taken:
    """Ask for a page again and again on one connection."""
    taken = Taken()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}
    for turn in range(WARM + times):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if turn >= WARM:
            taken.seconds.append(time.perf_counter() - began)
        taken.length = len(body)
        taken.errors += answer.status >= 300
    return taken


def memory_mb(pid: int) -> int:
    """Return the resident memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def pages(folder: Path, port: int) -> list[str]:
    """Measure pages beside a bare one; return lines of a table."""
    lines = ["| page | p50 ms | p99 ms | kB sent | times the bare page |", "|---|---|---|---|---|"]
    with running(["benchmarks.bare", str(port + 1)], port + 1):
        bare = measure(port + 1, "/", "")
    lines.append(
        f"| a bare page of 25 rows | {bare.at(0.5):.1f} | {bare.at(0.99):.1f} | {bare.length / 1000:.1f} | 1 |"
    )
    with running(["benchmarks.web", str(folder), "--serve", str(port)], port) as (said, pid):
        cookie = said.split()[1]
        idle = memory_mb(pid)
        for name, path in PAGES:
            found = measure(port, path, cookie)
            wrong = f" ({found.errors} errors)" if found.errors else ""
            ratio = found.at(0.5) / bare.at(0.5)
            lines.append(
                f"| {name}{wrong} | {found.at(0.5):.1f} | {found.at(0.99):.1f} | {found.length / 1000:.1f} | {ratio:.1f} |"
            )
        lines += ["", f"Resident memory: {idle} MB idle, {memory_mb(pid)} MB after."]
    return lines


PAGES = (
    ("desk", "/"),
    ("library, 25 of 10,000", "/post-mortems"),
    ("library, filtered", "/post-mortems?level=culture"),
    ("search", "/search?q=queue"),
    ("follow-ups", "/follow-ups"),
    ("a published post-mortem", "/post-mortems/7"),
    ("overview", "/pm/7/"),
    ("timeline", "/pm/7/timeline"),
    ("map", "/pm/7/map"),
)


def bad_hour(folder: Path, port: int) -> list[str]:
    """Live through the bad hour on a copy of the corpus; return lines of a table."""
    with hour.throwaway(folder) as copy:
        others = [hour.busy_cores()]
        with running(["benchmarks.web", str(copy), "--serve", str(port)], port) as (said, pid):
            number, reader, writer = said.split()
            asked = hour.live_through(hour.Site(port=port, number=number, reader=reader, writer=writer))
            memory = memory_mb(pid)
        others.append(hour.busy_cores())
        sys.stderr.write("\n".join(["", *hour.second_by_second(asked)]) + "\n")
        busy = " and ".join(f"{one:.1f}" for one in others)
        told = f"Resident memory after: {memory} MB. Cores that others kept busy just before and just after: {busy}."
        return [*hour.table(asked, hour.lost(copy, asked.kept)), "", told]


def main() -> None:
    """Measure what was asked for and say it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", type=int)
    parser.add_argument("--port", type=int, default=8490)
    parser.add_argument("--hour", action="store_true")
    asked = parser.parse_args()
    if asked.serve:
        serve_site(asked.folder, asked.serve)
        return
    look: Callable[[Path, int], list[str]] = bad_hour if asked.hour else pages
    sys.stdout.write("\n".join(look(asked.folder, asked.port)) + "\n")


if __name__ == "__main__":
    main()
