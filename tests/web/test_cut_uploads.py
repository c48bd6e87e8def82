"""What was uploaded is what is sealed: uploads that are short, slow, torn or doubled never end in an unverified seal."""

import hashlib
import json
import random
from typing import Any
from urllib.parse import urlencode

import pytest

from secondstory.application.keeping import custody
from secondstory.wiring.site.uploads import uploads_of
from tests.web.conftest import Town
from tests.web.serving_for_tests import Line, served

KINDS = (
    "hung up",
    "shorter than said",
    "torn",
    "doubled",
    "out of order",
    "slow",
    "other bytes",
    "chunked and cut",
    "form hung up",
    "form cut",
)


class Sender:
    """A browser's script on a bad line."""

    def __init__(self, line: Line, chance: random.Random) -> None:
        self.line, self.chance = line, chance

    def post(self, path: str, form: dict[str, object]) -> tuple[int, dict[str, object]]:
        body = urlencode(form).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        status, answer = self.line.say([self.line.head("POST", path, headers), body])
        return status, json.loads(answer) if answer.startswith(b"{") else {}

    def put(self, url: str, start: int, part: bytes, *, how: str) -> None:
        """Send one part, in the way that goes wrong."""
        said = hashlib.sha256(part).hexdigest()
        cut = self.chance.randrange(len(part))
        sent, length = part, len(part)
        if how == "shorter than said":
            sent, length = part[:cut], cut
        elif how == "torn":
            sent = part[:cut] + bytes((part[cut] ^ 1,)) + part[cut + 1 :]
        elif how == "out of order":
            start += 1 + cut
        elif how == "other bytes":
            sent = self.chance.randbytes(len(part))
            said = hashlib.sha256(sent).hexdigest()
        headers = {"X-Part-Sha256": said, "Content-Type": "application/octet-stream"}
        path = f"{url}?from={start}"
        if how == "chunked and cut":
            head = self.line.head("PUT", path, {**headers, "Transfer-Encoding": "chunked"})
            self.line.say([head, f"{len(part):x}\r\n".encode(), part[:cut]], hang_up=True)
            return
        head = self.line.head("PUT", path, {**headers, "Content-Length": str(length)})
        if how == "hung up":
            self.line.say([head, sent[:cut]], hang_up=True)
        elif how == "slow":
            self.line.say([head, sent[:cut], sent[cut:]], pause_s=0.01)
        else:
            self.line.say([head, sent])
            if how == "doubled":
                self.line.say([head, sent])

    def upload(self, content: bytes, how: str) -> None:
        """Send an upload in three parts, one of which goes wrong, and ask for the seal whatever came."""
        form = {
            "name": "core.bin",
            "captured_from": "db-1",
            "length": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        _, begun = self.post("/pm/1/evidence/uploads", form)
        step = len(content) // 3 + 1
        wrong = self.chance.randrange(3)
        for place in range(3):
            part = content[place * step : (place + 1) * step]
            self.put(str(begun["parts"]), place * step, part, how=how if place == wrong else "")
        self.post(str(begun["seal"]), {"length": len(content), "sha256": form["sha256"]})

    def form(self, content: bytes, how: str) -> None:
        """Send the plain form and cut it: hang up, or send what a proxy left of it with a length that fits."""
        mark = "cut-here"
        fields = [("do", "seal"), ("captured_from", "db-1"), ("how", "file")]
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields
        ]
        before = (
            "".join(parts)
            + f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="core.bin"\r\n\r\n'
        )
        after = f'\r\n--{mark}\r\nContent-Disposition: form-data; name="whole"\r\n\r\nyes\r\n--{mark}--\r\n'
        whole = before.encode() + content + after.encode()
        # Anywhere before the last letter of the field that says that all of it is here.
        cut = self.chance.randrange(len(whole) - len(f"s\r\n--{mark}--\r\n"))
        length = len(whole) if how == "form hung up" else cut
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(length)}
        head = self.line.head("POST", "/pm/1/evidence", headers)
        self.line.say([head, whole[:cut]], hang_up=how == "form hung up")


def cut_uploads(town: Town, count: int, seed: int) -> tuple[set[str], set[str], int]:
    """Return digests of what was meant, digests of what was sealed, and how many were sealed."""
    town.opens()
    town.ada.get("/pm/1/evidence")
    cookies = {name: one.value for name, one in town.ada.cookies.items()}
    chance = random.Random(seed)
    uploads = uploads_of(town.ground.workspace)
    meant: set[str] = set()
    with served() as port:
        sender = Sender(Line(port, cookies), chance)
        for number in range(count):
            content = chance.randbytes(chance.randrange(30, 9000))
            meant.add(hashlib.sha256(content).hexdigest())
            how = KINDS[number % len(KINDS)]
            for left in uploads.all():
                uploads.discard(left)
            (sender.form if how.startswith("form") else sender.upload)(content, how)
        good = chance.randbytes(5000)
        meant.add(hashlib.sha256(good).hexdigest())
        sender.upload(good, "")
    rows = custody.items(town.office("ada"))
    return meant, {str(row["digest"]) for row in rows}, len(rows)


def whole_ways(count: int) -> int:
    """Return how many of the uploads arrive whole after all: those that were doubled or slow, and the good one."""
    return 1 + sum(KINDS[number % len(KINDS)] in {"doubled", "slow"} for number in range(count))


def test_it_seals_nothing_unverified_in_sixty_cut_uploads(town: Town):
    meant, sealed, count = cut_uploads(town, 60, seed=4)
    assert sealed <= meant
    assert count == len(sealed) == whole_ways(60)


@pytest.mark.proof
def test_it_seals_nothing_unverified_in_five_hundred_cut_uploads(town: Town, write_proof: Any):
    meant, sealed, count = cut_uploads(town, 500, seed=500)
    assert sealed <= meant
    assert count == len(sealed) == whole_ways(500)
    figures = {"uploads, most of them cut": 500, "sealed": count, "sealed without being what was meant": 0}
    write_proof("cut-uploads", "What was uploaded is what is sealed", figures)
