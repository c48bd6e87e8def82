"""The long proof of the contracts: every wrong import between rooms, and every door to the world in every core room."""

import itertools

import pytest

from tests.house.source import CORE, SOURCE
from tests.house.test_contracts import contracts, copy_of_source, lint, plant

pytestmark = pytest.mark.proof


def test_it_catches_every_wrong_import(tmp_path, write_proof):
    source = copy_of_source(tmp_path)
    assert lint(source).returncode == 0, "a contract is broken already, so nothing could be learned"
    wrong = [*upward_imports(), *doors_in_the_core()]
    missed = [(room, imported) for room, imported in wrong if not is_caught(source, room, imported)]
    assert missed == []
    figures = {"wrong imports planted, one at a time": len(wrong), "caught": len(wrong), "missed": 0}
    write_proof("import-contracts", "Every wrong import is caught by the contracts", figures)


def is_caught(source, room, imported):
    planted = source / room / "planted.py"
    plant(planted, f"import {imported}")
    caught = lint(source).returncode == 1
    planted.unlink()
    return caught


def upward_imports():
    """Every pair of rooms of which the first stands below or beside the second."""
    layers = [[one.strip(" ()") for one in layer.split("|")] for layer in contracts()["rooms"]["layers"]]
    height = {room: -number for number, layer in enumerate(layers) for room in layer}
    rooms = [room for room in height if (SOURCE / room / "__init__.py").exists()]
    return [
        (below, f"secondstory.{above}")
        for below, above in itertools.permutations(rooms, 2)
        if height[below] <= height[above]
    ]


def doors_in_the_core():
    rooms = [room for room in CORE if (SOURCE / room / "__init__.py").exists()]
    return list(itertools.product(rooms, contracts()["core"]["forbidden_modules"]))
