"""Likely secrets are found where they stand, shown to nobody, and ordinary lines are left alone.

The bounds hold for the rules as they are now; each `lines_*.py` says what was found in it at first look.
"""

import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.secrets.detect import MOST_FINDINGS, find_secrets
from tests.adapters.secrets import lines_first, lines_fourth, lines_second, lines_third
from tests.adapters.secrets.planting import hexes, letters

SETS = [lines_first, lines_second, lines_third, lines_fourth]
PLANTED = [plant for lines in SETS for plant in lines.PLANTED]
TOKEN = letters(40)
HEADER = "Authorization: Bear" + f"er {TOKEN}"


def found_in(text):
    return find_secrets([text.encode()])


@pytest.mark.parametrize("lines", SETS)
def test_it_finds_nine_of_ten_planted_secrets(lines):
    missed = [plant.line for plant in lines.PLANTED if not found_in(plant.line)]
    assert len(missed) <= 0.10 * len(lines.PLANTED), missed


@pytest.mark.parametrize("lines", SETS)
def test_it_raises_false_alarm_on_three_of_a_hundred_clean_lines_at_most(lines):
    alarms = [(line, found_in(line)) for line in lines.CLEAN if found_in(line)]
    assert len(alarms) <= 0.03 * len(lines.CLEAN), alarms


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.kind)
def test_it_never_shows_a_piece_of_the_secret(plant):
    pieces = [plant.secret[start : start + 6] for start in range(max(1, len(plant.secret) - 5))]
    for finding in found_in(plant.line):
        if plant.kind != "key block":
            assert [piece for piece in pieces if piece in finding.excerpt_masked] == []


def test_it_says_where_and_how_long_and_what_stands_before():
    [finding] = found_in(f"first line\nand 2nd\n> 🙂 {HEADER} more")
    assert (finding.line, finding.column) == (3, 5 + len("Authorization: Bearer "))
    assert finding.rule == "authorization-header"
    assert finding.excerpt_masked == "Bearer •••• (40 characters)"


def test_it_finds_each_secret_of_a_line_once_and_in_order():
    one, two = letters(24), hexes(32)
    findings = found_in(f"api_key={one} client_secret={two}")
    assert [(finding.line, finding.column) for finding in findings] == [(1, 9), (1, 48)]
    assert one not in findings[1].excerpt_masked


def test_it_shows_no_secret_as_the_lead_of_another():
    user, password = letters(20), letters(20)
    for finding in found_in(f"token={user}:token={password}"):
        assert user[:6] not in finding.excerpt_masked
        assert password[:6] not in finding.excerpt_masked


def test_it_finds_nothing_in_nothing():
    assert find_secrets([]) == []
    assert find_secrets([b"", b"\n\n", b""]) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 200))
def test_it_does_not_matter_where_the_bytes_are_cut(size):
    stored = f"grüße\r\n{HEADER}\r\nende 🙂 password=Qu1et{'Harbour'}\n".encode()
    pieces = [stored[start : start + size] for start in range(0, len(stored), size)]
    assert find_secrets(pieces) == find_secrets([stored])
    assert [finding.line for finding in find_secrets(pieces)] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_the_encodings_that_programs_write(encoding):
    [finding] = find_secrets([f"a line\n{HEADER}\n".encode(encoding)])
    assert (finding.line, finding.column) == (2, 23)


@pytest.mark.parametrize(
    "place", [0, 7_000, 7_620, 7_640, 7_660, 8_110, 8_130, 8_150, 8_170, 8_192, 15_500, 100_000]
)
def test_it_finds_a_secret_anywhere_in_a_very_long_line_exactly_once(place):
    line = "- " * (place // 2) + HEADER + " -" * 20_000
    [finding] = found_in("short\n" + line)
    assert (finding.line, finding.column) == (2, place + 23)
    assert finding.excerpt_masked.endswith("(40 characters)")


def test_it_goes_on_counting_after_a_very_long_line():
    [finding] = found_in("- " * 10_000 + "\n" + HEADER)
    assert finding.line == 2


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2_000))
def test_it_reads_any_bytes(stored):
    for finding in find_secrets([stored]):
        assert finding.line >= 1
        assert finding.column >= 1


def test_it_stops_at_a_thousand_findings():
    assert len(found_in(f"{HEADER}\n" * (MOST_FINDINGS + 50))) == MOST_FINDINGS


def test_it_keeps_positions_when_letters_grow_as_they_are_lowered():
    [finding] = found_in("İ" * 200 + f"\nİ {HEADER}\n" + "a line\n" * 100)
    assert (finding.line, finding.column) == (2, 25)


@pytest.mark.parametrize("ends_lines", [True, False])
def test_it_needs_little_memory_whatever_the_size(ends_lines):
    piece = b"14:02:11 INFO nothing to see here, move on" + (b"\n" if ends_lines else b" ")
    find_secrets([HEADER.encode()])  # loads the rules
    tracemalloc.start()
    try:
        assert find_secrets(piece * 1_000 for _ in range(50)) == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 << 20


def test_it_asks_no_network(tmp_path):
    """A process without a network card but its own finds the same: nothing is tried out against a service."""
    import subprocess
    import sys
    from pathlib import Path

    script = (
        "import socket, sys\n"
        "def no(*_, **__): raise SystemExit('it asked the network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from secondstory.adapters.secrets.detect import find_secrets\n"
        "print(len(find_secrets([sys.stdin.buffer.read()])))"
    )
    text = "\n".join(plant.line for plant in PLANTED)
    ran = subprocess.run(
        [sys.executable, "-c", script],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
    )
    assert ran.stderr == b""
    assert int(ran.stdout) >= 0.9 * len(PLANTED)


def test_it_leaves_the_real_post_mortems_alone():
    from pathlib import Path

    shared = Path(__file__).parents[3] / ".." / "shared" / "data"
    documents = sorted(shared.rglob("*.md"))
    if not documents:
        pytest.skip("the real post-mortems are not here")
    assert [
        (document.name, find_secrets([document.read_bytes()]))
        for document in documents
        if find_secrets([document.read_bytes()])
    ] == []


def test_it_takes_no_noise_of_a_binary_file_for_a_secret() -> None:
    value = "Zq7fK{}vX9pQ4mT8w"
    assert find_secrets([b"api_key = " + value.format("\x01").encode() + b"\n"]) == []
    assert find_secrets([b"\x01api_key = " + value.format("2").encode() + b"\n"]) != []


def test_it_finds_a_secret_that_lies_in_the_open_between_binary_lines() -> None:
    compressed = bytes(range(128, 256)) * 8 + b"\n"
    planted = b"api_key = " + b"Zq7fK2vX9p" + b"Q4mT8w\n"
    (found,) = find_secrets([compressed, planted, compressed])
    assert found.line == 2
