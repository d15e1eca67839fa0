"""What a set of outcomes amounts to for a script."""

import pytest

from node.cli.conclusion import conclude
from node.cli.exitcode import ExitCode
from node.operator.view import Cell


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["no hit", "no hit"], ExitCode.OK),
        (["hit", "no hit"], ExitCode.OK),
        (["hit", "refused"], ExitCode.OK),
        (["no hit", "not asked"], ExitCode.OK),
        (["no hit", "failed"], ExitCode.PARTIAL),
        (["refused", "failed"], ExitCode.PARTIAL),
        (["no hit", "pending"], ExitCode.PARTIAL),
        (["failed", "failed"], ExitCode.UNAVAILABLE),
        (["failed", "not asked"], ExitCode.UNAVAILABLE),
        (["refused", "refused"], ExitCode.REFUSED),
        (["not asked"], ExitCode.FAILURE),
        ([], ExitCode.FAILURE),
    ],
)
def test_conclusion(states: list[str], code: ExitCode) -> None:
    """The exit code says whether everybody answered, and never hides who did not."""
    cells = [Cell("S01", f"peer-{number}", state) for number, state in enumerate(states)]

    assert conclude(cells, exit_code_hit=False) == code


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["hit", "no hit"], ExitCode.HIT),
        (["hit", "failed"], ExitCode.HIT),
        (["no hit"], ExitCode.OK),
        (["no hit", "failed"], ExitCode.PARTIAL),
    ],
)
def test_conclusion_with_hit_code(states: list[str], code: ExitCode) -> None:
    """Only where it was asked for does a hit have a code of its own."""
    cells = [Cell("S01", f"peer-{number}", state) for number, state in enumerate(states)]

    assert conclude(cells, exit_code_hit=True) == code
