"""What the record costs: the table of record-format.md section 9, beside pymerkle on SQLite in the same run.

python -m benchmarks.record FOLDER            10^3 to 10^5 entries, a few minutes; --sizes 1000000 for a million
python -m benchmarks.record FOLDER --quick    10^3 and 10^4, below a minute

FOLDER: on the disk that is to be measured; everything is synced there. Every figure is of this machine, on this day.
"""

import argparse
import hashlib
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import record_writers
from benchmarks.record_house import ORIGIN, House, bulk
from secondstory.adapters.local_files.objects import LocalObjects
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.record.folding import fold_everything, quiet
from secondstory.application.record.proving import prove
from secondstory.application.record.reading import Reader
from secondstory.application.record.verifying.tiled import unfit_leaves
from secondstory.application.record.verifying.tree import walk
from secondstory.application.record.verifying.words import WordCheck
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.ids import StreamId
from secondstory.record.cosignature import encode_cosignature
from secondstory.record.tiles import TileHashes, roots_match
from secondstory.record.tree import inclusion_path, leaf_hash, verify_inclusion
from secondstory.record.vkey import key_id
from secondstory.vault.stream import PREFIX_BYTES, seal

SIZES, QUICK = (1_000, 10_000, 100_000), (1_000, 10_000)
TARGETS = {
    "durable append, p50": "<= 8 ms",
    "16 threads": ">= 2,000/s",
    "16 processes": ">= 2,000/s",
    "bulk import": ">= 10,000/s",
    "verify tiles": "10^6: <= 2.5 s, <= 300 MB",
    "verify entries and tiles": "10^6: <= 2.5 s, <= 300 MB",
    "verify with commitments": ">= 100,000 parts/s",
    "prove inclusion": ">= 2,000/s",
    "verify inclusion": ">= 30,000/s",
    ".tlog-proof, one witness": "<= 1,500 bytes",
    "vault ingest": ">= 300 MiB/s",
    "fold 800 events": "<= 10 ms",
    "rebuild rows": "4 x 10^6 in 5 min: 13,333/s",
}
MANY = 2_000
INDEPENDENT = Path(__file__).parents[1] / ".independent" / "python"
EVIDENCE_MIB = 64


@dataclass
class Figures:
    """What was measured: name -> size of the log -> (value, unit)."""

    found: dict[str, dict[int, tuple[float, str]]] = field(default_factory=dict)

    def note(self, name: str, size: int, value: float, unit: str) -> None:
        """Keep one figure, and say it at once."""
        self.found.setdefault(name, {})[size] = (value, unit)
        print(f"  {size:>9,}  {name}: {value:,.2f} {unit}", flush=True)

    def table(self) -> str:
        """Return all of it in Markdown: a row for each figure, a column for each size."""
        sizes = sorted({size for by_size in self.found.values() for size in by_size})
        lines = [f"| what | target | {' | '.join(f'{size:,}' for size in sizes)} |"]
        lines.append(f"|---|---|{'---|' * len(sizes)}")
        for name, by_size in self.found.items():
            cells = [
                f"{by_size[size][0]:,.2f} {by_size[size][1]}" if size in by_size else "" for size in sizes
            ]
            lines.append(f"| {name} | {TARGETS.get(name, '')} | {' | '.join(cells)} |")
        return "\n".join(lines)

    def ratios(self) -> Iterator[str]:
        """Yield how the product stands to the peer at each size that both were measured at."""
        for name, peer in (
            ("durable append, p50", "pymerkle append, p50"),
            ("prove inclusion", "pymerkle prove"),
        ):
            for size in sorted(self.found.get(name, {}).keys() & self.found.get(peer, {}).keys()):
                ours, theirs = self.found[name][size][0], self.found[peer][size][0]
                yield f"{name} at {size:,}: {ours:,.2f} beside {theirs:,.2f}, {ours / theirs:,.2f} times"


