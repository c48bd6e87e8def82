"""Many who write at once: threads of one process, as a site has them, and processes, as terminals and jobs are.

python -m benchmarks.record_writers FOLDER SECONDS      one writer; prints how many acts it had acknowledged
"""

import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.record_house import House

SECONDS = 3.0


def threads(house: House, count: int) -> float:
    """Return how many acts a second `count` threads had acknowledged together."""
    done = [0] * count
    until = time.perf_counter() + SECONDS

    def write(n: int) -> None:
        while time.perf_counter() < until:
            house.act()
            done[n] += 1
        house.storage.close()

    began = time.perf_counter()
    writers = [threading.Thread(target=write, args=(n,)) for n in range(count)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    return sum(done) / (time.perf_counter() - began)


def processes(folder: Path, count: int) -> float:
    """Return how many acts a second `count` processes had acknowledged together; all begin when all are ready."""
    words = [sys.executable, "-m", "benchmarks.record_writers", str(folder), str(SECONDS)]
    writers = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    for one in writers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    began = time.perf_counter()
    done = sum(int(one.communicate()[0]) for one in writers)
    return done / (time.perf_counter() - began)


def main() -> None:
    """Write until the time is over."""
    house = House.opened(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.perf_counter() + float(sys.argv[2])
    while time.perf_counter() < until:
        house.act()
    print(house.acts)


if __name__ == "__main__":
    main()
