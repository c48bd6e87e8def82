"""Where a workspace is found."""

import pytest

from secondstory.kernel.frozen import replace
from secondstory.kernel.refused import Refused
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place, find, read_settings, write_settings


def workspace(root):
    root.mkdir(parents=True)
    for name in ("workspace.toml", "record.db"):
        (root / name).write_text("")
    return root


def test_it_finds_the_nearest_one_above(tmp_path, monkeypatch):
    made = workspace(tmp_path / ".secondstory")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert find(None).root == made


def test_it_is_in_a_workspace_when_it_stands_in_its_folder(tmp_path, monkeypatch):
    made = workspace(tmp_path / "restored")
    monkeypatch.chdir(made)
    assert find(None).root == made


def test_it_takes_no_other_folder_with_settings_for_one(tmp_path, monkeypatch):
    (tmp_path / "workspace.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="no workspace here"):
        find(None)


def test_it_keeps_whether_the_published_log_is_open_to_anybody(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    made = create(Place(tmp_path / "ws"), name="Ada Okafor", address=None, demo=True).workspace
    assert not read_settings(made.place).publish_open
    write_settings(made.place, replace(made.settings, publish_open=True))
    assert read_settings(made.place).publish_open
    assert "open = true" in made.place.settings.read_text()
    made.storage.close()
