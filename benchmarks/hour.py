"""The bad hour: everybody reads one page, 40 people type, somebody searches, and evidence comes in.

Whoever asks does so from processes of their own, so that what is measured is the server; they share its cores.
What is late counts from when it was due.
"""

import hashlib
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HOUR_S = 20
READERS, READS_EVERY_S = 300, 2
EDITORS, SAVE_EVERY_S = 40, 2
SEARCHES_PER_S = 2
SENDERS, UPLOAD_EVERY_S = 4, 1
UPLOAD_BYTES, PART_BYTES = 5_000_000, 4 << 20
PAGE, SEARCH = "/post-mortems/7", "/search?q=queue"
KINDS = ("read", "search", "autosave", "upload")


@dataclass
class Asked:
    """What came of asking: (kind, seconds into the hour when it was due, seconds it took, whether it was right).

    kept: what the server acknowledged, to be looked for afterwards: a sheet and its words, or an upload's SHA-256.
    """

    samples: list[tuple[str, float, float, bool]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """Where the site is, who reads and who writes there, and in which post-mortem."""

    port: int
    number: str
    reader: str
    writer: str


class Browser:
    """One browser: one connection, one cookie, and the token of its forms."""

    def __init__(self, port: int, cookie: str) -> None:
        """Open nothing yet."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}

    def ask(self, how: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(how, path, body=body, headers={**self._headers, **named})
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def load(self, path: str) -> str:
        """Load a page with a form, and keep its token for what is sent from it."""
        self._connection.request("GET", path, headers={"Cookie": self._headers["Cookie"]})
        answer = self._connection.getresponse()
        page = answer.read().decode()
        cookies = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
        token = next(one for one in cookies if one.startswith("csrftoken="))
        self._headers["Cookie"] += f"; {token}"
        self._headers["X-CSRFToken"] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        return page


Turn = Callable[[], bool]
"""Ask once; return whether the answer was right."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks again and again. first: how long into the hour they begin."""

    kind: str
    first: float
    every: float
    turn: Turn


def keep_asking(asker: Asker, begun: float, asked: Asked) -> None:
    """Ask at a steady rate until the hour is over."""
    due = asker.first
    while due < HOUR_S:
        time.sleep(max(0.0, begun + due - time.monotonic()))
        try:
            right = asker.turn()
        except (OSError, http.client.HTTPException):
            right = False
        asked.samples.append((asker.kind, due, time.monotonic() - begun - due, right))
        due += asker.every


def readers(site: Site, asked: Asked) -> list[Asker]:  # noqa: ARG001 - all kinds are made alike
    """Return the readers of the one page, each with a connection of their own, and somebody who searches."""
    searching = Browser(site.port, site.reader)
    return [
        *(Asker("read", READS_EVERY_S * n / READERS, READS_EVERY_S, reader(site)) for n in range(READERS)),
        Asker("search", 0.1, 1 / SEARCHES_PER_S, lambda: searching.ask("GET", SEARCH)[0] == 200),
    ]


def reader(site: Site) -> Turn:
    """Return one who reads."""
    browser = Browser(site.port, site.reader)
    return lambda: browser.ask("GET", PAGE)[0] == 200


def editors(site: Site, asked: Asked) -> list[Asker]:
    """Return people whose editor saves what they type; each has loaded the page before."""
    return [
        Asker("autosave", SAVE_EVERY_S * n / EDITORS, SAVE_EVERY_S, editor(site, f"{n:016x}", asked))
        for n in range(EDITORS)
    ]


def editor(site: Site, sheet: str, asked: Asked) -> Turn:
    """Return one who types: with each turn their words are longer."""
    browser = Browser(site.port, site.writer)
    page = browser.load(f"/pm/{site.number}/story")
    base = int(next(iter(re.findall(r'name="base" value="(\d+)"', page)), "0"))
    said = ["What it looked like from where we stood. " * 60]

    def turn() -> bool:
        said.append(f"And then one more word, {len(said)}. ")
        words = "".join(said)
        body = json.dumps({"sheet": sheet, "text": words, "base": base}).encode()
        status, _ = browser.ask(
            "PUT", f"/pm/{site.number}/story/draft", body, Content_Type="application/json"
        )
        if status == 200:
            asked.kept[sheet] = words
        return status == 200

    return turn


def senders(site: Site, asked: Asked) -> list[Asker]:
    """Return people who seal evidence, one file a second in all."""
    every = UPLOAD_EVERY_S * SENDERS
    return [Asker("upload", UPLOAD_EVERY_S * n + 0.5, every, sender(site, n, asked)) for n in range(SENDERS)]


def sender(site: Site, which: int, asked: Asked) -> Turn:
    """Return one who sends a file in parts and has it sealed, as the page's script does."""
    browser = Browser(site.port, site.writer)
    browser.load(f"/pm/{site.number}/evidence")
    files = iter([a_log(which * 1000 + n) for n in range(HOUR_S // SENDERS + 1)])

    def turn() -> bool:
        name, body = next(files)
        digest = hashlib.sha256(body).hexdigest()
        said = {"length": str(len(body)), "sha256": digest}
        more = {"name": name, "captured_from": "the host it ran on", "how": "file", **said}
        far = _answer(browser, f"/pm/{site.number}/evidence/uploads", more)
        at = int(far["received"])
        while at < len(body):
            part = body[at : at + PART_BYTES]
            status, answer = browser.ask(
                "PUT", f"{far['parts']}?from={at}", part, X_Part_Sha256=hashlib.sha256(part).hexdigest()
            )
            if status != 200:
                return False
            at = int(json.loads(answer)["received"])
        sealed = _answer(browser, str(far["seal"]), said)
        if str(sealed.get("said", "")).startswith("Sealed: "):
            asked.kept[name] = digest
            return True
        sys.stderr.write(f"{name}: {sealed}\n")
        return False

    return turn


def a_log(seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a log of 5 MB; no line of it is in another."""
    dice = random.Random(seed)
    words = (
        "accepted",
        "queue",
        "retry",
        "took",
        "from",
        "lag",
        "shard",
        "closed",
        "replica",
        "slow",
        "ms",
        "ok",
    )
    lines, length = [], 0
    while length < UPLOAD_BYTES:
        said = " ".join(dice.choices(words, k=9))
        line = f"2026-11-20T14:{dice.randrange(60):02}:{dice.random() * 60:06.3f}Z worker-{dice.randrange(64)} {said} {dice.random():.6f}\n"
        lines.append(line)
        length += len(line)
    return f"worker-{seed}.log", "".join(lines).encode()[:UPLOAD_BYTES]


def _answer(browser: Browser, path: str, said: dict[str, str]) -> dict[str, Any]:
    status, body = browser.ask(
        "POST", path, urlencode(said).encode(), Content_Type="application/x-www-form-urlencoded"
    )
    found = json.loads(body) if body.startswith(b"{") else {}
    return {"status": status, **found}


Crowd = Callable[[Site, Asked], list[Asker]]


def crowd(make: Crowd, site: Site, gate: Any, results: Any) -> None:
    """Be one process of people: get ready one after the other, wait for everybody, ask, and hand over what came."""
    asked = Asked()
    askers = make(site, asked)
    gate.wait()
    begun = time.monotonic()
    threads = [threading.Thread(target=keep_asking, args=(one, begun, asked)) for one in askers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    results.put(asked)


def live_through(site: Site) -> Asked:
    """Let everybody ask for as long as the hour lasts; return what came of it."""
    for cookie, path in ((site.reader, PAGE), (site.reader, SEARCH)):
        Browser(site.port, cookie).ask("GET", path)
    crowds: tuple[Crowd, ...] = (readers, editors, senders)
    fork = multiprocessing.get_context("fork")
    gate, results = fork.Barrier(len(crowds)), fork.Queue()
    people = [fork.Process(target=crowd, args=(one, site, gate, results)) for one in crowds]
    for one in people:
        one.start()
    all_of_it = Asked()
    for _ in people:
        asked = results.get(timeout=10 * HOUR_S)
        all_of_it.samples += asked.samples
        all_of_it.kept |= asked.kept
    for one in people:
        one.join()
    return all_of_it


@contextmanager
def throwaway(folder: Path) -> Iterator[Path]:
    """Yield a copy of a corpus, so that each hour begins alike."""
    with tempfile.TemporaryDirectory(prefix="hour-") as place:
        copy = Path(place) / "corpus"
        shutil.copytree(folder, copy)
        settings = copy / "workspace" / "workspace.toml"
        lines = settings.read_text().splitlines()
        keys = json.dumps(str(copy / "keys"))
        settings.write_text(
            "\n".join(f"keys = {keys}" if one.startswith("keys") else one for one in lines) + "\n"
        )
        os.sync()  # the disk is to be idle when the hour begins
        yield copy


def busy_cores() -> float:
    """Return how many cores were busy during one second, to know what else this machine was doing."""

    def idle_s() -> float:
        fields = Path("/proc/stat").read_text().splitlines()[0].split()
        return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")

    begun, before = time.monotonic(), idle_s()
    time.sleep(1)
    return max(0.0, (os.cpu_count() or 1) * (time.monotonic() - begun) - (idle_s() - before))


def lost(folder: Path, kept: dict[str, str]) -> list[str]:
    """Return what was acknowledged and is not on the disk as it was sent, once the server is gone."""
    from secondstory.readmodel.tables import EVIDENCE
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(folder / "workspace"))
    sealed = {str(row["digest"]) for row in workspace.storage.rows.select(EVIDENCE)}
    drafts = {
        path.stem: json.loads(path.read_text())["text"]
        for path in (folder / "workspace" / "drafts").rglob("*.json")
    }
    workspace.storage.close()
    return [
        name
        for name, said in kept.items()
        if (said not in sealed if name.endswith(".log") else drafts.get(name) != said)
    ]


def table(asked: Asked, missing: list[str]) -> list[str]:
    """Return the lines of the table."""
    lines = [
        "| in the bad hour | asked | p50 ms | p99 ms | most ms | errors | lost |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        taken = sorted(seconds * 1000 for one, _, seconds, _ in asked.samples if one == kind)
        wrong = sum(one == kind and not right for one, _, _, right in asked.samples)
        gone = sum(one.endswith(".log") == (kind == "upload") for one in missing)
        shown = str(gone) if kind in ("autosave", "upload") else "-"
        lines.append(
            f"| {kind} | {len(taken)} | {at(taken, 0.5):.0f} | {at(taken, 0.99):.0f} | {taken[-1]:.0f} | {wrong} | {shown} |"
        )
    return lines


def at(ordered: list[float], share: float) -> float:
    """Return the value that `share` of them stay under."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def second_by_second(asked: Asked) -> list[str]:
    """Return the longest of each kind for each second of the hour, to find what makes a burst."""
    longest: dict[tuple[int, str], float] = {}
    for kind, due, seconds, _ in asked.samples:
        place = (int(due), kind)
        longest[place] = max(longest.get(place, 0.0), seconds * 1000)
    return [
        f"{second:3} " + " ".join(f"{kind} {longest.get((second, kind), 0):5.0f}" for kind in KINDS)
        for second in range(HOUR_S)
    ]