def timed(act: Callable[[], object]) -> float:
    """Return how long an act took, in seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def median_ms(acts: list[Callable[[], object]]) -> float:
    """Return the median of how long acts took, in milliseconds."""
    return sorted(timed(act) for act in acts)[len(acts) // 2] * 1000


def appending(house: House, size: int, figures: Figures) -> None:
    """Measure single acts, and sixteen who write at once."""
    acts = [house.act for _ in range(100)]
    figures.note("durable append, p50", size, median_ms(acts), "ms")
    figures.note("16 threads", size, record_writers.threads(house, 16), "/s")
    figures.note("16 processes", size, record_writers.processes(house.folder, 16), "/s")


def checking(house: House, size: int, figures: Figures) -> None:
    """Measure proofs, and how fast everything is hashed again."""
    storage = house.storage
    whole = storage.head().size
    root = roots_match(storage.tile, whole)
    figures.note("verify tiles", size, timed(lambda: roots_match(storage.tile, whole)), "s")
    figures.note("verify entries and tiles", size, timed(lambda: entries_and_tiles(storage, whole)), "s")
    hashes = TileHashes(storage.tile).hash_at
    places = [n * 7919 % whole for n in range(MANY)]
    took = timed(lambda: [inclusion_path(n, whole, hashes) for n in places])
    figures.note("prove inclusion", size, MANY / took, "/s")
    paths = [(n, inclusion_path(n, whole, hashes)) for n in places]
    leaves = [leaf_hash(next(iter(storage.entries(n, n + 1))).entry) for n in places]
    took = timed(
        lambda: [
            verify_inclusion(n, whole, leaf, path, root)
            for (n, path), leaf in zip(paths, leaves, strict=True)
        ]
    )
    figures.note("verify inclusion", size, MANY / took, "/s")
    signed = house.keys.last_signed()
    assert signed is not None
    figures.note(
        ".tlog-proof, one witness", size, len(prove(storage, 0, signed)) + len(_witness_line()), "bytes"
    )


def entries_and_tiles(storage: SqliteStorage, size: int) -> bytes:
    """Return the root over stored entries, as `verify --tiles` finds it."""
    assert list(unfit_leaves(storage, size, quiet)) == []
    return roots_match(storage.tile, size)


def reading(house: House, size: int, figures: Figures) -> None:
    """Measure words against commitments, one fold, and all rows made anew."""
    words = WordCheck(key=house.keys.key, erased={}, erased_streams={}, has_keys=True)
    took = timed(lambda: walk(house.storage, words, (), lambda *_: None))
    assert words.tally.missing == 0
    figures.note("verify with commitments", size, words.tally.present / took, "parts/s")
    scratch = SqliteStorage(house.folder / f"scratch-{size}.db")
    took = timed(lambda: fold_everything(house.storage, house.keys, house.projector, scratch.rows))
    figures.note("rebuild rows", size, size / took, "entries/s")
    scratch.close()


def folding(house: House, size: int, figures: Figures) -> None:
    """Measure the fold of one stream of 800 events, already read."""
    stream = StreamId("pm_eight_hundred")
    bulk(house, 800, streams=[stream])
    entries = Reader(house.storage, house.keys).events(stream)
    figures.note("fold 800 events", size, median_ms([lambda: fold_stream("pm", entries)] * 9), "ms")


def sealing(folder: Path, size: int, figures: Figures) -> None:
    """Measure evidence on its way into the vault: hashed, sealed, hashed again, synced."""
    chunk = os.urandom(1 << 20)
    objects = LocalObjects(folder / "objects")

    def ingest() -> None:
        digest = hashlib.sha256()

        def pieces() -> Iterator[bytes]:
            for _ in range(EVIDENCE_MIB):
                digest.update(chunk)
                yield chunk

        objects.put(seal(pieces(), key=os.urandom(32), prefix=os.urandom(PREFIX_BYTES)))

    figures.note("vault ingest", size, EVIDENCE_MIB / timed(ingest), "MiB/s")


def beside(folder: Path, size: int, figures: Figures) -> None:
    """Measure pymerkle on SQLite at the same size, where `tools/independent.py` has installed it."""
    if INDEPENDENT.is_dir():
        sys.path.append(str(INDEPENDENT))
    try:
        from pymerkle import SqliteTree
        from pymerkle import verify_inclusion as check
    except ImportError:
        print(
            "  pymerkle is not here (python tools/independent.py brings it); nothing stands beside these figures"
        )
        return
    tree = SqliteTree(str(folder / f"pymerkle-{size}.db"))
    entry = b'{"b":["' + b"A" * 43 + b'"],"h":"' + b"A" * 43 + b'","v":1}'
    figures.note("pymerkle bulk", size, size / timed(lambda: tree.append_entries([entry] * size)), "/s")
    figures.note("pymerkle append, p50", size, median_ms([lambda: tree.append_entry(entry)] * 100), "ms")
    places = [n * 7919 % size + 1 for n in range(200)]
    proofs: list[object] = []
    took = timed(lambda: proofs.extend(tree.prove_inclusion(n) for n in places))
    figures.note("pymerkle prove", size, len(places) / took, "/s")
    state, leaf = tree.get_root(), tree.get_leaf(places[0])
    took = timed(lambda: [check(leaf, state, proofs[0]) for _ in range(200)])
    figures.note("pymerkle verify", size, 200 / took, "/s")
    tree.close()


def memory_of(folder: Path) -> float:
    """Return how many MB a process needed that hashed the entries and tiles of the log in `folder`."""
    words = [sys.executable, "-m", "benchmarks.record", str(folder), "--memory"]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def _witness_line() -> str:
    import base64

    name = "witness.example.org/one"
    blob = key_id(name, 4, bytes(32)) + encode_cosignature(1_790_000_000, bytes(64))
    return f"— {name} {base64.b64encode(blob).decode()}\n"


def measure(root: Path, sizes: tuple[int, ...]) -> Figures:
    """Return every figure at each size."""
    figures = Figures()
    for size in sizes:
        folder = root / str(size)
        folder.mkdir(parents=True)
        house = House.made(folder)
        took = timed(lambda house=house, size=size: bulk(house, size))
        figures.note("bulk import", size, size / took, "/s")
        checking(house, size, figures)
        figures.note("memory of that", size, memory_of(folder), "MB")
        reading(house, size, figures)
        appending(house, size, figures)
        folding(house, size, figures)
        sealing(folder, size, figures)
        beside(folder, size, figures)
        house.close()
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        storage = SqliteStorage(asked.root / "record.db", read_only=True)
        entries_and_tiles(storage, storage.head().size)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    load = os.getloadavg()[0]
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, {ORIGIN}"
    )
    figures = measure(asked.root, tuple(asked.sizes or (QUICK if asked.quick else SIZES)))
    print(f"\n{figures.table()}\n")
    print("\n".join(figures.ratios()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
