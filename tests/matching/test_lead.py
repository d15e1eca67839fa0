"""A candidate's lead over the others of its query."""

import numpy as np

from matching.agreement import COLUMNS, MISSING, DateAgreement
from matching.lead import NO_NAME, gap, standing, unled
from matching.subject import EntityType


def test_the_best_is_ahead_and_the_others_behind() -> None:
    """The best candidate has the second's distance below zero, the others their own above."""
    assert gap(np.array([1.0, 4.0, 3.0])).tolist() == [3.0, -1.0, 1.0]


def test_two_equal_ones_are_level() -> None:
    """Nobody leads where two are equal."""
    assert gap(np.array([2.0, 2.0])).tolist() == [0.0, 0.0]


def test_alone_it_leads_over_no_name() -> None:
    """An only candidate leads over one whose name does not agree, and is never behind itself."""
    assert gap(np.array([2.0])).tolist() == [NO_NAME - 2.0]
    assert gap(np.array([NO_NAME - 4.0])).tolist() == [0.0]
    assert not len(gap(np.empty(0)))


def test_a_number_alone_is_no_lead() -> None:
    """Who was found by a document and has quite another name does not lead by that name."""
    names = np.array([NO_NAME, 2.0])

    assert unled(np.array([-9.0, -9.0]), names).tolist() == [0.0, -9.0]


def test_a_date_of_birth_outweighs_a_nearer_name() -> None:
    """Of two namesakes the one born on that day is ahead."""
    dates = np.array([MISSING, DateAgreement.FULL], np.float64)

    found = standing(EntityType.PERSON, np.array([2.0, 0.0]), columns={"birth_date": dates})

    assert found.argmax() == 1


def test_what_is_not_known_moves_nobody() -> None:
    """Where nothing but names can be compared, names alone rank."""
    names = np.array([1.0, 3.0])
    for entity_type in (EntityType.PERSON, EntityType.COMPANY, EntityType.VESSEL):
        missing = {name: np.full(2, float(MISSING)) for name in COLUMNS[entity_type]}

        assert standing(entity_type, names, columns=missing).tolist() == names.tolist()
