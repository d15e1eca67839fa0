"""The policy in force: read at start, replaced whole, never half."""

from pathlib import Path

import pytest

from node.domain.errors import PolicyError
from node.policy.inforce import PolicyInForce, digest_of
from node.policy.policyfile import FILE_NAME
from node.policy.rules import Policy

DRAFT = b"version = 1\ndefault.minimum_penalty_years = 4\n"


def test_without_a_file_the_shipped_values_hold(tmp_path: Path) -> None:
    """A new node needs no policy."""
    in_force = PolicyInForce(tmp_path, ["duty"])

    assert (in_force.policy, in_force.document) == (Policy(), b"")


def test_a_policy_is_in_force_at_once_and_after_a_restart(tmp_path: Path) -> None:
    """It takes the place of the one before, in memory and in the folder."""
    in_force = PolicyInForce(tmp_path, [])

    in_force.put(DRAFT)

    again = PolicyInForce(tmp_path, [])
    assert in_force.policy == again.policy
    assert again.policy.default.minimum_penalty_years == 4
    assert in_force.digest == again.digest == digest_of(DRAFT)


def test_a_draft_that_cannot_be_used_changes_nothing(tmp_path: Path) -> None:
    """Neither the file nor what is in force."""
    in_force = PolicyInForce(tmp_path, [])
    in_force.put(DRAFT)

    with pytest.raises(PolicyError):
        in_force.put(b"version = 1\ncolour = 'blue'\n")

    assert in_force.document == DRAFT == (tmp_path / FILE_NAME).read_bytes()


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    """A node that cannot read its bounds must not answer without them."""
    (tmp_path / FILE_NAME).write_bytes(b"version = 1\n[default]\nhandling = 'H7'\n")

    with pytest.raises(PolicyError, match=r"default\.handling"):
        PolicyInForce(tmp_path, [])


def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    """Something else lies where the file should be."""
    (tmp_path / FILE_NAME).mkdir()

    with pytest.raises(PolicyError, match="cannot be read"):
        PolicyInForce(tmp_path, [])
