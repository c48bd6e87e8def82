"""`secondstory coach`, as it is typed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from secondstory.coach import RULES
from secondstory.wiring.documents.coaching.settings import Settings
from tests.house.source import ROOT

BLAMING = "# Out\n\nThe operator should have known better.\n"
CALM = "# Out\n\nThe alert fired at 10:02.\n"


@pytest.fixture
def folder(bare_shell):
    """A folder with a text that blames and one that does not, where we stand."""
    (bare_shell.root / "a.md").write_text(BLAMING)
    (bare_shell.root / "b.md").write_text(CALM)
    return bare_shell.root


def piped(data, *words):
    """Run the coach as a process of its own, with `data` piped in."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "secondstory", "coach", *words]
    return subprocess.run(command, env=env, input=data, capture_output=True)


def test_it_shows_the_words_the_habit_and_a_question(bare_shell, folder):
    said = bare_shell.ok("coach", "a.md").out.splitlines()
    (found,) = bare_shell.json("coach", "a.md")["files"][0]["findings"]
    assert said[0] == f"a.md:3:{found['column']} hindsight"
    assert said[1] == "  3 | The operator should have known better."
    carets = said[2].removeprefix("    | ")
    assert said[1].removeprefix("  3 | ")[carets.index("^") : len(carets)] == found["text"]
    assert any(line.startswith("  Ask: ") for line in said)
    assert said[-1].startswith("Nothing about this is kept.")
    assert "\x1b" not in "".join(said)


def test_it_marks_each_of_several_findings_and_one_over_a_line_break(bare_shell, folder):
    (folder / "c.md").write_text(
        "He should have known better, and he was careless.\n\nShe should\r\nhave known better.\n"
    )
    said = bare_shell.ok("coach", "c.md").out
    lines = [line for line in said.splitlines() if line.strip(" |^") == "" and "^" in line]
    assert len(lines) == 4
    assert ["c.md:1:" in said, "hindsight" in said, "character" in said] == [True] * 3
    first, broken, rest, under = said[said.index("  3 | ") :].splitlines()[:4]
    assert (first, rest) == ("  3 | She should", "  4 | have known better.")
    assert broken.rstrip("^") in {"    |     ", "    | "}
    assert under.startswith("    | ^^^^")


def test_it_keeps_its_exit_codes(bare_shell, folder):
    assert bare_shell("coach", "a.md").code == 0
    assert bare_shell("coach", "a.md", "--strict").code == 1
    assert bare_shell("coach", "b.md", "--strict").code == 0
    for words in (
        ("a.md", "gone.md", "--strict"),
        ("a.md", "--off", "nothing"),
        ("a.md", "--jobs", "0"),
        ("a.md", "--jobs", "x"),
        ("a.md", "--format", "xml"),
        ("explain", "nothing"),
        ("explain",),
    ):
        assert bare_shell("coach", *words).code == 2, words


def test_it_takes_rules_away_and_back_for_once(bare_shell, folder):
    assert "hindsight" not in bare_shell.ok("coach", "a.md", "--off", "hindsight").out
    (folder / ".secondstory.toml").write_text('[coach]\noff = ["hindsight"]\n')
    assert "a.md:3" not in bare_shell.ok("coach", "a.md").out
    assert "a.md:3:" in bare_shell.ok("coach", "a.md", "--on", "hindsight").out


def test_it_says_what_is_wrong_with_the_settings_and_leaves_with_2(bare_shell, folder):
    (folder / ".secondstory.toml").write_text("[coach]\nof = []\n")
    said = bare_shell("coach", "a.md", "--strict")
    assert (said.code, said.out) == (2, "")
    assert f"{folder / '.secondstory.toml'}, line 2: `of` is not known here" in said.err
    assert bare_shell("coach", "a.md", "--json").data["code"] == "coach-settings"


def test_it_leaves_out_what_the_settings_name_and_says_so(bare_shell, folder):
    (folder / ".secondstory.toml").write_text('[coach]\nexclude = ["a.md"]\n')
    assert (
        bare_shell("coach", "a.md", "--strict").out
        == "No text was looked at. One text is left out by the settings.\n"
    )
    assert [one["path"] for one in bare_shell.json("coach", ".")["files"]] == ["b.md"]


