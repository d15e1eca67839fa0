"""Reading case.toml."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from node.cli.casefile import read_case
from node.domain.errors import JustificationError, NodeError

WHOLE = """
reference = "PA-2026-0031"
summary = "Cocaine in bananas"
route = "Guayaquil - Cristobal"
legal_basis = "Vienna 1988, art. 9"
purpose = "drug-trafficking"
offence = "drugs.trafficking"
"""


def write(folder: Path, text: str) -> Path:
    """Write a case file."""
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_case_is_read(tmp_path: Path) -> None:
    """Reference, title and reasons come from the file, the usual values where it is silent."""
    case = read_case(write(tmp_path, WHOLE))

    assert (case.reference, case.title) == ("PA-2026-0031", "Cocaine in bananas")
    assert case.justification.case_reference == "PA-2026-0031"
    assert case.justification.category == "suspect"
    assert case.justification.urgency == "normal"


def test_the_file_of_a_case_is_read(tmp_path: Path) -> None:
    """Facts, deadline, handling and team stand beside the reasons; TOML's own dates too."""
    text = WHOLE + (
        'handling = "H2"\ndeadline = 2099-12-24T18:00:00+01:00\nseized_on = 2026-11-03\n'
        'place = "Vigo"\nteam = ["officer-8", "officer-9"]\n'
    )

    change = read_case(write(tmp_path, text)).change

    assert change.handling == "H2"
    assert change.deadline == datetime(2099, 12, 24, 17, tzinfo=UTC)
    assert change.facts is not None
    assert (change.facts.day, change.facts.place) == ("2026-11-03", "Vigo")
    assert change.facts.summary == "Cocaine in bananas"
    assert [member.officer for member in change.members] == ["officer-8", "officer-9"]


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    """What is missing, unknown and no text is told at once, without the values."""
    path = write(tmp_path, 'reference = 31\npurpose = "x"\nteam = "me"\nofence = "secret"\n')

    with pytest.raises(JustificationError) as caught:
        read_case(path)

    told = str(caught.value)
    assert "legal_basis is missing" in told
    assert "ofence is unknown" in told
    assert "reference is no text" in told
    assert "team is no list of officers" in told
    assert "secret" not in told


@pytest.mark.parametrize("text", ["reference =", "case = 3"], ids=["no TOML", "no table"])
def test_unusable_file(tmp_path: Path, text: str) -> None:
    """A file that holds no case is refused with what it needs."""
    with pytest.raises(NodeError) as caught:
        read_case(write(tmp_path, text))

    assert "legal_basis" in caught.value.hint


def test_absent_file(tmp_path: Path) -> None:
    """A file that is not there is an error of ours."""
    with pytest.raises(NodeError):
        read_case(tmp_path / "absent.toml")
