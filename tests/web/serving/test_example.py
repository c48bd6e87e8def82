"""The example that `./dev run` serves: made once, by its people, and kept."""

from pathlib import Path

import pytest

from secondstory.application import looking
from secondstory.kernel.refused import Refused
from secondstory.web.serving.example.cast import gather
from secondstory.web.serving.example.making import story
from secondstory.web.serving.example.playing import Player
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place


def test_it_is_played_by_its_people_through_the_rules_of_a_team(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    workspace = create(Place(tmp_path / "ws"), name="Ines Okafor", address=None, demo=True).workspace
    told = story()
    cast = gather(workspace, told)
    Player(workspace, told, cast).play()
    office = workspace.office_for(cast["runa"], alone=False)
    standing = looking.standing_of(office, office.door.stream_of("PM-1"))
    assert [one.is_held for one in standing.pm.sittings.sittings] == [True, True]
    assert len(standing.followups) == len(told["followups"])
    assert {level.value for level in standing.pm.conditions.levels_used} == {
        "software", "practices", "process", "culture", "organisation",
    }  # fmt: skip
    with pytest.raises(Refused):
        looking.standing_of(workspace.office_for(cast["ines"], alone=False), standing.pm.incident.stream)
    workspace.storage.close()
