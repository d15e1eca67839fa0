"""Tests of a whole sample: its files, its truth and that it is the same every time."""

import csv
import hashlib
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from matching.records import record_from_fields
from matching.subject import EntityType
from node.domain.errors import SourceError
from node.register.csvfile import CSVSource
from node.register.row import RawRow
from node.sample import CASE_COLUMNS, COLUMNS, DEFAULT_AGENCIES, SampleSummary, generate
from node.sample.column import IDENTIFIER_COLUMNS
from node.sample.generate import FILES

RECORDS = 300


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    """Hash every file of a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    """Write one sample for all tests that only read."""
    return generate(tmp_path_factory.mktemp("sample"), seed=7, records=RECORDS)


def test_the_same_seed_gives_the_same_bytes(sample: SampleSummary, tmp_path: Path) -> None:
    """A sample is a function of its arguments."""
    generate(tmp_path, seed=7, records=RECORDS)

    assert digests(tmp_path) == digests(sample.folder)


def test_another_seed_gives_other_registers(sample: SampleSummary, tmp_path: Path) -> None:
    """No file but the justification is the same under another seed."""
    generate(tmp_path, seed=8, records=RECORDS)
    ours, others = digests(sample.folder), digests(tmp_path)

    assert ours.keys() == others.keys()
    assert {name for name in ours if ours[name] == others[name]} == {"case.toml"}


def test_every_register_has_the_columns_and_the_size_asked_for(sample: SampleSummary) -> None:
    """Each agency gets exactly its registers, each with its number of records."""
    for plan in DEFAULT_AGENCIES:
        for entity_type, file in FILES.items():
            path = sample.folder / plan.name / file
            if entity_type not in plan.shares:
                assert not path.exists()
                continue
            found = rows(path)
            assert tuple(found[0]) == COLUMNS
            assert len(found) == plan.size(entity_type, RECORDS)
            assert sample.records[plan.name][entity_type] == len(found)


def test_record_ids_are_unique(sample: SampleSummary) -> None:
    """No id occurs twice in the federation."""
    ids = [
        row["id"]
        for plan in DEFAULT_AGENCIES
        for path in (sample.folder / plan.name).iterdir()
        for row in rows(path)
    ]

    assert len(ids) == len(set(ids))


def test_an_identifier_row_has_exactly_one_identifier(sample: SampleSummary) -> None:
    """A record of type Identifier is about one number."""
    for plan in DEFAULT_AGENCIES:
        for row in rows(sample.folder / plan.name / "identifiers.csv"):
            filled = [name for name in IDENTIFIER_COLUMNS if row[name]]
            assert row["type"] == "Identifier"
            assert len(filled) == 1


def records_by_id(folder: Path) -> dict[str, dict[str, str]]:
    """Read all registers of a sample."""
    return {
        row["id"]: row
        for plan in DEFAULT_AGENCIES
        for path in (folder / plan.name).iterdir()
        for row in rows(path)
    }


def test_the_truth_of_the_case_points_at_records(sample: SampleSummary) -> None:
    """Customs know five subjects, the financial unit four, the coast guard three."""
    records, truth = records_by_id(sample.folder), rows(sample.folder / "truth.csv")

    for link in truth:
        record = records[link["record_id"]]
        assert record["source"] == link["agency"]
        assert record["type"].lower() == link["entity_type"]
    assert Counter(link["agency"] for link in truth) == {
        "customs-es": 5,
        "fiu-nl": 4,
        "coastguard-cv": 3,
    }
    assert sample.known == len(truth)


def test_one_subject_is_known_to_two_agencies_and_several_to_nobody(
    sample: SampleSummary,
) -> None:
    """The case has hits at two peers at once and honest misses."""
    subjects = [row["id"] for row in rows(sample.folder / "case.csv")]
    holders = Counter(link["subject_id"] for link in rows(sample.folder / "truth.csv"))

    assert [subject for subject in subjects if holders[subject] > 1] == ["S07"]
    assert [subject for subject in subjects if not holders[subject]] == ["S03", "S09", "S13"]


@pytest.mark.parametrize("seed", range(12))
def test_no_known_subject_is_spelled_as_in_the_case(seed: int, tmp_path: Path) -> None:
    """Under any seed exact comparison of names finds none of the named subjects."""
    generate(tmp_path, seed=seed, records=40)
    records = records_by_id(tmp_path)
    case = {row["id"]: row for row in rows(tmp_path / "case.csv")}

    for link in rows(tmp_path / "truth.csv"):
        subject, record = case[link["subject_id"]], records[link["record_id"]]
        assert subject["birth_date"] == record["birth_date"]
        if subject["type"] in {"Person", "Company"}:
            assert subject["name"].casefold() != record["name"].casefold()
            assert subject["aliases"].casefold() != record["name"].casefold()


def test_the_case_has_its_columns_and_its_justification(sample: SampleSummary) -> None:
    """A case is fourteen subjects with roles and a complete justification."""
    found = rows(sample.folder / "case.csv")
    case = tomllib.loads((sample.folder / "case.toml").read_text(encoding="utf-8"))

    assert tuple(found[0]) == CASE_COLUMNS
    assert [row["id"] for row in found] == [f"S{number:02d}" for number in range(1, 15)]
    assert all(row["role"] for row in found)
    assert {row["file_reference"] for row in found} == {case["reference"]}
    assert case["purpose"] == "drug-trafficking"
    assert {"legal_basis", "offence", "category"} <= case.keys()


@pytest.mark.parametrize(
    ("script", "first", "last"),
    [("Cyrillic", "Ѐ", "ӿ"), ("Arabic", "؀", "ۿ"), ("Greek", "Ͱ", "Ͽ"), ("Han", "一", "鿿")],
)
def test_the_case_speaks_several_scripts(
    sample: SampleSummary, script: str, first: str, last: str
) -> None:
    """Names of the case come in the script of their bearers."""
    names = "".join(row["name"] for row in rows(sample.folder / "case.csv"))

    assert any(first <= letter <= last for letter in names), script


def test_pairs_of_the_registers_are_about_the_same_entity(sample: SampleSummary) -> None:
    """Records of one pair are of two agencies and one type, and share what does not change."""
    records = records_by_id(sample.folder)
    pairs = rows(sample.folder / "registers_truth.csv")

    assert len(pairs) == sample.shared
    for pair in pairs:
        first, second = records[pair["id_a"]], records[pair["id_b"]]
        assert (first["source"], second["source"]) == (pair["agency_a"], pair["agency_b"])
        assert first["source"] != second["source"]
        assert first["type"] == second["type"]
        stated = {first["nationality"], second["nationality"]} - {""}
        assert len(stated) <= 1


def test_the_overlap_is_as_planned(sample: SampleSummary) -> None:
    """Two registers share about the planned share of the smaller."""
    pairs = rows(sample.folder / "registers_truth.csv")
    persons = Counter(
        (pair["agency_a"], pair["agency_b"]) for pair in pairs if "-p0" in pair["id_a"]
    )

    assert set(persons) == {
        ("customs-es", "fiu-nl"),
        ("customs-es", "coastguard-cv"),
        ("fiu-nl", "coastguard-cv"),
    }
    for count in persons.values():
        assert 0.05 * RECORDS <= count <= 0.09 * RECORDS


@pytest.mark.parametrize("entity_type", list(EntityType))
def test_every_record_can_be_loaded(sample: SampleSummary, entity_type: EntityType) -> None:
    """The loader of a node takes every row: all check digits, dates and codes are possible."""
    for plan in DEFAULT_AGENCIES:
        path = sample.folder / plan.name / FILES[entity_type]
        if not path.exists():
            continue
        for row in CSVSource(path).rows():
            assert isinstance(row, RawRow)
            assert record_from_fields(entity_type, row.fields).id


def test_minors_are_marked_and_hold_no_office(sample: SampleSummary) -> None:
    """Nobody under eighteen is a suspect or a bosun."""
    minors = [
        row
        for plan in DEFAULT_AGENCIES
        for row in rows(sample.folder / plan.name / "persons.csv")
        if row["birth_date"][:4] > "2009"
    ]

    assert minors
    assert {(row["category"], row["position"]) for row in minors} == {("minor", "")}


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    """A file in the way is reported with a hint, not with a traceback of the system."""
    (tmp_path / "taken").write_text("", encoding="utf-8")

    with pytest.raises(SourceError, match="cannot be written"):
        generate(tmp_path / "taken", seed=1, records=10)
