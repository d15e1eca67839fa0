"""Labelled registers are read, thinned and opened as training and measuring need them."""

from pathlib import Path

import pytest

from matching.errors import LabelledDataError
from matching.labelled import Labelled, read_folder
from matching.subject import EntityType

HEADER = "id,name,aliases,birth_date,passport\n"


def write_folder(folder: Path, rows: int = 6) -> Path:
    """Write two registers of the same invented persons."""
    folder.mkdir()
    for side in "ab":
        lines = (f"{side}{n},Anna Probe{n},Anni Probe{n} | A. P.,,X{n}1234\n" for n in range(rows))
        (folder / f"{side}.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    truth = "".join(f"a{n},b{n}\n" for n in range(rows))
    (folder / "truth.csv").write_text("id_a,id_b\n" + truth, encoding="utf-8")
    return folder


@pytest.fixture
def labelled(tmp_path: Path) -> Labelled:
    """Return a small labelled set."""
    return read_folder(write_folder(tmp_path / "persons_probe"))


def test_reads_a_folder(labelled: Labelled) -> None:
    """The name of the folder says what it holds; several values stand in one cell."""
    assert labelled.entity_type is EntityType.PERSON
    assert len(labelled.truth) == 6
    assert len(labelled.left["a0"].names) == 3
    assert labelled.pairs is None


def test_hides_identifiers_and_aliases(labelled: Labelled) -> None:
    """What is hidden is hidden on both sides, and the rest stays."""
    assert not labelled.without_identifiers().right["b0"].identifiers
    assert len(labelled.primary_names_only().left["a0"].names) == 1


def test_opens_half_of_each_side(labelled: Labelled) -> None:
    """One link in three stays; of the others either side goes."""
    opened = labelled.half_open()

    assert (len(opened.left), len(opened.right), len(opened.truth)) == (4, 4, 2)
    assert all(a in opened.left and b in opened.right for a, b in opened.truth)


def test_leaves_out_rows_that_cannot_be_read(tmp_path: Path) -> None:
    """An unusable or repeated row is counted and left out."""
    folder = write_folder(tmp_path / "persons_probe")
    with (folder / "a.csv").open("a", encoding="utf-8") as file:
        file.write("a0,Again Probe,,,\na9,Wrong Date,,19990-77,\n")

    assert read_folder(folder).unread == 2


FAULTS = [
    ("truth.csv", "id_a\n", "has no column id_b"),
    ("truth.csv", "id_a,id_b\nx,y\n", "names no pair"),
    ("a.csv", "name\nAnna\n", "has no column id"),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_refuses(tmp_path: Path, name: str, text: str, fault: str) -> None:
    """Files that cannot be what they should are refused in words."""
    folder = write_folder(tmp_path / "persons_probe")
    (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(LabelledDataError, match=fault):
        read_folder(folder)


def test_refuses_what_is_not_there_and_what_says_no_type(tmp_path: Path) -> None:
    """A missing file and a folder without an entity type in its name are told apart."""
    with pytest.raises(LabelledDataError, match="cannot be read"):
        read_folder(tmp_path / "persons_none")
    with pytest.raises(LabelledDataError, match="says what they hold"):
        read_folder(tmp_path / "things")
