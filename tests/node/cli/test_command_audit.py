"""The journal through the command line of two real nodes: searched, exported, compared, erased."""

import json
import zipfile
from pathlib import Path

import pytest

from node.cli.exitcode import ExitCode
from tests.node.cli.test_end_to_end import ASKER, OWNER, Pair, asked, pair

__all__ = ["asked", "pair"]


@pytest.fixture(scope="module")
def bundles(asked: Pair, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Export both journals after a case was run."""
    folder = tmp_path_factory.mktemp("bundles")
    for member, name in ((OWNER, "owner.zip"), (ASKER, "asker")):
        said = asked.say(member, ["audit", "export", str(folder / name)])
        assert said.code == ExitCode.OK, said.err
    return folder / "owner.zip", folder / "asker"


def test_search_finds_what_a_peer_asked(asked: Pair) -> None:
    """One sentence tells who asked, about how many, why and with which outcome."""
    words = ["audit", "search", "--case", "PA-1", "--event", "query-in", "--peer", ASKER.id]

    said = asked.say(OWNER, words)

    told = " ".join(said.out.split())
    assert f"{ASKER.id} asked about" in told
    assert "drug-trafficking, case PA-1" in told
    assert "Vienna" not in told


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--case", "OTHER"),
        ("--peer", "nobody"),
        ("--by", "nobody"),
        ("--query", "none"),
        ("--from", "2999-01-01"),
        ("--to", "2000-01-01T12:00"),
    ],
)
def test_each_condition_leaves_out(asked: Pair, option: str, value: str) -> None:
    """A condition that holds for nothing finds nothing."""
    document = asked.say(OWNER, ["--json", "audit", "search", option, value]).document

    assert document["entries"] == []


@pytest.mark.parametrize("words", [["--event", "no-event"], ["--from", "yesterday"]])
def test_a_condition_that_is_none_is_told(asked: Pair, words: list[str]) -> None:
    """A typing mistake does not look like an empty journal."""
    assert asked.say(OWNER, ["audit", "search", *words]).code != ExitCode.OK


def test_reading_is_journalled(asked: Pair) -> None:
    """Who reads the journal is in the journal."""
    asked.say(OWNER, ["--officer", "dpo-1", "audit", "search", "--peer", ASKER.id])

    words = ["--json", "audit", "search", "--by", "dpo-1", "--event", "read"]
    newest = asked.say(OWNER, words).document["entries"][-1]

    assert json.loads(newest["content"])["detail"]["action"] == "search"


def test_bundles_of_honest_nodes_agree(asked: Pair, bundles: tuple[Path, Path]) -> None:
    """A ZIP file and a folder are compared alike."""
    said = asked.say(OWNER, ["--json", "audit", "compare", *map(str, bundles)])

    assert said.code == ExitCode.OK
    assert said.document["differences"] == []
    assert said.document["exchanges"] > 0


def test_a_tampered_bundle_ends_with_its_code(
    asked: Pair,
    bundles: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    """A script tells a bundle that does not verify from one that does."""
    with zipfile.ZipFile(bundles[0]) as archive:
        archive.extractall(tmp_path / "owner")
    (tmp_path / "owner" / "entries.txt").write_text("", encoding="utf-8")

    said = asked.say(OWNER, ["audit", "compare", str(tmp_path / "owner"), str(bundles[1])])

    assert said.code == ExitCode.UNVERIFIED


def test_nothing_is_overwritten(asked: Pair, bundles: tuple[Path, Path]) -> None:
    """An export does not take the place of another."""
    before = bundles[0].read_bytes()

    assert asked.say(OWNER, ["audit", "export", str(bundles[0])]).code == ExitCode.FAILURE
    assert bundles[0].read_bytes() == before


def test_one_node_is_not_compared_with_itself(asked: Pair, bundles: tuple[Path, Path]) -> None:
    """Two bundles of one node say nothing about an exchange."""
    words = ["audit", "compare", str(bundles[0]), str(bundles[0])]

    assert asked.say(OWNER, words).code == ExitCode.USAGE


def test_a_held_entry_names_its_procedure(asked: Pair) -> None:
    """A hold is seen in the list, and can be taken back."""
    hold = asked.say(OWNER, ["audit", "hold", "0", "--procedure", "DPA 2026/17"])
    held = asked.say(OWNER, ["--json", "audit", "search", "-n", "1000"]).document["entries"][0]
    release = asked.say(OWNER, ["audit", "hold", "0", "--release"])

    assert (hold.code, release.code) == (ExitCode.OK, ExitCode.OK)
    assert (held["index"], held["legal_hold"]) == (0, "DPA 2026/17")


@pytest.mark.parametrize(
    "words",
    [
        ["hold", "0"],
        ["hold", "0", "--procedure", "X", "--release"],
        ["hold", "99999", "--procedure", "X"],
        ["erase"],
        ["erase", "--yes", "--before", "2999-01-01"],
        ["erase", "--yes", "--before", "soon"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_held_or_erased_is_refused(asked: Pair, words: list[str]) -> None:
    """Nothing is erased before its time, unasked, or by mistake."""
    assert asked.say(OWNER, ["audit", *words]).code != ExitCode.OK


def test_nothing_is_due_on_the_first_day(asked: Pair) -> None:
    """Entries are kept for three years."""
    assert asked.say(OWNER, ["--json", "audit", "erase", "--yes"]).document["erased"] == 0
