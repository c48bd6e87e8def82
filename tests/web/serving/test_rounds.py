"""What a served process does by itself: it asks witnesses, publishes, says trouble once, and stops when it is told."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from secondstory.application.ceremony.knowing_people import make_known
from secondstory.kernel.frozen import replace
from secondstory.kernel.refused import Refused
from secondstory.record.note import parse_note
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place, read_settings, write_settings
from secondstory.wiring.site.rounds import Round, Rounds, ask_witnesses
from secondstory.wiring.witnessing.asking import history
from secondstory.wiring.witnessing.policy import Wanted, add_witness
from secondstory.wiring.witnessing.serving import Serving, make_ready
from secondstory.wiring.workspace import Workspace
from tests.adapters.remote.timestamps.authority import made as made_authority
from tests.adapters.remote.timestamps.authority import serving as authority_of
from tests.web.serving.test_serving import free_port, place

__all__ = ["place"]


@contextmanager
def witness_of(vkey: str, folder: Path) -> Iterator[Serving]:
    serving = make_ready(folder, logs=[vkey], listen="127.0.0.1:0", name="north.example")
    thread = threading.Thread(target=serving.serve)
    thread.start()
    try:
        yield serving
    finally:
        serving.stop()
        thread.join()


def until(found: Callable[[], object], seconds: float = 20) -> object:
    end = time.monotonic() + seconds
    while not (it := found()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return it


def made(tmp_path: Path, monkeypatch) -> Workspace:
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    return create(Place(tmp_path / "ws"), name="Ada Okafor", address=None, demo=True).workspace


def test_it_asks_witnesses_and_an_authority_and_publishes_while_it_serves_and_leaves_at_once(
    place: dict[str, str], tmp_path
):
    here = Place(Path(place["SECONDSTORY_WORKSPACE"]))
    settings = read_settings(here)
    authority = made_authority(tmp_path / "authority")
    with witness_of(settings.vkey, tmp_path / "north") as north, authority_of(authority) as (tsa, _):
        write_settings(here, replace(settings, publish_to=str(tmp_path / "public"), timestamp_url=tsa))
        workspace = Workspace(here, read_settings(here))
        add_witness(workspace, Wanted(vkey=north.vkey, url=north.address))
        workspace.storage.close()
        words = [sys.executable, "-m", "secondstory", "serve", "--port", str(free_port())]
        with subprocess.Popen(words, env=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as site:
            until((tmp_path / "public" / "checkpoint").is_file)
            until(lambda: history(here))
            until(lambda: list(here.root.glob("timestamps/*.tsr")))
            site.send_signal(signal.SIGINT)
            began = time.monotonic()
            assert site.wait(20) == 0
            took = time.monotonic() - began
            assert site.stderr is not None
            assert site.stderr.read() == b""
    names = [one.name for one in parse_note(history(here)[-1]).signatures]
    assert names == [settings.origin, "north.example"]
    assert took < 8


def test_it_asks_nobody_when_everything_is_signed(tmp_path, monkeypatch):
    workspace = made(tmp_path, monkeypatch)
    assert ask_witnesses(workspace) == []
    with witness_of(workspace.settings.vkey, tmp_path / "north") as north:
        add_witness(workspace, Wanted(vkey=north.vkey, url=north.address))
        assert ask_witnesses(workspace) == []
    assert len(history(workspace.place)) == 1
    assert ask_witnesses(workspace) == []  # it is gone, and nobody noticed: it was not asked
    make_known(workspace.office, "Bo Lindqvist")
    (words,) = ask_witnesses(workspace)
    assert words.startswith("north.example: It could not be asked")


def test_it_says_trouble_once_and_again_when_it_came_back(tmp_path, monkeypatch):
    workspace, said = made(tmp_path, monkeypatch), []
    weather = iter([Refused("No way."), Refused("No way."), None, OSError("disk"), Refused("No way.")])

    def go() -> list[str]:
        if (trouble := next(weather)) is not None:
            raise trouble
        return []

    one = Round(name="publication", every_s=60, go=go)
    rounds = Rounds(workspace, [one], say=said.append)
    assert rounds.went[0].at is None
    assert [rounds.turn(one).troubles for _ in range(5)] == [
        ("No way.",),
        ("No way.",),
        (),
        ("disk",),
        ("No way.",),
    ]
    assert said == ["publication: No way.", "publication: disk", "publication: No way."]
    assert rounds.went[0].troubles == ("No way.",)


def test_it_lets_one_that_waits_for_the_network_stop_no_other(tmp_path, monkeypatch):
    workspace, never, other = made(tmp_path, monkeypatch), threading.Event(), threading.Event()

    def wait() -> list[str]:
        never.wait(30)
        return []

    def go() -> list[str]:
        workspace.office.reader.events("in/1")  # type: ignore[arg-type]
        other.set()
        return []

    rounds = Rounds(
        workspace,
        [Round(name="slow", every_s=60, go=wait), Round(name="quick", every_s=60, go=go)],
    )
    rounds.start()
    assert other.wait(10)
    began = time.monotonic()
    rounds.stop()
    assert time.monotonic() - began < 5
    never.set()
