"""Putting lines with secrets together when a test runs, so that no scanner of repositories stops at these files."""

import base64
import json
import random
import string
from dataclasses import dataclass

_DICE = random.Random(20261120)
LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A line and the secret in it."""

    kind: str
    line: str
    secret: str


def letters(count, alphabet=LETTERS):
    """Return that many letters and digits, at least one of them a digit."""
    return "".join(_DICE.choice(alphabet) for _ in range(count - 1)) + _DICE.choice(string.digits)


def hexes(count):
    return letters(count, "0123456789abcdef")


def plant(kind, line, secret):
    """Return the planted line; `line` says § where the secret goes."""
    return Planted(kind=kind, line=line.replace("§", secret), secret=secret)


def token(payload):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    head = json.dumps({"alg": "HS256", "typ": "JWT"}).encode()
    return f"{part(head)}.{part(json.dumps(payload).encode())}.{letters(43)}"


def basic(who):
    return base64.b64encode(f"{who}:{letters(14)}".encode()).decode()
