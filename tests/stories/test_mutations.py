"""P5: whatever is changed by hand in a workspace or its key store, `verify` finds it; and an older copy put back."""

import gc
import io
import json
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from secondstory.adapters.remote.witness.memory import open_memory
from secondstory.application.keeping import holding
from secondstory.application.record.verifying.report import Report, Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.application.record.witnessed import Answer
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.cli.front import run
from secondstory.wiring.places import Place, read_settings
from secondstory.wiring.witnessing.asking import request
from secondstory.wiring.witnessing.policy import Wanted, add_witness, policy_of
from secondstory.wiring.witnessing.timestamping import Wanted as Stamping
from secondstory.wiring.witnessing.timestamping import timestamp
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.adapters.remote.timestamps.authority import Authority, made
from tests.proofs.mutating import (
    Cell,
    Copies,
    Mutation,
    fold_journals,
    has_kept_less,
    holds_the_same,
    in_files,
    in_tables,
)

MONDAY, TUESDAY = "2026-11-02T09:00:00+00:00", "2026-11-03T09:00:00+00:00"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A workspace with a whole post-mortem in it: the one that the example plays."""
    out = tmp_path_factory.mktemp("example") / "played"
    assert run(["example", "--out", str(out), "--fast"]) == 0
    return Place(out / ".secondstory")


def verified(whole: Place, root: Path) -> Report:
    workspace = Workspace(Place(root), read_settings(whole), read_only=True)
    report = verify(workspace.subject())
    workspace.storage.close()
    return report


def test_it_finds_nothing_in_a_copy_that_nobody_touched(whole: Place, tmp_path: Path) -> None:
    shutil.copytree(whole.root, tmp_path / "copy")
    assert verified(whole, tmp_path / "copy").verdict is Verdict.VERIFIED


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """A workspace with evidence, an erasure, timestamps, a checkpoint kept outside, and an older copy of all of it."""
    base = tmp_path_factory.mktemp("copies")
    authority = made(base / "authority")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("SECONDSTORY_KEYS", str(base / "here" / "keys"))
        env.setenv("TZ", "UTC")
        done(base, MONDAY, "init", "--demo", "--name", "Ada")
        some_work(base, 0, 3)
        ask_a_witness(base, MONDAY)
        ask_an_authority(base, MONDAY, authority)
        ask_to_erase(base)
        shutil.copytree(folded(base), base / "older")
        done(base, TUESDAY, "erase", "--confirm", "ER-1", "--yes")
        some_work(base, 3, 5)
        ask_a_witness(base, TUESDAY)
        ask_an_authority(base, TUESDAY, authority)
        (base / "held").write_text(done(base, TUESDAY, "log", "--checkpoint"))
        shutil.copytree(folded(base), base / "whole")
        yield Copies(base / "here", base / "whole", base / "older")


def done(base: Path, at: str, *words: str) -> str:
    """Run a command that has to end well; return what it said."""
    code, said = answered(base, at, *words)
    assert code == 0, said
    return said


def answered(base: Path, at: str, *words: str) -> tuple[int, str]:
    out, wrong = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as env, redirect_stdout(out), redirect_stderr(wrong):
        env.setenv("SECONDSTORY_DEMO_CLOCK", at)
        env.setenv("XDG_STATE_HOME", str(base / "state"))
        code = run(["--workspace", str(base / "here" / "ws"), *words])
    return code, out.getvalue() + wrong.getvalue()


def some_work(base: Path, first: int, last: int) -> None:
    for n in range(first, last):
        opened = json.loads(done(base, MONDAY if first == 0 else TUESDAY, "open", f"Night {n}", "--json"))
        source = base / f"log-{n}.txt"
        source.write_bytes(b"22:5%d hold released\n" % n * 100)
        done(base, MONDAY if first == 0 else TUESDAY, "evidence", "add", opened["number"], str(source))


def ask_to_erase(base: Path) -> None:
    workspace = open_workspace(str(base / "here" / "ws"))
    holding.release(
        workspace.office, workspace.office.door.stream_of("HO-1"), "nothing routine is deleted here"
    )
    workspace.storage.close()
    workspace.keys.close()
    done(base, MONDAY, "erase", "PM-1", "--part", "title", "--basis", "GDPR art. 17", "--reason", "she asked")


def ask_a_witness(base: Path, at: str) -> None:
    """Have the newest checkpoint confirmed, twice, by a witness that becomes known here with the first."""
    memory = open_memory(base / "witness", name="w.example")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("SECONDSTORY_DEMO_CLOCK", at)
        workspace = open_workspace(str(base / "here" / "ws"))
        if policy_of(workspace) is None:
            add_witness(workspace, Wanted(vkey=memory.vkey, url="https://witness.example"))

        def ask(url: str, body: bytes) -> Answer:
            judged = memory.judge(body, [workspace.verifier], workspace.clock.now().timestamp)
            return Answer(status=judged.status, content_type=judged.content_type, body=judged.body)

        for n in range(2):
            assert request(workspace, asking=ask).is_witnessed
            open_post_mortem(workspace.office, Opening(title=f"Between {at} and {n}"))
        workspace.storage.close()
        workspace.keys.close()


def ask_an_authority(base: Path, at: str, authority: Authority) -> None:
    """Have the newest checkpoint stamped."""
    with pytest.MonkeyPatch.context() as env:
        env.setenv("SECONDSTORY_DEMO_CLOCK", at)
        workspace = open_workspace(str(base / "here" / "ws"))
        wanted = Stamping(url="https://tsa.example", roots=authority.roots)
        timestamp(workspace, wanted, asking=lambda _, query: authority.reply(query))
        workspace.storage.close()
        workspace.keys.close()


def folded(base: Path) -> Path:
    gc.collect()
    fold_journals(base / "here")
    return base / "here"


@dataclass
class Tried:
    """What became of many mutations. idle: those after which everything that is read was the same.

    fewer: of these, those that left less of what witnesses signed.
    """

    made: Counter[str] = field(default_factory=Counter)
    idle: int = 0
    fewer: int = 0
    unseen: list[str] = field(default_factory=list)


def tried(copies: Copies, times: int, chance: random.Random, ways: list[tuple[str, Mutation]]) -> Tried:
    """Make so many mutations, the ways in turn, each on a whole copy, and verify against the checkpoint outside."""
    found, turn = Tried(), 0
    base = copies.here.parent
    while found.made.total() < times:
        name, way = ways[turn % len(ways)]
        turn += 1
        copies.put_back()
        what = way(copies, chance)
        if not what:
            continue
        found.made[name] += 1
        code, said = answered(base, TUESDAY, "verify", "--full", "--against", str(base / "held"))
        assert code == 0 or said.strip(), f"{what}: refused without a word"
        if code == 0 and holds_the_same(copies):
            found.idle += 1
            found.fewer += has_kept_less(copies)
        elif code == 0:
            found.unseen.append(what)
    return found


ALL = [
    *in_tables("ws/record.db"),
    *in_tables("keys/keys.db"),
    *in_tables("ws/checkpoints.db"),
    *in_files(),
]


def test_it_finds_nothing_in_what_nobody_touched(copies: Copies) -> None:
    copies.put_back()
    assert (
        answered(
            copies.here.parent, TUESDAY, "verify", "--full", "--against", str(copies.here.parent / "held")
        )[0]
        == 0
    )


def test_it_sees_whatever_is_changed(copies: Copies) -> None:
    assert tried(copies, 40, random.Random(), ALL).unseen == []


@pytest.mark.proof
def test_it_sees_all_of_a_thousand_mutations(copies: Copies, write_proof) -> None:
    found = tried(copies, 1500, random.Random(), ALL)
    figures = {
        "mutations of every table and file, the key store's too": found.made.total(),
        **dict(sorted(found.made.items())),
        "without effect: everything that is read was the same, every word of the index looked up": found.idle,
        "of these: less was left of what witnesses signed, which they can be asked for again": found.fewer,
        "unseen": len(found.unseen),
    }
    write_proof("mutations", "Whatever is changed by hand in a workspace or its key store is found", figures)
    assert found.unseen == []
    assert found.made.total() - found.idle >= 1000


def changed_in(whole: Place, root: Path, cell: tuple[str, str, str], to: Callable[[Cell], Cell]) -> Report:
    """Verify a copy in which one cell (table, column, where) was put through `to`."""
    table, column, where = cell
    shutil.copytree(whole.root, root)
    with closing(sqlite3.connect(root / "record.db")) as connection, connection:
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (to(value),))
    return verified(whole, root)


def test_it_sees_words_in_the_open_that_pretend_to_be_sealed(whole: Place, tmp_path: Path) -> None:
    words = ("payload", "envelope", "idx = 0 AND slot = 1")
    report = changed_in(whole, tmp_path / "copy", words, lambda was: was.replace(b"none", b"nond"))
    assert report.verdict is Verdict.ALTERED
    assert "lies in the open" in report.problems[0].words


def test_it_accuses_nobody_of_rows_that_an_older_version_made(whole: Place, tmp_path: Path) -> None:
    version = ("meta", "value", "name = 'rows'")
    report = changed_in(whole, tmp_path / "copy", version, lambda _was: "1")
    assert report.verdict is Verdict.MISSING
    assert [problem.where for problem in report.problems] == ["the rows that people see"]
