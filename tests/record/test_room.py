import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from secondstory.record.tiles import extend_tiles, leaf_hashes_of, roots_match
from secondstory.record.tree import root

ROOT = Path(__file__).parents[2]
IMPORT_EVERYTHING = """
import sys, pkgutil, importlib
import secondstory.record as room
for module in pkgutil.iter_modules(room.__path__):
    importlib.import_module(f"secondstory.record.{module.name}")
print(sorted({name.partition(".")[0] for name in sys.modules} & {"cryptography", "rfc8785", "unicodedata"}))
"""


def test_it_can_be_imported_without_any_library_of_others():
    said = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.slow
def test_it_builds_and_checks_a_large_tree_in_little_memory():
    count = 200_000
    leaves = leaf_hashes_of(b"entry %d" % n for n in range(count))
    tiles = {}
    extend_tiles(tiles, 0, leaves)
    tracemalloc.start()
    found = roots_match(lambda level, n: tiles[level, n], count)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == root(leaves)
    assert peak < 1_000_000
