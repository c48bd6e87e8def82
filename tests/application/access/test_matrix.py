"""The expectation matrix: who sees and may do what, held against the policy, the door, the reader and the journal."""

import pytest

from secondstory.application.access.policy import POLICY
from secondstory.domain.event_table import TABLE
from tests.application.access.asking import wrong_in
from tests.application.access.matrix import MATRIX
from tests.application.access.world import PEOPLE, World


@pytest.fixture(scope="module")
def world():
    return World()


@pytest.mark.parametrize("cell", MATRIX, ids=str)
def test_it_shows_and_allows_exactly_what_the_matrix_says(world, cell):
    assert [wrong for name in PEOPLE for wrong in wrong_in(world, cell, name)] == []


def test_it_has_a_rule_for_every_event_and_none_for_anything_else():
    actions = {row.tag.rpartition(".")[0] for row in TABLE}
    assert set(POLICY) == actions | {"incident.owner_taken"}


def test_it_has_a_cell_for_every_event():
    assert {row.tag.rpartition(".")[0] for row in TABLE} <= {cell.action for cell in MATRIX}
