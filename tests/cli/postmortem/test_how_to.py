"""The how-to page of this part: every command in it does what it says, in that order."""

import re
import shlex
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "understand-what-happened.md"
CHAT = "[21:12] support: a caller lost her cabin\n[21:20] on call: looking\n[22:05] on call: rolled back\n"


def commands():
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if "# opens your editor" not in line]


def test_it_can_be_followed_from_the_first_line_to_the_last(shell):
    (shell.root / "chat.txt").write_text(CHAT)
    lines = commands()
    assert len(lines) > 30
    for line in lines:
        shell.ok(*shlex.split(line, comments=True)[1:])
    assert (shell.root / "map.svg").read_text().startswith("<svg")
    timeline = shell.ok("timeline", "PM-1").out
    assert "Sun 1 November 2026" in timeline
    assert "(corrected) The hold length is saved as 48" in timeline