def test_it_reads_what_is_piped_in(folder):
    assert piped(BLAMING.encode(), "-").stdout.startswith(b"stdin:3:")
    (one,) = json.loads(piped(BLAMING.encode(), "--json").stdout)["files"]
    assert (one["path"], len(one["findings"])) == ("-", 1)
    assert piped(BLAMING.encode(), "--strict").returncode == 1
    nothing = piped(b"")
    assert (nothing.returncode, nothing.stderr) == (0, b"")
    assert b"Nothing found in one text" in nothing.stdout


def test_it_reports_in_json_as_check_does(bare_shell, folder):
    (folder / "latin.md").write_bytes(b"Gr\xfc\xdfe, said the alert at two in the morning\n")
    said = bare_shell("coach", ".", "gone.md", "--format", "json")
    assert said.code == 2
    assert said.data.keys() == {"files", "unread"}
    assert said.data["unread"] == [{"path": "gone.md", "why": "There is no file gone.md."}]
    blaming, calm, latin = said.data["files"]
    assert calm == {"path": "b.md", "findings": [], "notes": []}
    assert [one["code"] for one in latin["notes"]] == ["bytes"]
    (found,) = blaming["findings"]
    checked = bare_shell.json("check", "a.md")["files"][0]["findings"][0]
    assert found.keys() == checked.keys() | {"question", "rewording"}
    same = "rule line column end_line end_column text".split()
    assert {name: found[name] for name in same} == {name: checked[name] for name in same}


