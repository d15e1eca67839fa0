"""`heliograph link`: files in, a file of pairs out, and what the exit code tells."""

import csv
import json
from pathlib import Path

import pytest

from node.cli.entry import main
from node.cli.exitcode import ExitCode

LEFT = """id,name,birth_date,nationality,passport
a1,Ivan Petrov,1970-05-02,RU,KA4711998
a2,Olga Sidorova,1981-11-30,RU,
a3,Beatriz Costa,1962-07-07,PT,
a4,Hamza Haddad,1990-01-15,LB,
a5,Greta Eriksen,1988-03-09,NO,
"""
RIGHT = """id,name,birth_date,passport
b1,"Petrov, Ivan",1970-05-02,KA4711998
b2,Zbigniew Wasilewski,1966-03-01,
"""
FOREIGN = """Nr;Nachname;Geburtstag
77;Petrov Ivan;02.05.1970
"""
MAPPING = """
[columns]
id = "Nr"
name = "Nachname"
birth_date = {column = "Geburtstag", format = "%d.%m.%Y"}
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """Return a command that links two small registers."""
    (tmp_path / "left.csv").write_text(LEFT, encoding="utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, encoding="utf-8")
    sides = [str(tmp_path / name) for name in ("left.csv", "right.csv")]
    return ["link", *sides, "--entity", "person", "--out", str(tmp_path / "pairs.csv")]


def pairs(folder: Path) -> list[dict[str, str]]:
    """Read the pairs."""
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_writes_the_pairs(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file has ids, weight, zone and band; the summary stands on standard error alone."""
    assert main([*words, "--threshold", "-20"]) == ExitCode.OK

    found = pairs(tmp_path)
    told = capsys.readouterr()
    assert list(found[0]) == ["left_id", "right_id", "match_weight", "zone", "band"]
    assert ("a1", "b1") in {(pair["left_id"], pair["right_id"]) for pair in found}
    assert all(float(pair["match_weight"]) >= -20 for pair in found)
    assert told.out == ""
    assert "2 records asked 5 records." in told.err
    assert "written to pairs.csv" in told.err


def test_file_is_for_its_owner_alone(words: list[str], tmp_path: Path) -> None:
    """Who is on two lists is nobody else's business."""
    main(words)

    assert (tmp_path / "pairs.csv").stat().st_mode & 0o077 == 0


def test_explain_adds_levels_and_no_value(words: list[str], tmp_path: Path) -> None:
    """Each attribute has a column with the level of agreement in words."""
    main([*words, "--explain", "--threshold", "-20"])

    text = (tmp_path / "pairs.csv").read_text(encoding="utf-8")
    first = pairs(tmp_path)[0]
    assert all(first[f"{column}_level"] for column in ("name", "birth_date", "country"))
    assert not any(value in text for value in ("Petrov", "1970", "RU", "4711998"))


def test_json_is_one_document(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the counts are on standard output, and nothing is on standard error."""
    assert main([*words, "--json"]) == ExitCode.OK

    told = capsys.readouterr()
    content = json.loads(told.out)
    assert content["schema"] == "heliograph.link.v1"
    assert content["left"] == {"records": 5, "rejected": 0, "rejects": []}
    assert content["scored"] >= content["hits"] + content["possible"]
    assert told.err == ""


def test_rejected_rows_end_in_part(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows that cannot be used are told by line and reason, never by value; the rest is linked."""
    bad = "b3,Nemo Zzyzx,1990-99-99,\nb1,Again Zzyzx,,\nb4,,,\n"
    (tmp_path / "right.csv").write_text(RIGHT + bad, encoding="utf-8")

    assert main([*words, "--threshold", "-20"]) == ExitCode.PARTIAL

    told = capsys.readouterr().err
    assert "right.csv: " in told
    assert "line 5: id: another row has this id" in told
    assert "Zzyzx" not in told
    assert pairs(tmp_path)


def test_hit_may_be_told_by_the_exit_code(words: list[str]) -> None:
    """A hit is a success like any other unless --exit-code-hit asks for its own code."""
    assert main([*words, "--threshold", "hit"]) == ExitCode.OK
    assert main([*words, "--threshold", "hit", "--exit-code-hit"]) == ExitCode.HIT


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--threshold", "likely"], "neither possible nor hit"),
        (["--threshold", "nan"], "neither possible nor hit"),
        (["--engine", "hive"], "hive"),
        (["--workers", "0"], "--workers"),
        (["--out", "{folder}/left.csv"], "would replace a register"),
        (["--out", "{folder}/absent/pairs.csv"], "pairs.csv cannot be written"),
        (["--left-map", "{folder}/absent.toml"], "absent.toml"),
        (["--entity", "vessel"], "vessel"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_mistakes_leave_everything_as_it_was(
    words: list[str],
    more: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistake is a sentence; no file is written, replaced or left half done."""
    code = main([*words, *(word.format(folder=tmp_path) for word in more)])

    assert code in {ExitCode.USAGE, ExitCode.FAILURE}
    assert sentence in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left.csv", "right.csv"]
    assert (tmp_path / "left.csv").read_text(encoding="utf-8") == LEFT


def test_failure_keeps_the_pairs_of_before(words: list[str], tmp_path: Path) -> None:
    """The file is replaced once the new one is complete, and not before."""
    (tmp_path / "pairs.csv").write_text("of before", encoding="utf-8")
    (tmp_path / "right.csv").write_text("id,name\n", encoding="utf-8")

    assert main(words) == ExitCode.FAILURE

    assert (tmp_path / "pairs.csv").read_text(encoding="utf-8") == "of before"
    assert list(tmp_path.glob("*.part")) == []


def test_mapping_reads_foreign_columns(words: list[str], tmp_path: Path) -> None:
    """Either register may keep its own column names."""
    (tmp_path / "right.csv").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "right.toml").write_text(MAPPING, encoding="utf-8")

    code = main([*words, "--right-map", str(tmp_path / "right.toml"), "--threshold", "-20"])

    assert code == ExitCode.OK
    assert {pair["right_id"] for pair in pairs(tmp_path)} == {"77"}
