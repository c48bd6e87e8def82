"""A place that cannot be published to is tried again after one minute, two, four, and an hour at most."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from secondstory.kernel.frozen import replace
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place
from secondstory.wiring.witnessing.patience import Patience
from secondstory.wiring.witnessing.publishing import publish_if_due
from secondstory.wiring.workspace import Workspace

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+00:00")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("SECONDSTORY_DEMO_CLOCK", MONDAY.isoformat())
    made = create(Place(tmp_path / "ws"), name="Ada Okafor", address=None, demo=True).workspace
    made.take(
        replace(made.settings, publish_to=str(tmp_path / "web"), publish_git=str(tmp_path / "nowhere.git"))
    )
    return made


def test_it_waits_twice_as_long_each_time_and_an_hour_at_most():
    patience, now, tried = Patience(), MONDAY, []
    for minute in range(300):
        at = now + timedelta(minutes=minute)
        if patience.waits("there", at) is None:
            tried.append(minute)
            patience.wrong("there", at, "No way.")
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert patience.waits("there", now + timedelta(minutes=244)) == "No way."
    assert patience.waits("elsewhere", now) is None


def test_it_does_not_wait_for_years_because_a_clock_was_put_back():
    patience = Patience()
    patience.wrong("there", MONDAY, "No way.")
    assert patience.waits("there", MONDAY - timedelta(days=365)) is None


def test_it_shows_trouble_until_it_is_over_and_tries_each_place_on_its_own(
    workspace: Workspace, tmp_path: Path
):
    patience = Patience()
    (words,) = publish_if_due(workspace, MONDAY, patience)
    assert "nowhere.git" in words
    assert (tmp_path / "web" / "checkpoint").is_file()
    (tmp_path / "nowhere.git").mkdir()
    import subprocess

    subprocess.run(["git", "init", "--bare", "-q", str(tmp_path / "nowhere.git")], check=True)
    assert publish_if_due(workspace, MONDAY + timedelta(seconds=30), patience) == [words]  # not tried
    assert publish_if_due(workspace, MONDAY + timedelta(minutes=1), patience) == []
    assert publish_if_due(workspace, MONDAY + timedelta(minutes=2), patience) == []