def test_it_writes_sarif_after_the_published_schema(bare_shell, folder):
    schema = json.loads((ROOT / "tests/cli/coaching/sarif-2.1.0.schema.json").read_text())
    (folder / "ä b.md").write_text("🙂 He should\nhave known better.\n")
    (folder / "long.md").write_bytes(b"Gr\xfc\xdfe, said the alert at two in the morning\n")
    said = bare_shell("coach", ".", "gone.md", "--format", "sarif")
    log = said.data
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    (run,) = log["runs"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == [rule.code for rule in RULES]
    first, second = run["results"]
    assert first["ruleId"] == RULES[first["ruleIndex"]].code == "hindsight"
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%C3%A4%20b.md"
    snippet = place["region"].pop("snippet")
    assert "should\nhave known" in snippet["text"]
    # Columns count UTF-16 units: the picture before the words is two of them.
    column = "🙂 He should".index(snippet["text"].split("\n")[0]) + 2
    assert (place["region"]["startLine"], place["region"]["startColumn"], place["region"]["endLine"]) == (
        1,
        column,
        2,
    )
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["warning", "note"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate({**log, "version": "2.0"})


def test_it_writes_workflow_commands_with_everything_escaped(bare_shell, folder):
    (folder / "50%, a:b.md").write_text("He should\nhave known better, and he was careless 100%.\n")
    said = bare_shell.ok("coach", "50%, a:b.md", "--format", "github").out.splitlines()
    assert len(said) == 2
    head, _, words = said[0].removeprefix("::notice ").partition("::")
    assert head == "file=50%25%2C a%3Ab.md,line=1,endLine=2,title=coach%3A hindsight"
    assert words.startswith("\u201c")
    head, _, words = said[1].removeprefix("::notice ").partition("::")
    assert head.startswith("file=50%25%2C a%3Ab.md,line=2,endLine=2,col=")
    assert "endColumn=" in head
    assert "%0A" not in "".join(said)


def test_it_writes_the_diagnostics_of_editors(bare_shell, folder):
    (folder / "ä.md").write_text("# 🙂\n\n🙂🙂 He should have known better.\n")
    said = json.loads(bare_shell.ok("coach", "ä.md", "b.md", "--format", "lsp").out)
    assert [one["uri"] for one in said] == [(folder / name).as_uri() for name in ("ä.md", "b.md")]
    (found,) = said[0]["diagnostics"]
    (told,) = bare_shell.json("coach", "ä.md")["files"][0]["findings"]
    # Two pictures stand before the words, and each is two units.
    assert found["range"]["start"] == {"line": 2, "character": told["column"] - 1 + 2}
    assert found["range"]["end"] == {"line": 2, "character": told["end_column"] - 1 + 2}
    assert (found["code"], found["severity"], found["source"]) == ("hindsight", 3, "second story")
    assert said[1]["diagnostics"] == []


def test_it_tells_the_same_from_one_process_and_from_several(bare_shell, folder):
    for n in range(30):
        (folder / f"n{n:02}.md").write_text(f"{CALM}\n" * n + BLAMING)
    one = bare_shell.json("coach", ".", "a.md", "--jobs", "1")
    several = bare_shell.json("coach", ".", "--jobs", "2")
    assert one == several
    assert len(one["files"]) == 32


def test_it_never_trips_over_what_it_is_given(bare_shell, folder):
    (folder / "picture.md").write_bytes(bytes(range(256)) * 40)
    (folder / "empty.md").write_bytes(b"")
    (folder / "wide.md").write_bytes(BLAMING.encode("utf-16"))
    (folder / "fence.md").write_text("```\nnever closed\nHe should have known better\n")
    (folder / "line.md").write_text("words and " * 20_000)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "nothing").mkdir()
    (folder / "pipe\x1b[2J.md").write_text("He should have known better.\n")
    report = bare_shell.json("coach", ".")
    found = {one["path"]: one for one in report["files"]}
    assert [one["code"] for one in found["picture.md"]["notes"]] == ["not-text"]
    assert [one["rule"] for one in found["wide.md"]["findings"]] == ["hindsight"]
    assert found["fence.md"]["findings"] == []
    assert "loop.md" not in found
    said = bare_shell("coach", "picture.md", "loop.md", "nothing", "gone.md")
    assert said.code == 2
    assert len(said.err.splitlines()) == 4
    assert "Traceback" not in said.err


def test_it_writes_whatever_a_file_is_called_and_holds(folder):
    try:
        Path(os.fsdecode(b"caf\xe9.md")).write_text("He should have known better 🙂.\n")
    except OSError:
        pytest.skip("this disk takes only names in UTF-8")
    for form in ("text", "json", "sarif", "github", "lsp"):
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
        command = [sys.executable, "-m", "secondstory", "coach", ".", "--format", form]
        said = subprocess.run(command, env=env, capture_output=True)
        assert (said.returncode, said.stderr) == (0, b"")
        assert b"caf" in said.stdout


@pytest.mark.skipif(not Path("/proc").exists(), reason="what a process began is read from /proc")
def test_it_ends_cleanly_when_somebody_stops_it(folder):
    for n in range(40):
        (folder / f"big{n}.md").write_text("The operator should have known better.\n\n" * 6000)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "secondstory", "coach", ".", "--jobs", "2", "--json"]
    child = subprocess.Popen(
        words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    )
    deadline = time.monotonic() + 20
    while len(below(child.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    begun = below(child.pid)
    os.killpg(child.pid, 2)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (130, "")
    assert err.startswith("Stopped.")
    assert "Traceback" not in err
    time.sleep(0.3)
    assert [one for one in begun if is_alive(one)] == []


def below(pid):
    """The processes that a process began."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_answers_help_without_the_engine():
    asked = (
        "import sys; from secondstory.cli.front import run\n"
        "code = run(['coach', '--help'])\n"
        "heavy = {'secondstory.coach', 'secondstory.wiring', 'secondstory.adapters', 'multiprocessing', 'subprocess'}\n"
        "sys.exit(code or sorted(heavy & set(sys.modules)) or 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    assert "--diff REV" in said.stdout


def test_it_leaves_the_slow_reader_out_when_asked_to_be_fast(bare_shell, folder):
    quiet = "As to why the pager stayed in the drawer all weekend, ask Gerd, who had better things to do."
    unsure = "The tank had filled by eleven, and Roos went home all the same."
    texts = [
        quiet,
        unsure,
        "Somehow nobody over there had thought of the backup.",
        "Whoever ordered this never looked at the plan.",
    ]
    (folder / "a.md").write_text("\n\n".join(texts))
    slow, fast = (
        bare_shell.json("coach", "a.md", *words)["files"][0]["findings"] for words in ((), ("--fast",))
    )
    assert slow != fast
    setup = Settings().without_reader().with_rules(off=frozenset({"hindsight"}), on=frozenset()).setup
    assert setup.reader is None
    assert setup.model is not None
