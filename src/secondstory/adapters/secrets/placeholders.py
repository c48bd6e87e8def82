"""Telling a value that stands for a secret from one that is a secret."""

import math
import re
from collections import Counter

# Whole values that people write where a secret would be.
_WORDS = frozenset(
    """
    admin anonymous auth basic bearer changeme changeit default disabled dummy empty enabled example fake false foo foobar guest
    hidden hunter2 include masked missing none nil null off password passwd pass redacted removed required sealed
    secret strict string test testing todo token true undefined unknown unset user xxx yes
    """.split()
)
# Parts that give a made-up value away, wherever they stand in it.
_PARTS = re.compile(
    r"example|change.?me|placeholder|redacted|dummy|sample|your[_-]|[_-]here\b|not[_-]?a[_-]?secret|x{4,}|\*{3,}|\.{3}|…|•",
    re.IGNORECASE,
)
# Values that some other program fills in: ${VAR}, $VAR, %(VAR)s, {{ x }}, <x>, [x], ENC[...], !vault.
_FILLED_IN = re.compile(r"\(|\$[\w({]|%[({]|%\w+%|\{\{|\{%|<[^>]*>?|\[|!\w+$|ENC\[|&[\w]+$|\*[\w]+$|@\w+@")
# Code that fetches a value: a call, an index, something of the object itself; or an attribute, in lower case.
_CODE = re.compile(r"[A-Za-z_][\w.]*[(\[].*|new\b.*|self\b.*|this\b.*|process\.env.*")
_ATTRIBUTE = re.compile(r"(?:[a-z_]\w*(?:\.|->|::))+[A-Za-z_]\w*[;,)]*")
_PATH = re.compile(r"(?:~|\.{1,2})?/[\w.@+-]+(?:/[\w.@+-]*)+|[A-Za-z]:\\.*")
_ALGORITHM = re.compile(
    r"(?:argon2|bcrypt|pbkdf2|scrypt|sha|md5|rsa|ed25519|aes|hs|rs|es)[\w-]*[.,;]?", re.IGNORECASE
)
# A name made of words and small numbers, as things in a cluster or a bucket have: orders-tls-2026-q4.
_SLUG = re.compile(
    r"(?:[a-z]{2,}|[a-z]?\d{1,4}|\d{1,4}[a-z]?)(?:[-_./](?:[a-z]{2,}|[a-z]?\d{1,4}|\d{1,4}[a-z]?))+"
)
# The public key of a log or a witness, as a signed note names it: name, eight hex digits, base64 (C2SP signed-note).
_VERIFIER_KEY = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}=?")
_FEW_KINDS = 3


def is_filler(value: str) -> bool:
    """Return whether `value` is something people or templates write where a secret would be."""
    bare = value.strip("\"'`.,;:!?()")
    if not bare or bare.casefold() in _WORDS or len(set(bare)) < _FEW_KINDS:
        return True
    return bool(_PARTS.search(value) or _FILLED_IN.match(value))


def is_placeholder(value: str) -> bool:
    """Return whether `value` stands for a secret without being one: a filler, a path, or code that fetches it."""
    if is_filler(value) or any(one.fullmatch(value) for one in (_PATH, _CODE, _VERIFIER_KEY)):
        return True
    return bool(_ATTRIBUTE.fullmatch(value)) and not any(looks_drawn(part) for part in value.split("."))


def entropy(value: str) -> float:
    """Return the Shannon entropy of the characters of `value`, in bits for each."""
    length = len(value)
    return (
        -sum(count / length * math.log2(count / length) for count in Counter(value).values())
        if length
        else 0.0
    )


def looks_chosen(value: str) -> bool:
    """Return whether `value` mixes kinds of characters as a password does and a word in a sentence does not."""
    kinds = (
        any(letter.islower() for letter in value),
        any(letter.isupper() for letter in value[1:]),
        any(letter.isdigit() for letter in value),
        any(not letter.isalnum() for letter in value.rstrip(".,;:!?)")),
    )
    return sum(kinds) >= 2 and (kinds[1] or kinds[2])


def looks_told(value: str) -> bool:
    """Return whether `value` would strike a reader as a password in the middle of a sentence: letters and digits."""
    is_mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return is_mixed and looks_chosen(value) and not _ALGORITHM.fullmatch(value)


def looks_strong(value: str) -> bool:
    """Return whether `value` has small letters, capitals inside it, and digits: rare for anything but a password."""
    inside = value[1:]
    return any(map(str.islower, value)) and any(map(str.isupper, inside)) and any(map(str.isdigit, value))


def looks_drawn(value: str) -> bool:
    """Return whether `value` looks drawn by a machine: long, with digits among letters, no character too frequent."""
    is_mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return len(value) >= 16 and is_mixed and entropy(value) >= 3 and not _SLUG.fullmatch(value)
