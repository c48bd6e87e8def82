"""How long one keystroke takes until its findings are back, through the real server and a client over pipes. Prints only.

python -m benchmarks.coach_lsp [FILE.md ...]; without files, the guides of docs/how-to until there are 20 KB.
"""

import os
import platform
import sys
import time
from pathlib import Path

from tests.lsp.editor import Editor

ROOT = Path(__file__).resolve().parents[1]
KEYSTROKES = 400
BETWEEN_S = 0.03
SIZES = (20_000, 200_000)
URI = "file:///benchmark/review.md"
BLAMING = "\n\nBob should have known better, and the engineer forgot to check.\n\n"


def document(files: list[Path], size: int) -> str:
    """Return Markdown of about `size` bytes, with a blaming line here and there."""
    text = BLAMING.join(path.read_text(encoding="utf-8") for path in files)
    while len(text) < size:
        text += BLAMING + text
    return text[:size]


def milliseconds(editor: Editor, text: str) -> list[float]:
    """Return how long each keystroke took, typed all over the text, a sentence in the making now and then."""
    editor.open(URI, text)
    editor.diagnostics(URI, 1)
    lines = text.count("\n")
    took = []
    for turn in range(KEYSTROKES):
        time.sleep(BETWEEN_S)
        line = (turn // 8 * 37) % lines
        began = time.perf_counter()
        editor.type(URI, turn + 2, (line, turn % 8, line, turn % 8, "x"))
        editor.diagnostics(URI, turn + 2)
        took.append((time.perf_counter() - began) * 1000)
    editor.close(URI)
    editor.diagnostics(URI)
    return sorted(took)


def main() -> None:
    """Measure, and print what was measured on what."""
    files = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "docs" / "how-to").glob("*.md"))
    began = time.perf_counter()
    with Editor() as editor:
        print(f"from start to the first answer: {(time.perf_counter() - began) * 1000:.0f} ms")
        for size in SIZES:
            took = milliseconds(editor, document(files, size))
            p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
            print(
                f"{size // 1000} KB, {KEYSTROKES} keystrokes: p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {took[-1]:.1f} ms"
            )
        editor.leave()
    print(f"{platform.python_version()} on {platform.machine()}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
