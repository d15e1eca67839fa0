"""Lists are paired anew by numbers, which are then hidden."""

from pathlib import Path

from benchmarks.unseen import unseen

LISTS = {
    "persons_un18_uk18/a.csv": ("u1,Ana Ruiz,AB123456", "u2,Eva,CD98765", "u3,Eva,CD98765"),
    "persons_ofac24_eu26_docs_open/b.csv": ("e1,A Ruiz,AB123456", "e2,E Gil,CD98765", "e3,B Sol,"),
    "vessels_ofac26_gur26/b.csv": ("g1,Aurora,9074729",),
    "vessels_ofac26_eu26/b.csv": ("e1,Aurora,IMO 9074729", "e2,Borea,"),
}  # fmt: skip


def write(data: Path) -> None:
    """Write small lists."""
    for name, rows in LISTS.items():
        number = "passport" if name.startswith("persons") else "imo"
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("\n".join((f"id,name,{number}", *rows)) + "\n", "utf-8")


def test_pairs_rest_on_numbers_that_one_record_has(tmp_path: Path) -> None:
    """A number that two records of a list have proves nothing; numbers are hidden afterwards."""
    write(tmp_path)

    persons, vessels = unseen(tmp_path)

    assert persons.truth == {("u1", "e1")}
    assert vessels.truth == {("g1", "e1")}
    assert not any(record.identifiers for record in persons.left.values())


def test_who_is_asked_about(tmp_path: Path) -> None:
    """Where truth is incomplete only linked records ask; where it is complete all do."""
    write(tmp_path)

    persons, vessels = unseen(tmp_path)

    assert set(persons.right) == {"e1"}
    assert set(vessels.right) == {"e1", "e2"}
    assert len(persons.left) == 3
