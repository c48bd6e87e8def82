"""Where a workspace is found."""

import pytest

from secondstory.kernel.refused import Refused
from secondstory.wiring.places import find


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
