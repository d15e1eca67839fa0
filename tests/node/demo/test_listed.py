"""The demonstration with lists: which subjects are drawn, and what is expected of them."""

import csv
from pathlib import Path

import pytest

from node.demo.listed import listed_plan
from node.domain.errors import SourceError

DRAWN = {
    "persons_ofac24_au26": "Person",
    "companies_ofac24_au26": "Company",
    "vessels_eu26_au26": "Vessel",
}
HELD_ONLY = (
    "vessels_ofac26_eu26",
    "persons_ofac24_eu26_docs_open",
    "companies_ofac24_eu26_inn",
    "persons_un18_uk18",
    "companies_un18_uk18",
)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder of small lists, each of ten entries with a link and two without."""
    folder = tmp_path / "lists"
    for name, kind in {**dict.fromkeys(HELD_ONLY, "Person"), **DRAWN}.items():
        (folder / name).mkdir(parents=True)
        rows = "".join(f"{name}-{number},{kind},N{number}\n" for number in range(12))
        links = "".join(f"a-{number},{name}-{number},known\n" for number in range(10))
        for side in "ab":
            (folder / name / f"{side}.csv").write_text(f"id,type,name\n{rows}", encoding="utf-8")
        truth = folder / name / "truth.csv"
        truth.write_text(f"id_a,id_b,basis\n{links}", encoding="utf-8")
    return folder


def test_subjects_are_drawn_by_seed(lists: Path, tmp_path: Path) -> None:
    """The same seed draws the same subjects, another seed others."""
    first = listed_plan(lists, tmp_path / "1", seed=1).seizure.subjects.read_bytes()
    again = listed_plan(lists, tmp_path / "2", seed=1).seizure.subjects.read_bytes()
    other = listed_plan(lists, tmp_path / "3", seed=2).seizure.subjects.read_bytes()

    assert first == again
    assert first != other


def test_expected_hits_are_those_of_the_links(lists: Path, tmp_path: Path) -> None:
    """A subject is expected where a published link says so, and the others are strangers."""
    plan = listed_plan(lists, tmp_path / "case", seed=7)

    with plan.seizure.subjects.open(encoding="utf-8", newline="") as file:
        subjects = list(csv.DictReader(file))
    assert len(subjects) == 14
    assert [row["id"] for row in subjects] == [f"S{number:02d}" for number in range(1, 15)]
    expected = dict(plan.seizure.expected)
    assert {expected[row["id"]] for row in subjects if row["id"] in expected} == {
        "ofac-us",
        "eu-list",
    }
    strangers = [row for row in subjects if row["id"] not in expected]
    assert {row["name"] for row in strangers} <= {"N10", "N11"}
    assert len(strangers) == 3


def test_missing_list_is_told(tmp_path: Path) -> None:
    """A folder without the lists is refused with what to name."""
    with pytest.raises(SourceError) as caught:
        listed_plan(tmp_path, tmp_path / "case", seed=1)

    assert "--lists" in caught.value.hint
